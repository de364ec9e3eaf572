"""An HDF5 file for one row of the reader's benchmark, or `small`: all parts of it, at most a thousandth of the size.

Environment A. Usage: python bench/generate/reader.py OUT groups|contiguous|gzip|repeated|distinct|references|ragged|compound|small
"""

import sys

import h5py
import numpy as np

random = np.random.default_rng(4)


def groups(file, scale):
    """20,000 groups, each with 3 attributes and a scalar dataset."""
    for i in range(20_000 // scale):
        group = file.create_group(f"groups/group{i:05d}")
        group.attrs["name"] = f"the group {i}"
        group.attrs["number"] = i
        group.attrs["three"] = np.array([i, i + 1, i + 2], dtype=np.float64)
        group.create_dataset("value", data=np.float64(i))


def contiguous(file, scale):
    """200 MB of float32."""
    file["contiguous"] = np.arange(50_000_000 // scale, dtype=np.float32) % 65_536


def gzip(file, scale):
    """101 MB of int16, 786,432 x 64 in 96 chunks of 65,536 x 8: shuffle, gzip level 4."""
    rows = 786_432 // scale
    data = np.cumsum(random.integers(-3, 4, (rows, 64), dtype=np.int16), axis=0, dtype=np.int16)
    file.create_dataset("gzip", data=data, chunks=(max(100, 65_536 // scale), 8), shuffle=True, compression="gzip", compression_opts=4)


def strings(file, name, texts):
    file.create_dataset(name, data=texts, dtype=h5py.string_dtype())


def repeated(file, scale):
    """A million texts of some 17 characters, 977 of them different."""
    strings(file, "repeated", [f"condition {i % 977:07d}" for i in range(1_000_000 // scale)])


def distinct(file, scale):
    """A million texts of some 17 characters, no two the same."""
    strings(file, "distinct", [f"condition {i:07d}" for i in range(1_000_000 // scale)])


def references(file, scale):
    """A million references to the 1,000 groups of `targets`."""
    targets = [file.create_group(f"targets/target{i:04d}").ref for i in range(max(10, 1_000 // scale))]
    file["references"] = np.array([targets[i * 7 % len(targets)] for i in range(1_000_000 // scale)], dtype=h5py.ref_dtype)


def ragged(file, scale):
    """100,000 rows of 1 to 39 float64, a variable-length sequence each."""
    rows = 100_000 // scale
    dataset = file.create_dataset("ragged", (rows,), dtype=h5py.vlen_dtype(np.float64))
    data = np.empty(rows, dtype=object)
    for i, length in enumerate(random.integers(1, 40, rows)):
        data[i] = np.arange(i, i + length, dtype=np.float64)
    dataset[:] = data


def compound(file, scale):
    """A million rows of an int64, a float64, a float32, a uint16 and a uint8, packed."""
    count = 1_000_000 // scale
    rows = np.empty(count, dtype=[("a", "i8"), ("b", "f8"), ("c", "f4"), ("d", "u2"), ("e", "u1")])
    for name, modulus in zip("abcde", (2**40, 10_007, 1_009, 65_521, 251)):
        rows[name] = np.arange(count) * 31 % modulus
    file["compound"] = rows


parts = {part.__name__: part for part in (groups, contiguous, gzip, repeated, distinct, references, ragged, compound)}
out, name = sys.argv[1:3]
with h5py.File(out, "w") as made:
    for part in parts.values() if name == "small" else [parts[name]]:
        part(made, 2_000 if name == "small" else 1)
