"""Trains the cases of option-cases.ts with Keras' layers, losses and optimizers, in float64: poolings over masks, heads, optimizers, weights of classes.

    npx tsx test/training/network/write-option-cases.ts |
        python3 test/training/network/make-option-fixtures.py > test/training/network/option-fixtures.json

Made with Keras 3.15.1 on TensorFlow 2.21.0 and scikit-learn.
"""

import json
import sys

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops
from sklearn.utils.class_weight import compute_class_weight

keras.config.set_floatx("float64")


class MaskedMax(layers.Layer):
    def call(self, x, mask=None):
        return ops.max(ops.where(mask[..., None], x, -np.inf), axis=1)

    def compute_output_shape(self, shape):
        return (shape[0], shape[2])


class Attention(layers.Layer):
    """Additive attention from Keras' own Dense and masked Softmax."""

    def __init__(self, width):
        super().__init__()
        self.hidden = layers.Dense(width, activation="tanh")
        self.context = layers.Dense(1, use_bias=False)
        self.softmax = layers.Softmax(axis=1)

    def build(self, shape):
        self.hidden.build(shape)
        self.context.build(shape)

    def call(self, x, mask=None):
        shares = self.softmax(self.context(self.hidden(x)), mask=mask[..., None])
        return ops.sum(shares * x, axis=1)

    def compute_output_shape(self, shape):
        return (shape[0], shape[2])


def make_model(case):
    tokens = keras.Input((None,), dtype="int32")
    count = len(case["vectors"]) // case["size"]
    x = layers.Embedding(count + 1, case["size"], mask_zero=True, trainable=case.get("trainable", False))(tokens)
    kind = layers.LSTM if case["cell"] == "lstm" else layers.GRU
    cell = kind(case["units"], return_sequences=case["pooling"] != "last")
    x = (layers.Bidirectional(cell) if case["bidirectional"] else cell)(x)
    width = case["units"] * (2 if case["bidirectional"] else 1)
    if case["pooling"] == "mean":
        x = layers.GlobalAveragePooling1D()(x)
    if case["pooling"] == "max":
        x = MaskedMax()(x)
    if case["pooling"] == "attention":
        x = Attention(width)(x)
    is_sigmoid = case["head"] == "sigmoid"
    model = keras.Model(tokens, layers.Dense(1 if is_sigmoid else case["classes"])(x))
    table = np.concatenate([np.zeros((1, case["size"])), np.reshape(case["vectors"], (-1, case["size"]))])
    own = [value for value in model.weights if "seed" not in value.path]
    for variable, values in zip(own, [table] + case["weights"]):
        variable.assign(np.reshape(values, variable.shape))
    return model, own, is_sigmoid


def make_optimizer(case):
    kinds = {
        "adam": keras.optimizers.Adam,
        "adamw": keras.optimizers.AdamW,
        "rmsprop": keras.optimizers.RMSprop,
        "sgd": lambda rate, **more: keras.optimizers.SGD(rate, momentum=0.9, **more),
    }
    clip = {} if case["clipNorm"] == "none" else {"global_clipnorm": case["clipNorm"]}
    return kinds[case["optimizer"]](case["learningRate"], **clip)


def compute(case):
    model, own, is_sigmoid = make_model(case)
    kind = keras.losses.BinaryCrossentropy if is_sigmoid else keras.losses.SparseCategoricalCrossentropy
    loss = kind(from_logits=True)
    weights = None
    if case["classWeights"] == "balanced":
        labels = np.array(case["labels"])
        present = np.unique(labels)
        weights = dict(zip(present.tolist(), compute_class_weight("balanced", classes=present, y=labels).tolist()))
    learnt = own if case.get("trainable") else own[1:]
    result = {"losses": []}
    optimizer = make_optimizer(case)
    optimizer.build([value for value in model.trainable_variables])
    for start, end in case["batches"]:
        texts = case["texts"][start:end]
        longest = max(len(text) for text in texts)
        tokens = np.array([[token + 1 for token in text] + [0] * (longest - len(text)) for text in texts])
        labels = np.array(case["labels"][start:end])
        shares = np.array([weights[label] for label in labels.tolist()]) if weights else None
        with tf.GradientTape() as tape:
            value = loss(labels[:, None], model(tokens, training=True), sample_weight=shares)
        gradients = tape.gradient(value, [variable.value for variable in model.trainable_variables])
        if case.get("trainable"):
            gradients = [tf.convert_to_tensor(gradient) for gradient in gradients]  # rows of equal tokens summed
        if not result["losses"]:
            result["gradients"] = [rounded(gradient) for gradient in gradients]
        result["losses"].append(rounded(value)[0])
        optimizer.apply(gradients, model.trainable_variables)
    result["weights"] = [rounded(variable) for variable in learnt]
    return result


def rounded(values):
    return [float(f"{value:.8g}") for value in np.asarray(values).ravel()]


print(json.dumps({name: compute(case) for name, case in json.load(sys.stdin).items()}))
