"""h5py's side of the writer's rows: one task that writes an HDF5 file in one process, as in sides/writer.mjs.

Usage: python bench/sides/writer.py TASK INPUT --output OUT [--scale S] [--warm W] [--inner K]; INPUT matters to `gzip` alone.
"""

import argparse

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


def scaled(count):
    return max(1, count // args.scale)


def ramp(length):
    return (np.arange(length) % 65_536).astype(np.float32)


def groups():
    def write(file):
        parent = file.create_group("groups")
        for i in range(scaled(20_000)):
            group = parent.create_group(f"group{i:05d}")
            group.attrs["name"] = f"the group {i}"
            group.attrs["number"] = i
            group.attrs["three"] = np.array([i, i + 1, i + 2], dtype=np.float64)
            group.create_dataset("value", data=np.float64(i))

    return write


def contiguous():
    data = ramp(scaled(50_000_000))
    return lambda file: file.create_dataset("contiguous", data=data)


def append():
    data = ramp(scaled(65_536))

    def write(file):
        dataset = file.create_dataset("append", (0,), "f4", maxshape=(None,), chunks=(len(data),))
        for i in range(scaled(763)):
            dataset.resize(((i + 1) * len(data),))
            dataset[i * len(data) :] = data

    return write


def gzip():
    with h5py.File(args.input, "r") as file:
        data, chunks = file["gzip"][()], file["gzip"].chunks
    return lambda file: file.create_dataset("gzip", data=data, chunks=chunks, shuffle=True, compression="gzip", compression_opts=4)


def strings():
    texts = [f"condition {i:07d}" for i in range(scaled(1_000_000))]
    return lambda file: file.create_dataset("strings", data=texts, dtype=h5py.string_dtype())


def stream():
    rows, count = 2**21, scaled(640)

    def write(file):
        dataset = file.create_dataset("stream", (rows * count,), "f4")
        for i in range(count):
            dataset[i * rows : (i + 1) * rows] = np.full(rows, i, dtype=np.float32)

    return write


work = {"groups": groups, "contiguous": contiguous, "append": append, "gzip": gzip, "strings": strings, "stream": stream}[args.task]()


def written():
    with h5py.File(args.output, "w") as file:
        work(file)


timed(written, args.warm, args.inner)
