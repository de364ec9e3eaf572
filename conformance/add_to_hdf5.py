"""Opens HDF5 files as h5py users do to go on with them, adds to all that is there, and asks the judge whether the rest stayed as it was.

Environment A or C. Usage: python conformance/add_to_hdf5.py FILE...; the files are changed. A JSON line for each:
  {"differences": [...], "resized": N, "objects": N} or {"error"}. Differences that are what was added are left out.
"""

import json
import shutil
import sys
from pathlib import Path

import h5py
import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from compare_hdf5 import Comparison  # noqa: E402
from judge.hdf5_side import Side  # noqa: E402

ADDED = {"extra-object", "extra-attribute", "names", "attribute-names"}


def objects(path):
    side = Side(path)
    try:
        return sorted(side.paths.values())
    finally:
        side.file.close()


def add(path, names):
    with h5py.File(path, "r+") as file:
        for name in names:
            item = file[name.encode("utf-8", "surrogateescape")]
            item.attrs["added here"] = np.arange(3)
            if isinstance(item, h5py.Group):
                # Enough for a symbol table node to be split.
                for i in range(20):
                    item.create_group(f"added here {i}")
        data = file.create_dataset("added here", data=np.arange(1000), chunks=(100,), maxshape=(None,), compression="gzip")
        data.resize((1100,))
        data[1000:] = 7


def resize(path):
    """Grows what may grow, and writes at its end; gives how many there were, and what did not stay."""
    wrong, count = [], 0
    with h5py.File(path, "r+") as file:

        def visit(name, item):
            nonlocal count
            # What h5py cannot read it cannot write.
            if not isinstance(item, h5py.Dataset) or not item.shape or item.maxshape[0] is not None or item.dtype.kind not in "iuf":
                return
            plist = item.id.get_create_plist()
            filters = [plist.get_filter(i)[0] for i in range(plist.get_nfilters())]
            # Nbit and scaleoffset of the library lose digits or fail, in h5py's own files too.
            if not all(number not in (5, 6) and h5py.h5z.filter_avail(number) for number in filters):
                return
            before, length = item[()], len(item)
            item.resize(length + 3, axis=0)
            item[length:] = 1
            after = item[()]
            if before.tobytes() != after[:length].tobytes() or not (after[length:] == 1).all():
                wrong.append({"path": name, "kind": "resized"})
            count += 1

        file.visititems(visit)
    return wrong, count


def run(path):
    before = f"{path}.before"
    shutil.copy(path, before)
    names = objects(path)
    add(path, names)
    found = Comparison(before, path).run()["differences"]
    found = [one for one in found if one["kind"] not in ADDED]
    wrong, count = resize(path)
    Path(before).unlink()
    return {"differences": found + wrong, "resized": count, "objects": len(names)}


def main():
    for path in sys.argv[1:]:
        try:
            answer = run(path)
        except Exception as error:  # noqa: BLE001 that h5py cannot is the answer
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
