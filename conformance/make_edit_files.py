"""Makes HDF5 files for tests of editing: one for each bound of libver, with what an edit may meet.

Environment A. Usage: python conformance/make_edit_files.py FOLDER
"""

import sys
from pathlib import Path

import h5py
import numpy as np

BOUNDS = {"earliest": "earliest", "v108": ("v108", "v108"), "v110": ("v110", "v110"), "v112": ("v112", "v112"),
          "v114": ("v114", "v114"), "latest": "latest"}


def fill(file):
    file.attrs["title"] = "A file to edit"
    file.attrs["numbers"] = np.arange(5)
    plain = file.create_group("plain")
    for index in range(3):
        plain.create_group(f"child {index}").attrs["index"] = index
    plain["soft"] = h5py.SoftLink("/data/chunked")
    many = file.create_group("many")
    for index in range(11):
        many.create_group(f"member {index:03d}")
    for index in range(12):
        many.attrs[f"attribute {index}"] = f"text {index}"
    data = file.create_group("data")
    data["contiguous"] = np.arange(60, dtype="f8").reshape(6, 10)
    data["large"] = np.arange(5000, dtype="i4")
    data["scalar"] = 7.5
    data["texts"] = ["one", "two", "three"]
    data.create_dataset("unwritten", (8,), "i2", fillvalue=3)
    data.create_dataset("chunked", data=np.arange(200, dtype="i4").reshape(20, 10), chunks=(6, 10), maxshape=(None, 10))
    data.create_dataset("filtered", data=np.arange(300, dtype="i2"), chunks=(32,), maxshape=(None,), compression="gzip", shuffle=True)
    data.create_dataset("empty", (0, 4), "f4", chunks=(16, 4), maxshape=(None, 4), compression="gzip", fillvalue=1.5)
    data.create_dataset("two ways", data=np.arange(49, dtype="u1").reshape(7, 7), chunks=(3, 3), maxshape=(None, None))
    data.create_dataset("fixed", data=np.arange(40, dtype="i8"), chunks=(7,), maxshape=(90,))
    data.create_dataset("one chunk", data=np.arange(10, dtype="i2"), chunks=(10,))
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    compact.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
    space = h5py.h5s.create_simple((4,))
    h5py.Dataset(h5py.h5d.create(data.id, b"compact", h5py.h5t.STD_I32LE, space, compact))[...] = [1, 2, 3, 4]
    data.attrs["points to"] = data["chunked"].ref
    file["references"] = np.array([plain.ref, data["large"].ref, many["member 003"].ref], dtype=h5py.ref_dtype)
    file["named type"] = np.dtype("i4")
    file.create_dataset("of named type", (3,), file["named type"])[...] = [1, 2, 3]
    file["second name"] = data["large"]
    ordered = file.create_group("ordered", track_order=True)
    for name in ("z", "a", "m"):
        ordered.create_group(name)
    file["outside"] = h5py.ExternalLink("other.h5", "/there")


def main(folder):
    for name, bound in BOUNDS.items():
        with h5py.File(Path(folder) / f"{name}.h5", "w", libver=bound) as file:
            fill(file)
    # What most files have: the root of the old style, since nothing in it needs another.
    with h5py.File(Path(folder) / "old.h5", "w") as file:
        fill(file)
        del file["outside"]
    for name, bound in (("old-root", "earliest"), ("new-root", "v110")):
        with h5py.File(Path(folder) / f"{name}.h5", "w", libver=bound if bound == "earliest" else (bound, bound)) as file:
            file["x"] = np.arange(10)
            file.create_dataset("y", data=np.arange(100), chunks=(10,), maxshape=(None,))
            file.create_group("g").attrs["a"] = 1
    with h5py.File(Path(folder) / "userblock.h5", "w", userblock_size=1024) as file:
        fill(file)
    with h5py.File(Path(folder) / "deep.h5", "w") as file:
        # Two levels of the index of chunks, and more.
        file.create_dataset("deep", data=np.arange(1500, dtype="u1"), chunks=(1,), maxshape=(None,))
        file.create_dataset("wide", data=np.arange(10000, dtype="u2").reshape(100, 100), chunks=(1, 1), maxshape=(None, None))


main(sys.argv[1])
