"""Loads a file of word vectors with gensim; prints seconds and the most memory resident as JSON."""

import json
import resource
import sys
import time

import gensim

start = time.perf_counter()
used = time.process_time()
vectors = gensim.models.KeyedVectors.load_word2vec_format(sys.argv[1])
print(
    json.dumps(
        {
            'name': f'gensim {gensim.__version__}',
            'seconds': time.perf_counter() - start,
            'cpuSeconds': time.process_time() - used,
            'bytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            'words': len(vectors),
        }
    )
)
