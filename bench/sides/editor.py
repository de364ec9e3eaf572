"""h5py's side of the editor's rows: one task that changes an HDF5 file in its place, as in sides/editor.mjs.

Usage: python bench/sides/editor.py TASK INPUT --output OUT [--scale S] [--warm W] [--inner K]
"""

import argparse
import os
import shutil

import h5py
import numpy as np
from timed import timed

parser = argparse.ArgumentParser()
parser.add_argument("task")
parser.add_argument("input")
parser.add_argument("--output")
parser.add_argument("--scale", type=int, default=1)
parser.add_argument("--warm", type=int, default=0)
parser.add_argument("--inner", type=int, default=1)
args = parser.parse_args()


def append(name, durable=False):
    rows, channels = 3000, 64
    data = (np.arange(rows * channels) % 10_007).astype(np.int16).reshape(rows, channels)
    shutil.copy(args.input, args.output)
    with h5py.File(args.output, "r+") as file:
        dataset = file[name]
        for block in range(max(2, 1000 // args.scale)):
            data[0] = block
            dataset.resize((block + 1) * rows, axis=0)
            dataset[block * rows :] = data
            file.flush()
            if durable:
                os.fsync(file.id.get_vfd_handle())


def attribute():
    with h5py.File(args.input, "r+") as file:
        file.attrs["subject"] = "M2" if file.attrs["subject"] == "M1" else "M1"
        file.flush()
    return "changed"


tasks = {
    "append": lambda: append("aligned"),
    "appendDurable": lambda: append("aligned", durable=True),
    "appendAcross": lambda: append("across"),
    "attribute": attribute,
}
timed(tasks[args.task], args.warm, args.inner)
