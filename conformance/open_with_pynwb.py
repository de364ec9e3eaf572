"""Opens NWB files and stores the way their users do, touches all data, and prints the typed objects that came out.

Environment B (pynwb 4.2; hdmf-zarr 0.14 for stores). Usage:
  python conformance/open_with_pynwb.py PATH...     an HDF5 file by NWBHDF5IO, a folder by NWBZarrIO; one JSON line each:
      {"path", "objects": [{"path", "type", "namespace", "objectId"}], "data": {"path/field": [shape, sum of bytes]}, "warnings": [...]}
      or {"path", "error"}.
Exit 0: all opened, 1: some did not.
"""

import hashlib
import json
import sys
import warnings
from pathlib import Path

import h5py
import numpy as np
import zarr
from hdmf.build import Builder
from hdmf.container import Container, Data
from hdmf.utils import get_data_shape
from hdmf_zarr.nwb import NWBZarrIO
from pynwb import NWBHDF5IO, TimeSeries


def array_digest(value):
    """A digest of array-like data that is the same for both backends; references by the object id of their target."""
    data = value[()] if get_data_shape(value) == () else value[:]
    return _digest(_plain(data))


def _digest(plain):
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]


def _plain(data):
    if isinstance(data, Container | Data):
        return {"object": data.object_id}
    if isinstance(data, Builder):
        return {"object": data.attributes.get("object_id")}
    if hasattr(data, "to_dict") and hasattr(data, "columns"):
        return [[_plain(v) for v in row] for row in data.itertuples(index=False)]
    if isinstance(data, np.ndarray) and data.dtype.kind in "biufc":
        return [list(data.shape), data.dtype.newbyteorder("<").str, hashlib.sha256(np.ascontiguousarray(data).tobytes()).hexdigest()]
    if isinstance(data, np.ndarray | list | tuple | np.void):
        return [_plain(v) for v in data]
    if isinstance(data, bytes):
        return data.decode("utf-8", "surrogateescape")
    if isinstance(data, np.generic):
        return data.item()
    return data if isinstance(data, str | int | float | bool | None) else str(data)


def is_array(value):
    return isinstance(value, h5py.Dataset | zarr.Array) or type(value).__name__.endswith("Dataset")


def touch(container, path, found):
    """Digests of every field that is data, of one container."""
    fields = dict(container.fields)
    if isinstance(container, Data):
        fields = {"data": container.data, **{k: v for k, v in fields.items() if k != "data"}}
    for name in sorted(fields):
        value = fields[name]
        if isinstance(value, TimeSeries) and name in ("data", "timestamps"):
            value = getattr(container, name)  # shared by a link
        if isinstance(value, np.ndarray):
            value = value.tolist()  # from an attribute, which Zarr keeps as a list without its width
        if is_array(value):
            found[f"{path}.{name}"] = [list(get_data_shape(value)), array_digest(value)]
        elif isinstance(value, str | int | float | bool | list | tuple | np.generic):
            if not any(isinstance(v, Container | Data) for v in (value if isinstance(value, list | tuple) else [])):
                found[f"{path}.{name}"] = _digest(_plain(value))


def stored_id(container, manager):
    """The object id that the file holds; pynwb makes up new ones for files that are older than ids."""
    builder = manager.get_builder(container)
    return None if builder is None else builder.attributes.get("object_id")


def walk(root, manager):
    objects, data = [], {}
    todo = [root]
    seen = set()
    while todo:
        container = todo.pop()
        if id(container) in seen:
            continue
        seen.add(id(container))
        path = "/"
        if container.parent is not None:
            path = "/" + "/".join(reversed([a.name for a in [container, *container.get_ancestors()] if a.parent is not None]))
        objects.append({
            "path": path, "type": container.data_type, "namespace": container.namespace, "objectId": stored_id(container, manager),
        })
        touch(container, path, data)
        todo += container.children
    return sorted(objects, key=lambda o: (o["path"], o["objectId"] or "")), data


def open_path(path):
    opened = NWBZarrIO(str(path), mode="r") if Path(path).is_dir() else NWBHDF5IO(path, mode="r")
    with opened as io:
        return walk(io.read(), io.manager)


def main():
    status = 0
    for path in sys.argv[1:]:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                objects, data = open_path(path)
                answer = {"path": path, "objects": objects, "data": data}
            except Exception as error:  # noqa: BLE001 the error is the answer
                answer = {"path": path, "error": f"{type(error).__name__}: {error}"}
                status = 1
        answer["warnings"] = sorted({f"{w.category.__name__}: {str(w.message)[:200]}" for w in caught})
        print(json.dumps(answer), flush=True)
    return status


sys.exit(main())
