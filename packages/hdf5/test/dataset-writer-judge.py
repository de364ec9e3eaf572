"""Makes datasets with h5py, and reads the chunks that our dataset writer made.

usage: dataset-writer-judge.py CASES.json -> a JSON list, for each case:
  filters  client data of each filter as the library completed it
  chunks   [coordinates, base64] of each chunk as the library stores it
  read     base64 of what the library reads from our chunks
  same     whether that is what it reads from its own
"""

import base64
import itertools
import json
import pathlib
import sys
import tempfile

import h5py
import hdf5plugin  # noqa: F401
import numpy as np


def create(file, name, case):
    dtype = np.dtype(case["dtype"])
    maximum = tuple(h5py.h5s.UNLIMITED if length is None else length for length in case["maxshape"])
    created = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    created.set_chunk(tuple(case["chunks"]))
    if case["fill"] is not None:
        created.set_fill_value(np.array(case["fill"], dtype))
    for number, client in case["filters"]:
        if number == 6:
            created.set_scaleoffset(*client)
        else:
            created.set_filter(number, h5py.h5z.FLAG_OPTIONAL, tuple(client))
    space = h5py.h5s.create_simple(tuple(case["shape"]), maximum)
    return h5py.h5d.create(file.id, name, h5py.h5t.py_create(dtype), space, created)


def judge(case):
    dtype = np.dtype(case["dtype"])
    chunks = case["chunks"]
    with tempfile.TemporaryDirectory() as folder, h5py.File(pathlib.Path(folder, "a.h5"), "w") as file:
        theirs = create(file, b"theirs", case)
        data = np.frombuffer(base64.b64decode(case["data"]), dtype).reshape(case["shape"])
        file["theirs"][...] = data
        ours = create(file, b"ours", case)
        for coordinates, mask, stored in case["stored"]:
            at = tuple(c * n for c, n in zip(coordinates, chunks))
            ours.write_direct_chunk(at, base64.b64decode(stored), mask)
        file.flush()
        created = theirs.get_create_plist()
        grid = itertools.product(*(range(-(-length // n)) for length, n in zip(case["shape"], chunks)))
        stored = []
        for coordinates in grid:
            mask, raw = theirs.read_direct_chunk(tuple(c * n for c, n in zip(coordinates, chunks)))
            stored.append([coordinates, mask, base64.b64encode(raw).decode()])
        read = file["ours"][...]
        return {
            "filters": [[int(value) for value in created.get_filter(i)[2]] for i in range(created.get_nfilters())],
            "chunks": stored,
            "read": base64.b64encode(read.tobytes()).decode(),
            "same": read.tobytes() == file["theirs"][...].tobytes(),
        }


print(json.dumps([judge(case) for case in json.loads(pathlib.Path(sys.argv[1]).read_text())]))
