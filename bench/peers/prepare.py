"""Prepares the first rows of a CSV as notebooks do: pandas, regular expressions, Keras' Tokenizer, padded sequences."""

import json
import re
import resource
import sys
import time

import pandas
from keras.src.legacy.preprocessing.text import Tokenizer
from keras.utils import pad_sequences

file, rows = sys.argv[1], int(sys.argv[2])
removed = re.compile(r"<[^>]+>|https?://\S+|www\.\S+|@\w+|\b\d+(?:[.,]\d+)*\b")

start, used = time.perf_counter(), time.process_time()
table = pandas.read_csv(file, nrows=rows)
table = table.dropna().drop_duplicates(subset="text")
texts = [removed.sub(" ", text) for text in table["text"]]
tokenizer = Tokenizer(oov_token="<oov>")
tokenizer.fit_on_texts(texts)
sequences = pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=32)
seconds, cpu = time.perf_counter() - start, time.process_time() - used
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"rows": rows, "seconds": seconds, "cpuSeconds": cpu, "megabytes": peak}))
