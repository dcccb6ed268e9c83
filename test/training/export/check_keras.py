"""Loads the models that write-keras-samples.ts wrote and compares what they predict with what the formulas say.

    node --import tsx test/training/export/write-keras-samples.ts /tmp/samples
    python test/training/export/check_keras.py /tmp/samples

Needs keras 3 with any backend (checked with keras 3.15.1 and tensorflow-cpu 2.21.0).
"""

import json
import sys
from pathlib import Path

import keras
import numpy as np

worst = 0.0
for file in sorted(Path(sys.argv[1]).glob("*.keras")):
    expected = json.loads(file.with_suffix(".json").read_text())
    model = keras.models.load_model(file)
    found = model.predict(np.array(expected["ids"], dtype="int32"), verbose=0)
    wanted = np.array(expected["probabilities"])
    if found.shape[1] == 1:
        wanted = wanted[:, 1:]
    difference = float(np.abs(found - wanted).max())
    worst = max(worst, difference)
    if not difference <= 1e-5:
        print(f"{file.name}: {difference} {expected['shape']}")
        sys.exit(1)
    keras.backend.clear_session()
print(f"worst difference {worst:.3g}, Keras {keras.__version__}")
