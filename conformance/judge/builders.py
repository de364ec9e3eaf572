"""A second opinion on typed objects, references and links: the builder trees that hdmf and hdmf-zarr read."""

import warnings

import numpy as np
from hdmf.backends.hdf5 import HDF5IO
from hdmf.build import Builder, GroupBuilder, LinkBuilder, ReferenceBuilder
from hdmf.common import get_manager
from hdmf_zarr import ZarrIO


def _path(builder):
    return "/" + "/".join(part for part in f"{builder.location or ''}/{builder.name}".split("/") if part not in ("", "root"))


def _references(builder):
    """Paths of the targets of a dataset of references, or of the reference fields of a compound, row by row."""
    data = builder.data
    if isinstance(data, (Builder, ReferenceBuilder)):
        return [_target(data)]
    dtype = builder.dtype
    plain = dtype == "object" or (isinstance(dtype, str) and dtype == "object")
    if isinstance(dtype, list):
        fields = [i for i, field in enumerate(dtype) if isinstance(field, dict) and _is_reference(field["dtype"])]
        return [[_target(row[i]) for i in fields] for row in data] if fields else None
    return [_target(item) for item in data] if plain and type(data).__name__.endswith("ReferenceDataset") else None


def _is_reference(dtype):
    return dtype == "object" or getattr(dtype, "reftype", None) == "object"


def _target(value):
    if isinstance(value, (LinkBuilder, ReferenceBuilder)):
        value = value.builder
    return _path(value) if isinstance(value, Builder) else repr(value)


def _tree(root):
    """path -> what hdmf knows of it; links as the path that they lead to."""
    found = {}
    seen = {}

    def visit(builder, path):
        if isinstance(builder, LinkBuilder):
            builder = builder.builder
        if id(builder) in seen:
            found[path] = {"same-as": seen[id(builder)], "source": str(builder.source)}
            return
        seen[id(builder)] = path
        attributes = {}
        for name, value in builder.attributes.items():
            if name in (".specloc", "_ARRAY_DIMENSIONS"):
                continue
            attributes[name] = ("reference", value) if isinstance(value, (Builder, ReferenceBuilder)) else _plain(value)
        found[path] = {"builder": builder, "attributes": attributes, "source": str(builder.source)}
        if isinstance(builder, GroupBuilder):
            for children in (builder.groups, builder.datasets, builder.links):
                for name in sorted(children):
                    visit(children[name], path.rstrip("/") + "/" + name)

    visit(root, "/")
    for path, item in found.items():
        if "builder" not in item:
            continue
        for name, value in item["attributes"].items():
            if isinstance(value, tuple) and value[:1] == ("reference",):
                target = value[1].builder if hasattr(value[1], "builder") else value[1]
                item["attributes"][name] = ("reference", seen.get(id(target), _target(target)))
    return found


def _plain(value):
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value


def compare_builders(hdf5, store, hard_links=()):
    """`hard_links`: pairs of another name of an object and its first path; hdmf calls such a child by the target's name."""
    differences = []
    misnamed = {path for path, _ in hard_links}
    misnamed |= {path.rpartition("/")[0] + "/" + target.rpartition("/")[2] for path, target in hard_links}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with HDF5IO(hdf5, "r", manager=get_manager()) as mine, ZarrIO(str(store), "r", manager=get_manager()) as theirs:
            try:
                a = _tree(mine.read_builder())
            except Exception:  # noqa: BLE001 hdmf cannot read every HDF5 file (links relative to their group, null spaces)
                return []
            b = _tree(theirs.read_builder())
            for path in sorted((set(a) | set(b)) - misnamed):
                x, y = a.get(path), b.get(path)
                if x is None or y is None:
                    differences.append({"path": path, "kind": "builder", "original": x is not None, "store": y is not None})
                    continue
                if ("same-as" in x) != ("same-as" in y) and x["source"] != str(hdf5):
                    continue  # an object of another file may be copied for each link that leads to it, or once
                if ("same-as" in x) != ("same-as" in y) or x.get("same-as") != y.get("same-as"):
                    differences.append({"path": path, "kind": "builder-link", "original": x.get("same-as"), "store": y.get("same-as")})
                    continue
                if "same-as" in x:
                    continue
                if repr(sorted(x["attributes"].items())) != repr(sorted(y["attributes"].items())):
                    for name in sorted(set(x["attributes"]) | set(y["attributes"])):
                        p, q = x["attributes"].get(name), y["attributes"].get(name)
                        if repr(p) != repr(q) and not _same(p, q):
                            differences.append({"path": f"{path}@{name}", "kind": "builder-attribute", "original": repr(p)[:200], "store": repr(q)[:200]})
                if type(x["builder"]) is not type(y["builder"]):
                    differences.append({"path": path, "kind": "builder-kind"})
                elif not isinstance(x["builder"], GroupBuilder):
                    p, q = _references(x["builder"]), _references(y["builder"])
                    if p != q:
                        differences.append({"path": path, "kind": "builder-references", "original": repr(p)[:400], "store": repr(q)[:400]})
    return differences


def _same(p, q):
    """Equal but for the width that JSON does not keep: 1 and 1.0 are one number."""
    if isinstance(p, list) and isinstance(q, list):
        return len(p) == len(q) and all(map(_same, p, q))
    if isinstance(p, (int, float)) and isinstance(q, (int, float)) and not isinstance(p, bool) and not isinstance(q, bool):
        return p == q or (p != p and q != q)
    return type(p) is type(q) and p == q
