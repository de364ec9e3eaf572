"""h5py's side of the reader's rows: one task on one HDF5 file in one process, as in sides/reader.mjs.

Usage: python bench/sides/reader.py TASK INPUT [--warm W] [--inner K]
"""

import argparse
import json

import h5py
import numpy as np
from timed import timed


def total(numbers):
    exact = int(np.sum(numbers, dtype=np.float64))
    return f"{len(numbers.ravel())} numbers, sum {exact}"


def walk(file):
    count = {"objects": 0, "attributes": 0, "elements": 0, "characters": 0}

    def visit(item):
        count["objects"] += 1
        for value in item.attrs.values():
            count["attributes"] += 1
            if isinstance(value, str):
                count["elements"] += 1
                count["characters"] += len(value)
            elif isinstance(value, np.ndarray):
                count["elements"] += value.size
                if value.dtype == object and value.size and isinstance(value.flat[0], str):
                    count["characters"] += sum(map(len, value.flat))
            else:
                count["elements"] += 1
        if isinstance(item, h5py.Group):
            for child in item.values():
                visit(child)

    visit(file)
    return json.dumps(count, separators=(",", ":"))


def whole(name):
    def task(file):
        data = file[name][()]
        return lambda: total(data)

    return task


reused = []


def contiguous_into(file):
    dataset = file["contiguous"]
    if not reused:
        reused.append(np.zeros(dataset.shape, dtype=dataset.dtype))
    dataset.read_direct(reused[0])
    return lambda: total(reused[0])


def gzip_slices(file):
    dataset = file["gzip"]
    length, found = min(1000, len(dataset) // 4), 0
    for i in range(100):
        start = i * 2_654_435_761 % 2**32 % (len(dataset) - length)
        data = dataset[start : start + length]
        found += data.size + int(data[0, 0]) + int(data[-1, -1])
    return str(found)


def texts(name):
    def task(file):
        data = file[name].asstr()[()]
        return lambda: f"{len(data)} texts, {sum(map(len, data))} characters, {data[-1]}"

    return task


def references(file):
    data = file["references"][()]
    return lambda: f"{len(data)} references, {sum(map(bool, data))} lead somewhere"


def resolve(file):
    found = [file[reference].name for reference in file["references"][:1000]]
    return lambda: str(len("".join(found))) + found[-1]


def ragged(file):
    data = file["ragged"][()]
    return lambda: f"{len(data)} rows, {total(np.concatenate(data))}"


def compound(file):
    data = file["compound"][()]
    return lambda: ", ".join(f"{name} {int(data[name].sum(dtype=np.float64))}" for name in data.dtype.names)


tasks = {
    "walk": walk, "contiguous": whole("contiguous"), "contiguousInto": contiguous_into, "gzip": whole("gzip"),
    "gzipSlices": gzip_slices, "repeated": texts("repeated"), "distinct": texts("distinct"), "references": references,
    "resolve": resolve, "ragged": ragged, "compound": compound,
}  # fmt: skip
parser = argparse.ArgumentParser()
parser.add_argument("task")
parser.add_argument("input")
parser.add_argument("--warm", type=int, default=0)
parser.add_argument("--inner", type=int, default=1)
args = parser.parse_args()


def opened():
    with h5py.File(args.input, "r") as file:
        return tasks[args.task](file)


timed(opened, args.warm, args.inner)
