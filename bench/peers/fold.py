"""Trains one fold with Keras' masked recurrent layers as a notebook does: an epoch for each line on standard input, whose times
and losses are printed as JSON.

Input: a JSON file with texts, labels, rows and options (bench/fold-peer.ts writes it), and the vectors as a float32 file.
"""

import json
import os
import sys
import time

os.environ.update(TF_NUM_INTRAOP_THREADS='1', TF_NUM_INTEROP_THREADS='1', OMP_NUM_THREADS='1', TF_CPP_MIN_LOG_LEVEL='3', CUDA_VISIBLE_DEVICES='')

import keras
import numpy as np
from keras import layers, ops

with open(sys.argv[1], encoding='utf-8') as file:
    fold = json.load(file)
vectors = np.fromfile(sys.argv[2], 'float32').reshape(-1, fold['size'])
longest = max(map(len, fold['texts']))
x = np.zeros((len(fold['texts']), longest), 'int32')  # 0 is masked, so every token is moved up by one
for row, text in enumerate(fold['texts']):
    x[row, : len(text)] = np.array(text) + 1
y = np.eye(fold['classes'], dtype='float32')[fold['labels']]
table = np.vstack([np.zeros((1, fold['size']), 'float32'), vectors])
train, held_out = fold['trainRows'], fold['heldOutRows']


class Attention(layers.Layer):
    """Additive attention over a text's own positions (Yang et al. 2016)."""

    def build(self, shape):
        self.project = layers.Dense(shape[-1], activation='tanh')
        self.context = layers.Dense(1, use_bias=False)
        self.project.build(shape)
        self.context.build(shape)

    def call(self, states, mask=None):
        scores = self.context(self.project(states))[..., 0]
        weights = ops.softmax(ops.where(mask, scores, -1e9), axis=1)
        return ops.sum(weights[..., None] * states, axis=1)


keras.utils.set_random_seed(0)
embedding = layers.Embedding(*table.shape, weights=[table], trainable=fold['trainable'], mask_zero=True)
model = keras.Sequential([layers.Input((longest,)), embedding])
attention = fold['pooling'] == 'attention'
cell = layers.GRU if fold['cell'] == 'gru' else layers.LSTM
for layer in range(fold['layers']):
    recurrent = cell(fold['units'], return_sequences=attention or layer + 1 < fold['layers'])
    model.add(layers.Bidirectional(recurrent) if fold['bidirectional'] else recurrent)
    if layer + 1 == fold['layers'] and attention:
        model.add(Attention())
    model.add(layers.Dropout(fold['dropout']))
model.add(layers.Dense(fold['classes'], activation='softmax'))
model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])


class OnDemand(keras.callbacks.Callback):
    """Waits for a line before each epoch; prints what it took, its scoring included."""

    def on_epoch_begin(self, epoch, logs=None):
        if not sys.stdin.readline():
            sys.exit()
        self.start = time.perf_counter()
        self.start_busy = time.process_time()

    def on_epoch_end(self, epoch, logs=None):
        wall, busy = time.perf_counter() - self.start, time.process_time() - self.start_busy
        print(json.dumps({'wall': wall, 'busy': busy, 'loss': logs['loss'], 'heldOutLoss': logs['val_loss']}), flush=True)


model.fit(
    x[train], y[train], batch_size=fold['batch'], epochs=1000, verbose=0,
    validation_data=(x[held_out], y[held_out]), callbacks=[OnDemand()],
)
