"""Looks at a file that kill-child.mjs wrote until it was killed: environment A or C.

Usage: python conformance/judge_kill.py make FILE... | append FILE | several FILE. The latter print the count of commits, or fail.
"""

import sys

import h5py
import numpy as np


def make(path):
    with h5py.File(path, "w") as file:
        data = file.create_dataset("data", (0, 5), "i4", chunks=(10, 5), maxshape=(None, 5), compression="gzip")
        file.create_group("here").create_group("moves")
        file.create_group("there")
        data.attrs["count"] = file.attrs["count"] = np.int64(0)


def judge(path, kind):
    with h5py.File(path, "r") as file:
        data = file["data"]
        count = int((data if kind == "append" else file).attrs["count"])
        assert data.shape == (7 * count, 5), f"{data.shape} after {count} commits"
        expected = np.repeat(np.arange(1, count + 1), 7)
        assert (data[()] == expected[:, None]).all(), "other rows"
        if kind == "several":
            assert list(file["there" if count % 2 else "here"]) == ["moves"], "not moved"
            assert list(file["here" if count % 2 else "there"]) == [], "moved by half"
    print(count)


if sys.argv[1] == "make":
    for name in sys.argv[2:]:
        make(name)
else:
    judge(sys.argv[2], sys.argv[1])
