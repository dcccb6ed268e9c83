"""One configuration in Keras on given tokens and splits: mean and deviation of the held-out accuracy."""
import json, os, sys

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")
import numpy as np, keras
from keras import layers

given = json.load(open(sys.argv[1]))
params, classes = given["params"], np.array(given["classes"])
wanted = np.eye(given["labels"], dtype="float32")[classes]
longest = 40
scores = []
for train, held in given["splits"]:
    known = {token: at + 2 for at, token in enumerate(sorted({token for row in train for token in given["texts"][row]}))}
    padded = np.zeros((len(classes), longest), "int32")  # 0 is padding, 1 a word that the training texts lack
    for row, text in enumerate(given["texts"]):
        indexes = [known.get(token, 1) for token in text][:longest] or [1]
        padded[row, : len(indexes)] = indexes
    keras.utils.set_random_seed(0)
    mean = params["model.pooling"] == "mean"
    layer = (layers.LSTM if params["model.cell"] == "lstm" else layers.GRU)(16, return_sequences=mean)
    stack = [layers.Input((longest,)), layers.Embedding(len(known) + 2, 50, mask_zero=True)]
    stack.append(layers.Bidirectional(layer) if params["model.bidirectional"] else layer)
    if mean:
        stack.append(layers.GlobalAveragePooling1D())
    model = keras.Sequential([*stack, layers.Dropout(0.5), layers.Dense(given["labels"], activation="softmax")])
    model.compile("adam", "categorical_crossentropy")
    model.fit(padded[train], wanted[train], batch_size=64, epochs=params["train.epochs"], verbose=0)
    found = model.predict(padded[held], verbose=0, batch_size=256).argmax(1)
    scores.append(float(np.mean(found == classes[held])))
print(json.dumps({"mean": float(np.mean(scores)), "sd": float(np.std(scores, ddof=1))}))
