"""The paper's grid as nested loops around gensim, Keras and StratifiedKFold: a seeded sample of its cells, one fold each.

Prints the seconds of the whole, extrapolated: 9 word2vec trainings, and 432 cells x 5 folds of the sample's mean.
"""
import csv, itertools, json, os, random, re, sys, time

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")
import numpy as np, keras
from gensim.models import Word2Vec
from keras import layers
from sklearn.model_selection import StratifiedKFold

file, column, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
rows = list(csv.DictReader(open(file, encoding="utf-8")))
texts = [re.sub(r"[\W\d_]+", " ", row["text"].lower()).split() or ["x"] for row in rows]
names = sorted({row[column] for row in rows})
classes = np.array([names.index(row[column]) for row in rows])
wanted = np.eye(len(names), dtype="float32")[classes]
longest = int(np.percentile([len(text) for text in texts], 95))
train, held = next(StratifiedKFold(5, shuffle=True, random_state=0).split(texts, classes))
cells = list(itertools.product([50, 100, 150], [2, 4, 6], [1, 2], [16, 32], [32, 64], [0.25, 0.5], [10, 25, 50]))
cells = random.Random(0).sample(cells, count)
vectors, embedding_seconds, fold_seconds = {}, [], []
for iterations, window, depth, units, batch, dropout, epochs in cells:
    if (iterations, window) not in vectors:
        start = time.time()
        vectors[iterations, window] = Word2Vec(texts, vector_size=100, window=window, epochs=iterations, sg=1, min_count=1, workers=2, seed=1).wv
        embedding_seconds.append(time.time() - start)
    found = vectors[iterations, window]
    start = time.time()
    table = np.vstack([np.zeros((1, 100), "float32"), found.vectors])
    padded = np.zeros((len(texts), longest), "int32")
    for at, text in enumerate(texts):
        indexes = [found.key_to_index[word] + 1 for word in text][:longest]
        padded[at, : len(indexes)] = indexes
    keras.utils.set_random_seed(0)
    stack = [layers.Input((longest,)), layers.Embedding(len(table), 100, weights=[table], trainable=False, mask_zero=True)]
    for layer in range(depth):
        stack += [layers.LSTM(units, return_sequences=layer < depth - 1), layers.Dropout(dropout)]
    model = keras.Sequential([*stack, layers.Dense(len(names), activation="softmax")])
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    model.fit(padded[train], wanted[train], batch_size=batch, epochs=epochs, verbose=0, validation_data=(padded[held], wanted[held]))
    model.predict(padded[held], verbose=0, batch_size=256)
    keras.backend.clear_session()
    fold_seconds.append(time.time() - start)
    print(f"{iterations=} {window=} {depth=} {units=} {batch=} {dropout=} {epochs=}: {fold_seconds[-1]:.1f} s", file=sys.stderr, flush=True)
whole = 9 * np.mean(embedding_seconds) + 432 * 5 * np.mean(fold_seconds)
print(json.dumps({"seconds": round(float(whole), 1), "cells": count, "embedding": round(float(np.mean(embedding_seconds)), 2), "fold": round(float(np.mean(fold_seconds)), 2)}))
