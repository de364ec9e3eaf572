"""Proves compare_deflated.py: packs the same chunks in other ways, plants one error at a time, and asks the judge.

Environment A. Usage: python conformance/prove_deflated.py
Prints {"<name>": {"differences": [[kind, path] ...], "deflated": N}, ...}.
"""

import json
import sys
import tempfile
import zlib
from pathlib import Path

import h5py
import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from compare_deflated import Copies  # noqa: E402

DATA = np.arange(400, dtype="<i4") % 17
PARTS = [DATA[:200].tobytes(), DATA[200:].tobytes()]


def make(path, level=6, parts=PARTS, masks=(0, 0), plain=None, **wishes):
    """Two chunks, packed by hand; `plain` takes the place of what is packed."""
    with h5py.File(path, "w") as file:
        data = file.create_dataset("data", shape=(400,), dtype="<i4", chunks=(200,), **({"compression": "gzip"} | wishes))
        for index, (part, mask) in enumerate(zip(parts, masks)):
            raw = part if plain or mask & 1 else zlib.compress(part, level)
            data.id.write_direct_chunk((200 * index,), raw, filter_mask=mask)


CASES = {
    "the same": ({}, {}),
    "another packing": ({}, {"level": 1}),
    "a number": ({}, {"parts": [PARTS[0], (DATA[200:] + (np.arange(200) == 7)).astype("<i4").tobytes()]}),
    "a chunk that is not packed": ({}, {"masks": (0, 1)}),
    "a chunk that is not there": ({}, {"parts": PARTS[:1]}),
    "a number where nothing is packed": (
        {"plain": True, "compression": None},
        {"plain": True, "compression": None, "parts": [PARTS[0], PARTS[0]]},
    ),
}


def main():
    answers = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (a, b) in CASES.items():
            paths = [str(Path(folder) / each) for each in ("a.h5", "b.h5")]
            make(paths[0], **a)
            make(paths[1], **b)
            answer = Copies(*paths).run()
            answers[name] = {
                "differences": [[found["kind"], found["path"]] for found in answer["differences"]],
                "deflated": answer["deflated"],
            }
    print(json.dumps(answers))


if __name__ == "__main__":
    main()
