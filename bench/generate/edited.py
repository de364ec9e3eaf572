"""An HDF5 file for the rows of the editor: `recording`, two empty datasets to append to, or `sparse`, 100 GB of which next to nothing is on the disk.

Environment A. Usage: python bench/generate/edited.py OUT recording|sparse
"""

import sys

import h5py
import numpy as np


def recording(file):
    """Of 64 channels of int16: chunks of one block of 3,000 rows, and chunks that blocks lie across."""
    for name, rows in (("aligned", 3_000), ("across", 8_192)):
        file.create_dataset(name, (0, 64), "<i2", maxshape=(None, 64), chunks=(rows, 64))


def sparse(file):
    """One dataset whose room is taken, and never written."""
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    plist.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
    space = h5py.h5s.create_simple((50_000_000_000,))
    h5py.h5d.create(file.id, b"data", h5py.h5t.STD_I16LE, space, plist)
    file.attrs["subject"] = "M1"
    for i in range(1_000):
        group = file.create_group(f"session/{i:04d}")
        group.attrs["values"] = np.arange(10)


out, name = sys.argv[1:3]
with h5py.File(out, "w") as made:
    {"recording": recording, "sparse": sparse}[name](made)
