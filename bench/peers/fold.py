"""Trains one fold with Keras' masked LSTM on integer sequences, as a notebook does, and prints its times and scores as JSON.

Input: a JSON file with texts, labels, trainRows, heldOutRows, size, units, layers, dropout, batch, epochs, classes, and the vectors
as a float32 file beside it.
"""

import json
import os
import sys
import time

os.environ.update(TF_NUM_INTRAOP_THREADS='1', TF_NUM_INTEROP_THREADS='1', OMP_NUM_THREADS='1', TF_CPP_MIN_LOG_LEVEL='3')

import keras
import numpy as np
from keras import layers

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

keras.utils.set_random_seed(0)
model = keras.Sequential([layers.Input((longest,)), layers.Embedding(*table.shape, weights=[table], trainable=False, mask_zero=True)])
for layer in range(fold['layers']):
    model.add(layers.LSTM(fold['units'], return_sequences=layer + 1 < fold['layers']))
    model.add(layers.Dropout(fold['dropout']))
model.add(layers.Dense(fold['classes'], activation='softmax'))
model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])


class Times(keras.callbacks.Callback):
    """Seconds of each epoch, its scoring included: by the clock, and of the processor."""

    def __init__(self):
        super().__init__()
        self.seconds = []
        self.busy = []

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()
        self.start_busy = time.process_time()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.start)
        self.busy.append(time.process_time() - self.start_busy)


times = Times()
start = time.perf_counter()
history = model.fit(
    x[train], y[train], batch_size=fold['batch'], epochs=fold['epochs'], verbose=0,
    validation_data=(x[held_out], y[held_out]), callbacks=[times],
)
seconds = time.perf_counter() - start
print(json.dumps({
    'version': keras.__version__,
    'seconds': seconds,
    'epochSeconds': times.seconds,
    'epochBusy': times.busy,
    'loss': history.history['loss'][-1],
    'heldOutLoss': history.history['val_loss'][-1],
    'heldOutAccuracy': history.history['val_accuracy'][-1],
}))
