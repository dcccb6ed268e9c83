"""Trains one fold with PyTorch's recurrent layers on packed sequences: an epoch for each line on standard input, whose times and
losses are printed as JSON. Input as for fold.py."""

import json
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.set_num_threads(1)
torch.manual_seed(0)
with open(sys.argv[1], encoding='utf-8') as file:
    fold = json.load(file)
vectors = torch.from_numpy(np.fromfile(sys.argv[2], 'float32').reshape(-1, fold['size']))
lengths = torch.tensor([len(text) for text in fold['texts']])
x = torch.zeros((len(fold['texts']), int(lengths.max())), dtype=torch.int64)
for row, text in enumerate(fold['texts']):
    x[row, : len(text)] = torch.tensor(text)
y = torch.tensor(fold['labels'])
train, held_out = torch.tensor(fold['trainRows']), torch.tensor(fold['heldOutRows'])
batch, units, directions = fold['batch'], fold['units'], 1 + fold['bidirectional']


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding.from_pretrained(vectors, freeze=not fold['trainable'])
        cell = nn.GRU if fold['cell'] == 'gru' else nn.LSTM
        between = fold['dropout'] if fold['layers'] > 1 else 0
        self.recurrent = cell(
            fold['size'], units, fold['layers'], dropout=between, bidirectional=fold['bidirectional'], batch_first=True
        )
        width = units * directions
        self.attention = None
        if fold['pooling'] == 'attention':
            self.attention = nn.Sequential(nn.Linear(width, width), nn.Tanh(), nn.Linear(width, 1, bias=False))
        self.dropout = nn.Dropout(fold['dropout'])
        self.head = nn.Linear(width, fold['classes'])

    def forward(self, rows):
        own = lengths[rows]
        tokens = x[rows, : int(own.max())]
        packed = pack_padded_sequence(self.embedding(tokens), own, batch_first=True, enforce_sorted=False)
        outputs, state = self.recurrent(packed)
        last = state[0] if isinstance(state, tuple) else state
        pooled = torch.cat(tuple(last[-directions:]), 1)
        if self.attention is not None:
            states, _ = pad_packed_sequence(outputs, batch_first=True)
            scores = self.attention(states)[..., 0]
            scores = scores.masked_fill(torch.arange(scores.shape[1])[None] >= own[:, None], -1e9)
            pooled = (scores.softmax(1)[..., None] * states).sum(1)
        return self.head(self.dropout(pooled))


model = Classifier()
optimiser = torch.optim.Adam([weight for weight in model.parameters() if weight.requires_grad], lr=0.001, eps=1e-7)
loss_of = nn.CrossEntropyLoss(reduction='sum')


def train_epoch():
    model.train()
    total = 0.0
    for rows in train[torch.randperm(len(train))].split(batch):
        optimiser.zero_grad()
        loss = loss_of(model(rows), y[rows])
        (loss / len(rows)).backward()
        optimiser.step()
        total += loss.item()
    return total / len(train)


def score():
    model.eval()
    with torch.no_grad():
        return sum(loss_of(model(rows), y[rows]).item() for rows in held_out.split(batch)) / len(held_out)


while sys.stdin.readline():
    start, start_busy = time.perf_counter(), time.process_time()
    loss, held_out_loss = train_epoch(), score()
    wall, busy = time.perf_counter() - start, time.process_time() - start_busy
    print(json.dumps({'wall': wall, 'busy': busy, 'loss': loss, 'heldOutLoss': held_out_loss}), flush=True)
