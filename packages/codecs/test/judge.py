"""Decodes what our encoders wrote with numcodecs and HDF5, and encodes larger samples for our decoders.

usage: judge.py decode CASES.json   -> a line per case, "ok" or what is wrong
       judge.py encode CASES.json   -> JSON list of base64
A case: {"config": numcodecs config or {"hdf5": [[id, clientData]]}, "raw": base64, "bytes": base64, "size": element size}
"""

import base64
import json
import pathlib
import sys
import tempfile

import numpy as np


def decode_numcodecs(case):
    import numcodecs

    return bytes(np.frombuffer(numcodecs.get_codec(case["config"]).decode(base64.b64decode(case["bytes"])), "u1"))


def decode_hdf5(case):
    import h5py
    import hdf5plugin  # noqa: F401

    with tempfile.TemporaryDirectory() as folder, h5py.File(pathlib.Path(folder, "a.h5"), "w") as file:
        # The library takes the element size of shuffle from the type, whatever the client data says.
        shape = (len(base64.b64decode(case["raw"])) // case["size"],)
        created = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        created.set_chunk(shape)
        for number, client in case["config"]["hdf5"]:
            created.set_filter(number, h5py.h5z.FLAG_OPTIONAL, tuple(client))
        space = h5py.h5s.create_simple(shape)
        dataset = h5py.h5d.create(file.id, b"a", h5py.h5t.py_create(np.dtype(f"V{case['size']}")), space, created)
        dataset.write_direct_chunk((0,), base64.b64decode(case["bytes"]), 0)
        file.flush()
        return file["a"][:].tobytes()


def encode(case):
    import numcodecs

    array = np.frombuffer(base64.b64decode(case["raw"]), f"u{case['size']}")
    return base64.b64encode(bytes(numcodecs.get_codec(case["config"]).encode(array))).decode()


def verdict(case):
    try:
        decoded = (decode_hdf5 if "hdf5" in case["config"] else decode_numcodecs)(case)
    except Exception as error:
        return f"{type(error).__name__}: {error}".replace("\n", " ")
    return "ok" if decoded == base64.b64decode(case["raw"]) else f"{len(decoded)} other bytes"


cases = json.loads(pathlib.Path(sys.argv[2]).read_text())
if sys.argv[1] == "encode":
    print(json.dumps([encode(case) for case in cases]))
else:
    print("\n".join(verdict(case) for case in cases))
