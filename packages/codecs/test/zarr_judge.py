"""Opens v3 arrays with zarr-python, for the codec JSON that we write: a line per case, "ok" or what is wrong.

usage: zarr_judge.py CASES.json; a case: {"codecs": [...], "data_type": ..., "raw": base64, "bytes": base64}
"""

import base64
import json
import pathlib
import sys
import tempfile
import warnings

import numpy as np
import zarr

warnings.simplefilter("ignore")


def verdict(case):
    raw = np.frombuffer(base64.b64decode(case["raw"]), case["data_type"])
    with tempfile.TemporaryDirectory() as folder:
        metadata = {
            "zarr_format": 3,
            "node_type": "array",
            "shape": [len(raw)],
            "data_type": case["data_type"],
            "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [len(raw)]}},
            "chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}},
            "fill_value": 0,
            "codecs": [{"name": "bytes", "configuration": {"endian": "little"}}, *case["codecs"]],
            "attributes": {},
        }
        pathlib.Path(folder, "c").mkdir()
        pathlib.Path(folder, "zarr.json").write_text(json.dumps(metadata))
        pathlib.Path(folder, "c", "0").write_bytes(base64.b64decode(case["bytes"]))
        try:
            read = zarr.open_array(folder, mode="r")[:]
        except Exception as error:
            return f"{type(error).__name__}: {error}".replace("\n", " ")
    return "ok" if np.array_equal(read, raw) else "other numbers"


print("\n".join(verdict(case) for case in json.loads(pathlib.Path(sys.argv[1]).read_text())))
