"""Prints what zarr-python (and hdmf-zarr) read of a store as JSON: dump_store.py STORE"""

import base64
import json
import sys
import warnings

import numpy as np
import zarr

warnings.filterwarnings("ignore")


def plain(value):
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value] if value.ndim else plain(value[()])
    if isinstance(value, np.void) and value.dtype.names:
        return [plain(value[name]) for name in value.dtype.names]
    if isinstance(value, (np.datetime64, np.timedelta64)):
        return plain(value.astype("i8"))
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, bytes):
        return "hex:" + value.hex()
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    if isinstance(value, float):
        return value if np.isfinite(value) else {"inf": "Infinity", "-inf": "-Infinity"}.get(str(value), "NaN")
    if isinstance(value, complex):
        return [plain(value.real), plain(value.imag)]
    return value


def dump(group):
    nodes = {"/": {"attributes": plain(dict(group.attrs))}}
    for path, node in group.members(max_depth=None):
        entry = {"attributes": plain(dict(node.attrs))}
        if isinstance(node, zarr.Array):
            entry.update(
                dtype=str(node.dtype),
                shape=list(node.shape),
                chunks=list(node.chunks),
                fill=plain(node.fill_value),
                codecs=[codec.to_dict()["name"] if not isinstance(codec.to_dict()["name"], dict) else "" for codec in node.metadata.codecs],
                values=plain(node[...]),
            )
        nodes["/" + path] = entry
    return nodes


store = sys.argv[1]
result = {
    "consolidated": dump(zarr.open_consolidated(store, mode="r")),
    "walked": dump(zarr.open_group(store, mode="r", use_consolidated=False)),
}
if len(sys.argv) > 2:
    from hdmf.build import BuildManager, TypeMap
    from hdmf.spec import NamespaceCatalog
    from hdmf_zarr import ZarrIO

    with ZarrIO(store, mode="r", manager=BuildManager(TypeMap(NamespaceCatalog()))) as io:
        root = io.read_builder()

        def builders(group, path, found):
            found[path or "/"] = sorted(group.attributes)
            for name, child in group.groups.items():
                builders(child, f"{path}/{name}", found)
            for name, child in group.datasets.items():
                found[f"{path}/{name}"] = sorted(child.attributes)
            for name, child in group.links.items():
                found[f"{path}/{name}"] = "link to /" + child.builder.path.removeprefix("root/")

        found = {}
        builders(root, "", found)
        result["hdmf"] = found
print(json.dumps(result))
