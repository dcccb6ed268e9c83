"""What a user writes today for one configuration: gensim skip-gram, Keras LSTM, StratifiedKFold, five folds, one thread."""
import csv, json, os, re, sys, time

start = time.time()
os.environ.update(TF_NUM_INTRAOP_THREADS="1", TF_NUM_INTEROP_THREADS="1", OMP_NUM_THREADS="1", TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")
import numpy as np, keras
from gensim.models import Word2Vec
from keras import layers
from sklearn.metrics import accuracy_score
from sklearn.model_selection import StratifiedKFold

file, column = sys.argv[1:3]
rows = list(csv.DictReader(open(file, encoding="utf-8")))
texts = [re.sub(r"[\W\d_]+", " ", row["text"].lower()).split() or ["x"] for row in rows]
names = sorted({row[column] for row in rows})
classes = np.array([names.index(row[column]) for row in rows])
vectors = Word2Vec(texts, vector_size=100, window=4, epochs=100, sg=1, min_count=1, workers=1, seed=1).wv
place = {word: at + 1 for at, word in enumerate(vectors.index_to_key)}
table = np.zeros((len(place) + 1, 100), "float32")
table[1:] = vectors.vectors
longest = 40
padded = np.zeros((len(texts), longest), "int32")
for at, text in enumerate(texts):
    found = [place[word] for word in text][:longest]
    padded[at, : len(found)] = found
wanted = np.eye(len(names), dtype="float32")[classes]
scores = []
for train, held in StratifiedKFold(5, shuffle=True, random_state=0).split(padded, classes):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([
        layers.Input((longest,)),
        layers.Embedding(len(table), 100, weights=[table], trainable=False, mask_zero=True),
        layers.LSTM(16), layers.Dropout(0.5), layers.Dense(len(names), activation="softmax"),
    ])
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    model.fit(padded[train], wanted[train], batch_size=64, epochs=25, verbose=0, validation_data=(padded[held], wanted[held]))
    scores.append(accuracy_score(classes[held], model.predict(padded[held], verbose=0, batch_size=256).argmax(1)))
print(json.dumps({"accuracy": round(float(np.mean(scores)), 4), "sd": round(float(np.std(scores, ddof=1)), 4), "seconds": round(time.time() - start, 1)}))
