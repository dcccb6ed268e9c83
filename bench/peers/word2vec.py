"""Trains gensim's skip-gram once on texts of token ids, one text a line; prints its times as JSON."""

import argparse
import json
import time

import gensim
from gensim.models import Word2Vec

parser = argparse.ArgumentParser()
parser.add_argument('texts')
for name in ('iterations', 'window', 'size', 'negative', 'seed'):
    parser.add_argument(f'--{name}', type=int, required=True)
parser.add_argument('--minCount', type=int, required=True)
parser.add_argument('--sample', type=float, required=True)
options = parser.parse_args()

with open(options.texts, encoding='utf-8') as file:
    texts = [line.split() for line in file]

start, used = time.perf_counter(), time.process_time()
model = Word2Vec(
    texts,
    sg=1,
    workers=1,
    epochs=options.iterations,
    window=options.window,
    vector_size=options.size,
    min_count=options.minCount,
    negative=options.negative,
    sample=options.sample,
    seed=options.seed,
)
seconds, cpu = time.perf_counter() - start, time.process_time() - used
print(json.dumps({'seconds': seconds, 'cpuSeconds': cpu, 'name': f'gensim {gensim.__version__}'}))
