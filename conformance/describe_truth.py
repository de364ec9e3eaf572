"""For packages/build: prints, as JSON, the typed objects that hdmf's builders see in each HDF5 file given: path, type, namespace, objectId.

Objects with several hard links are named by the path that hdmf visits first. Links are not followed.

    python conformance/describe_truth.py FILE...
"""

import json
import sys
import warnings

warnings.filterwarnings("ignore")

import h5py  # noqa: E402
from hdmf.backends.hdf5 import HDF5IO  # noqa: E402
from hdmf.build import BuildManager, TypeMap  # noqa: E402
from hdmf.spec import NamespaceCatalog  # noqa: E402


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def visit(builder, seen, found):
    if id(builder) in seen:
        return
    seen.add(id(builder))
    attributes = builder.attributes
    key = next((k for k in ("neurodata_type", "data_type") if k in attributes), None)
    if key is not None:
        entry = {"path": builder.path, "type": text(attributes[key])}
        if "namespace" in attributes:
            entry["namespace"] = text(attributes["namespace"])
        if "object_id" in attributes:
            entry["objectId"] = text(attributes["object_id"])
        found.append(entry)
    children = {**getattr(builder, "groups", {}), **getattr(builder, "datasets", {})}
    for name in sorted(children, key=lambda n: n.encode("utf-8", "surrogateescape")):
        visit(children[name], seen, found)


def describe(path):
    manager = BuildManager(TypeMap(NamespaceCatalog()))
    with h5py.File(path, "r") as file, HDF5IO(file=file, mode="r", manager=manager) as io:
        found = []
        visit(io.read_builder(), set(), found)
    for entry in found:
        if entry["path"].startswith("root"):
            entry["path"] = entry["path"][4:] or "/"
    return found


print(json.dumps({path: describe(path) for path in sys.argv[1:]}, indent=1))
