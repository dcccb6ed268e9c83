"""Computes the cases of keras-cases.ts with Keras' own layers, cells and optimizer, in float64.

    npx tsx test/training/network/write-keras-cases.ts |
        python3 test/training/network/make-keras-fixtures.py > test/training/network/keras-fixtures.json

Made with Keras 3.15.1 on TensorFlow 2.21.0. Masks of dropout are given to the cells instead of drawn.
"""

import json
import sys

import keras
import numpy as np
import tensorflow as tf

keras.config.set_floatx("float64")


def array(values):
    return np.asarray(values, dtype="float64")


def make_layers(case):
    """[layer][direction], each with all states as its output but the last layer's."""
    kind = keras.layers.LSTM if case["cell"] == "lstm" else keras.layers.GRU
    top = case["layers"] - 1
    return [
        [
            kind(
                case["units"],
                dropout=case["inputDropout"],
                recurrent_dropout=case["recurrentDropout"],
                return_sequences=layer < top,
                go_backwards=backward,
            )
            for backward in ([False, True] if case["bidirectional"] else [False])
        ]
        for layer in range(case["layers"])
    ]


def give_masks(layer, given, has_recurrent):
    """Lets the cell take our factors where it would draw its own: a list where it wants one for each gate."""
    inputs = [tf.constant(array(gate)) for gate in given["input"]]
    states = [tf.constant(array(gate)) for gate in given["recurrent"]]
    cell = layer.cell
    drawn = iter(([inputs if has_recurrent else inputs[0]] if cell.dropout > 0 else []) + [states])
    cell._create_dropout_mask = lambda *_: next(drawn)


def compute(case):
    layers = make_layers(case)
    longest = max(len(text) for text in case["texts"])
    tokens = np.array([text + [0] * (longest - len(text)) for text in case["texts"]])
    mask = tf.constant([[at < len(text) for at in range(longest)] for text in case["texts"]])
    table = tf.Variable(array(case["vectors"]).reshape(-1, case["size"]))
    width = case["size"]
    parts = iter(case["weights"])
    weights = []
    for directions in layers:
        for layer in directions:
            layer.build((None, None, width))
            for weight in layer.weights:
                if "seed" in weight.path:
                    continue
                weight.assign(array(next(parts)["values"]).reshape(weight.shape))
                weights.append(weight.value)
        width = case["units"] * len(directions)
    for shape in ((width, case["classes"]), (case["classes"],)):
        weights.append(tf.Variable(array(next(parts)["values"]).reshape(shape)))
    kernel, bias = weights[-2:]

    def loss_of(factors):
        x = tf.gather(table, tokens) * array(factors["spatial"])[:, None, :]
        for at, directions in enumerate(layers):
            outputs = []
            for direction, layer in enumerate(directions):
                give_masks(layer, factors["cells"][at][direction], case["recurrentDropout"] > 0)
                y = layer(x, mask=mask, training=True)
                outputs.append(tf.reverse(y, [1]) if direction == 1 and at < len(layers) - 1 else y)
            x = tf.concat(outputs, -1)
            given = array(factors["outputs"][at])
            x = x * (given[:, :longest] if at < len(layers) - 1 else given[:, 0])
        logits = tf.linalg.matmul(x, kernel) + bias
        entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        return entropy(np.array(case["labels"]), logits)

    learnt = weights + ([table] if case.get("trainable") else [])
    optimizer = keras.optimizers.Adam(case["learningRate"])
    result = {"losses": []}
    for factors in case["factors"]:
        with tf.GradientTape() as tape:
            loss = loss_of(factors)
        gradients = [tf.convert_to_tensor(g) for g in tape.gradient(loss, learnt)]
        if not result["losses"]:
            result["gradients"] = [rounded(g) for g in gradients]
        result["losses"].append(float(loss))
        variables = [as_keras(value, layers) for value in learnt]
        optimizer.apply(gradients, variables)
        for value, variable in zip(learnt, variables):
            if value is not variable.value:
                value.assign(variable.value)
    result["weights"] = [rounded(value) for value in learnt]
    return result


known = {}


def as_keras(value, layers):
    """The Keras variable of a tf.Variable: the optimizer wants those."""
    for directions in layers:
        for layer in directions:
            for weight in layer.weights:
                if weight.value is value:
                    return weight
    if id(value) not in known:
        known[id(value)] = (value, keras.Variable(value.numpy()))
    return known[id(value)][1]


def rounded(values):
    return [float(f"{value:.8g}") for value in np.asarray(values).ravel()]


print(json.dumps({name: compute(case) for name, case in json.load(sys.stdin).items()}))
