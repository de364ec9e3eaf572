"""The Python side of a benchmark: one task on one file in one process, measured as sides/ours.mjs measures it.

Usage: python bench/sides/peer.py describe|convert|validate INPUT [--output OUT] [--warm W] [--inner K]
describe: pynwb opens and reads. convert: hdmf-zarr exports (environment B), a folder to HDF5. validate: pynwb validates.
"""

import argparse
import hashlib
import json
import warnings
from pathlib import Path

from timed import timed

warnings.simplefilter("ignore")


def objects(root):
    ids, todo, seen = [], [root], set()
    while todo:
        container = todo.pop()
        if id(container) not in seen:
            seen.add(id(container))
            ids.append(container.object_id)
            todo += container.children
    return ids


def describe(path, output):
    from pynwb import NWBHDF5IO

    with NWBHDF5IO(path, "r") as io:
        ids = sorted(objects(io.read()))
    return f"{len(ids)} objects {hashlib.sha256(json.dumps(ids).encode()).hexdigest()[:12]}"


def convert(path, output):
    from hdmf_zarr.nwb import NWBZarrIO
    from pynwb import NWBHDF5IO

    if Path(path).is_dir():
        source, target = NWBZarrIO(path, mode="r"), NWBHDF5IO(output, mode="w")
    else:
        source, target = NWBHDF5IO(path, "r"), NWBZarrIO(output, mode="w")
    with source, target:
        target.export(source, write_args={"link_data": False})


def validate(path, output):
    from pynwb import validate

    return f"{len(validate(path=path))} errors"


parser = argparse.ArgumentParser()
parser.add_argument("task")
parser.add_argument("input")
parser.add_argument("--output")
parser.add_argument("--warm", type=int, default=0)
parser.add_argument("--inner", type=int, default=1)
args = parser.parse_args()
task = {"describe": describe, "convert": convert, "validate": validate}[args.task]
for module in ("pynwb", "hdmf_zarr.nwb") if args.task == "convert" else ("pynwb",):
    __import__(module)
timed(lambda: task(args.input, args.output), args.warm, args.inner)
