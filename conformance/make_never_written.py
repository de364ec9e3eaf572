"""Datasets of which a part, or all, was never written, of every kind of layout and element that a copy treats apart.

Environment A. Usage: python conformance/make_never_written.py FILE
  or: python conformance/make_never_written.py --sizes FILE...   a JSON line for each: the stored bytes of each dataset, by its name.
"""

import json
import sys

import h5py
import numpy as np


def make(path):
    with h5py.File(path, "w") as file:

        def dataset(name, shape, dtype, **options):
            return file.create_dataset(name, shape, dtype, **options)

        dataset("numbers in chunks", (40, 40), "<i4", chunks=(10, 10), compression="gzip")[3:15, 12] = 1
        dataset("numbers in no chunk", (40, 40), "<i4", chunks=(10, 10))
        dataset("numbers in one piece", (3000,), "<f8", fillvalue=2.5)
        dataset("few numbers in one piece", (30,), "<f8", fillvalue=2.5)
        dataset("complex numbers", (40, 41), "<c16", chunks=(10, 10))[39, 40] = 1j
        dataset("compounds", (40, 40), [("a", "<i4"), ("b", ">f8")], chunks=(10, 10))[0:12, 35] = (1, 2)
        texts = dataset("texts", (4000,), h5py.string_dtype(), chunks=(20,))
        texts[0:2] = "x"
        texts[1000] = "y"
        dataset("texts in one piece", (4000,), h5py.string_dtype())
        dataset("texts of a fixed length", (9, 9), "S5", chunks=(2, 4))[::4, ::5] = b"abc"
        references = dataset("references", (40, 40), h5py.ref_dtype, chunks=(10, 10))
        references[0:12, 35] = file["texts"].ref
        dataset("lists", (20, 3), h5py.vlen_dtype("<i2"), chunks=(3, 2))[7, 1] = np.arange(5)
        dataset("bools", (100,), bool, chunks=(7,), fillvalue=True)[50:52] = False
        # Nothing is filled in here: what is read is zeros, in a copy too, but the copy has to write them.
        dataset("hidden fill in chunks", (4, 4), "<i4", chunks=(2, 2), fillvalue=7, fill_time="never")[0:2, 0:2] = 1
        dataset("hidden fill in one piece", (400,), "<i4", fillvalue=7, fill_time="never")


def sizes(path):
    with h5py.File(path) as file:
        return {name: item.id.get_storage_size() for name, item in file.items()}


if __name__ == "__main__":
    if sys.argv[1] == "--sizes":
        for path in sys.argv[2:]:
            print(json.dumps(sizes(path)))
    else:
        make(sys.argv[1])
