"""Makes conformance/fixtures/generated: two small files of make_generated_hdf5.py for each bound of libver, with what h5py finds in them.

    .venv-a/bin/python conformance/make_generated_fixtures.py

For where there is no Python: browsers, and tests without the environments. The objects are the same on each run; times, and the unused
bytes of long doubles, are not.
"""

import json
import pathlib

from make_generated_hdf5 import BOUNDS, alone, describe, write

FOLDER = pathlib.Path(__file__).parent / "fixtures" / "generated"
COUNT = 2
LEAST_OBJECTS = 12
MOST_BYTES = 30_000


def make(path, seed, bound):
    """Whether a file came of it that is small and holds much."""
    if not alone(write, str(path), seed, bound) or path.stat().st_size > MOST_BYTES or not alone(describe, str(path)):
        return False
    text = path.with_suffix(".json").read_text()
    return len(text) <= MOST_BYTES and len(json.loads(text)) >= LEAST_OBJECTS


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in FOLDER.iterdir():
        file.unlink()
    seed = 0
    for bound in BOUNDS:
        for number in range(1, COUNT + 1):
            path = FOLDER / f"{bound}-{number}.h5"
            while not make(path, seed, bound):
                seed += 1
            seed += 1


if __name__ == "__main__":
    main()
