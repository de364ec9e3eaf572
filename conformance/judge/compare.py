"""The comparison of an HDF5 original with a Zarr store: a list of differences, and of those that decision 4 allows."""

import warnings

import h5py
import numpy as np
from h5py import h5t

from .original import (
    Original,
    attribute_value,
    attributes,
    blocks,
    decode,
    dtype_json,
    fixed_lengths,
    is_packed,
    specials,
)
from .records import Records
from .store import RESERVED, Store
from .values import Values, dtype_names, inner_shape, is_number, replaced, same_json

ZARR_NAMES = {"complex": {"float32": "complex64", "float64": "complex128"}}


class Comparison:
    def __init__(self, hdf5, store, need_records=True):
        self.original = Original(hdf5)
        self.store = Store(store)
        self.records = Records(self.store.beside)
        self.need_records = need_records
        self.differences = []
        self.allowed = []
        self.canonical = {}  # object of the original -> its first path
        self.copies = {}  # object of another file -> the paths at which the store must hold a copy
        self.expected = set()
        self.hard_links = []  # (another name, first path)
        self.later = []  # checks that need all copies to be known
        self.counts = {"nodes": 0, "attributes": 0, "links": 0, "elements": 0, "references": 0}
        self.values = Values(self.path_of)

    def differ(self, path, kind, original=None, store=None):
        self.differences.append({"path": path, "kind": kind, "original": _short(original), "store": _short(store)})

    def allow(self, path, name, *record):
        """A difference that decision 4 allows, if `hdmf-ts.json` holds what was lost."""
        self.allowed.append({"path": path, "name": name})
        if self.need_records and not self.records.holds(path, name, *record):
            self.differ(path, "no-record", [name, *record], self.records.at(path))

    def run(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.differences += self.store.problems()
            self.name_all(self.original.file, "/")
            self.node(self.original.file, "/", foreign=False)
            for check in self.later:
                check()
            for path in sorted(set(self.store.nodes) - self.expected):
                self.differ(path, "extra-node")
            for path in sorted(set(self.store.links) - self.expected):
                self.differ(path, "extra-link", None, self.store.links[path])
        self.original.close()
        return {"differences": self.differences, "allowed": self.allowed, "counts": self.counts}

    # Paths

    def name_all(self, group, path):
        """The first path of each object: depth first, along hard links only."""
        self.canonical.setdefault(self.original.key(group), path)
        for name, link, obj in self.original.children(group):
            if not isinstance(link, h5py.HardLink) or self.original.key(obj) in self.canonical:
                continue
            child = path.rstrip("/") + "/" + name
            if isinstance(obj, h5py.Group):
                self.name_all(obj, child)
            else:
                self.canonical[self.original.key(obj)] = child

    def path_of(self, ref, inside):
        self.counts["references"] += 1
        target = self.original.target(ref, inside.file)
        return "" if target is None else self.path_of_object(target)

    def path_of_object(self, obj):
        key = self.original.key(obj)
        if key in self.canonical:
            return self.canonical[key]
        return self.copies[key][0] if key in self.copies else "(outside of the store)"

    # Nodes

    def node(self, obj, path, foreign):
        """An object that must stand at `path` as a node of the store."""
        self.counts["nodes"] += 1
        self.expected.add(path)
        if foreign:
            self.copies.setdefault(self.original.key(obj), []).append(path)
        theirs = self.store.nodes.get(path)
        if isinstance(obj, h5py.Datatype):
            self.allow(path, "datatype-node", dtype_json(obj.id), {name for name, _ in attributes(obj)})
            if theirs is not None:
                self.differ(path, "node-kind", "committed datatype", "node")
            return
        if theirs is None:
            self.differ(path, "missing-node", type(obj).__name__, self.store.links.get(path))
            return
        document = self.store.documents[path]
        wanted = "array" if isinstance(obj, h5py.Dataset) else "group"
        if document["node_type"] != wanted:
            self.differ(path, "node-kind", wanted, document["node_type"])
            return
        self.later.append(lambda: self.attributes(obj, path))
        if wanted == "array":
            self.dataset(obj, path, theirs, document)
        else:
            for name, link, child in self.original.children(obj):
                self.child(obj, child, link, path.rstrip("/") + "/" + name, foreign)

    def child(self, parent, obj, link, path, foreign):
        if obj is None:
            self.allow(path, "dead-link", _link_json(link))
            if path in self.store.nodes or path in self.store.links:
                self.expected.add(path)
                self.differ(path, "dead-link-present", _link_json(link), self.store.links.get(path, "node"))
            return
        key = self.original.key(obj)
        if not self.original.is_foreign(obj):
            # A link to a group above it would never end for hdmf-zarr, and a committed type is no node.
            above = path.startswith(self.canonical[key].rstrip("/") + "/") and isinstance(obj, h5py.Group)
            unlisted = above or isinstance(obj, h5py.Datatype)
            if isinstance(link, h5py.HardLink) and self.canonical[key] == path:
                self.node(obj, path, foreign=False)
                return
            if isinstance(link, h5py.HardLink):
                self.allow(path, "hard-link", self.canonical[key])
                self.hard_links.append((path, self.canonical[key]))
            elif isinstance(link, h5py.SoftLink) and (unlisted or link.path != self.canonical[key]):
                self.allow(path, "soft-link-path", link.path)
            if not unlisted:
                self.link(path, obj)
            return
        if isinstance(link, h5py.ExternalLink):
            self.allow(path, "external-link", link.filename, link.path)
        if path in self.store.nodes:
            self.node(obj, path, foreign=True)
        elif path in self.store.links:
            self.link(path, obj)
        else:
            self.differ(path, "missing-node", f"copy of {obj.file.filename}:{obj.name}")

    def link(self, path, obj):
        """A name that must stand among `_LINKS` of its parent and lead to the node of `obj`."""
        self.counts["links"] += 1
        self.expected.add(path)
        if path not in self.store.links:
            kind = "node-instead-of-link" if path in self.store.nodes else "missing-link"
            self.differ(path, kind, self.path_of_object(obj))
            return
        source, target = self.store.links[path]
        key = self.original.key(obj)

        def check():
            places = [self.canonical[key]] if key in self.canonical else self.copies.get(key, [])
            if source != "." or target not in places:
                self.differ(path, "link-target", places, [source, target])
            elif target not in self.store.nodes and not isinstance(obj, h5py.Datatype):
                self.differ(path, "link-dead", places, [source, target])

        self.later.append(check)

    # Attributes

    def attributes(self, obj, path):
        theirs = self.store.attributes(path)
        names = set()
        for name, aid in attributes(obj):
            names.add(name)
            self.counts["attributes"] += 1
            tid = aid.get_type()
            where = f"{path}@{name}"
            value = attribute_value(obj, name)
            if name in RESERVED:
                self.allow(path, "attribute-bytes", name)
                continue
            json_type = dtype_json(tid)
            if tid.committed():
                self.allow(path, "attribute-datatype", name, self.path_of_object(h5py.Datatype(tid)))
            if value is None:
                if theirs.get(name) != []:  # null would make hdmf-zarr refuse the store
                    self.differ(where, "attribute", [], theirs.get(name))
                self.allow(path, "attribute-type", name, json_type, None)
                continue
            wanted = self.values.json_like(value, tid, obj)
            if name == ".specloc" and isinstance(wanted, dict):
                wanted = wanted["_REFERENCE"]["path"].lstrip("/")
            if name not in theirs:
                self.differ(where, "missing-attribute", wanted)
                continue
            if not same_json(replaced(wanted), theirs[name]):
                self.differ(where, "attribute", wanted, theirs[name])
            if not same_json(wanted, replaced(wanted)):
                self.allow(path, "attribute-bytes", name)
            if self.loses_type(tid, value):
                self.allow(path, "attribute-type", name, json_type, list(value.shape))
            if tid.get_class() == h5t.STRING and not tid.is_variable_str():
                self.allow(path, "attribute-text", name, tid.get_size())
        for name in sorted(set(theirs) - names - RESERVED):
            self.differ(f"{path}@{name}", "extra-attribute", None, theirs[name])
        self.convention(obj, path, theirs)

    @staticmethod
    def loses_type(tid, value):
        """Whether the type that a reader infers from the JSON is another one than int64, float64, bool, utf8 or reference, or none."""
        json_type = dtype_json(tid)
        if value.size == 0:
            return json_type != "float64"
        if json_type == "uint64" and int(value.max()) > np.iinfo(np.int64).max:
            return False
        null = json_type == "reference" and not all(value.reshape(-1).tolist())
        return null or json_type not in ("int64", "float64", "bool", "utf8", "reference")

    def convention(self, obj, path, theirs):
        """The reserved attributes that the reader of hdmf-zarr goes by."""
        dimensions = theirs.get("_ARRAY_DIMENSIONS")
        if isinstance(obj, h5py.Group):
            for name in ("_DTYPE", "_REFERENCE_FIELDS", "_ARRAY_DIMENSIONS"):
                if name in theirs:
                    self.differ(f"{path}@{name}", "reserved-attribute", None, theirs[name])
            return
        if "_LINKS" in theirs:
            self.differ(f"{path}@_LINKS", "reserved-attribute", None, theirs["_LINKS"])
        if dimensions is not None and not (
            isinstance(dimensions, list)
            and len(dimensions) == len(obj.shape or ())
            and all(d is None or isinstance(d, str) for d in dimensions)
        ):
            self.differ(f"{path}@_ARRAY_DIMENSIONS", "dimensions", list(obj.shape or ()), dimensions)
        tid = obj.id.get_type()
        told = theirs.get("_DTYPE")
        if is_packed(dtype_json(tid)):
            return
        if tid.get_class() == h5t.COMPOUND and obj.dtype.names:
            references = [
                f["name"] for f in dtype_json(tid) if f["dtype"] in ("reference",)
            ]
            if theirs.get("_REFERENCE_FIELDS", []) != references:
                self.differ(f"{path}@_REFERENCE_FIELDS", "reserved-attribute", references, theirs.get("_REFERENCE_FIELDS"))
            if told is not None:
                self.differ(f"{path}@_DTYPE", "reserved-attribute", None, told)
        elif dtype_json(tid) == "reference":
            if told != "object_reference":
                self.differ(f"{path}@_DTYPE", "reserved-attribute", "object_reference", told)
        elif told is None and not path.startswith("/specifications/"):
            self.differ(f"{path}@_DTYPE", "reserved-attribute", dtype_json(tid))
        elif specials(tid) & {"region-reference", "vlen", "array", "opaque"}:
            return  # outside of the convention
        elif told is not None and told not in dtype_names(tid, obj):
            self.differ(f"{path}@_DTYPE", "reserved-attribute", sorted(dtype_names(tid, obj)), told)

    # Datasets

    def dataset(self, obj, path, theirs, document):
        tid = obj.id.get_type()
        json_type = dtype_json(tid)
        if obj.shape is None:
            self.allow(path, "null-space", json_type, document["data_type"])
            return
        lost = specials(tid)
        plain_opaque = isinstance(json_type, dict) and json_type.keys() == {"opaque"}
        if lost & {"ascii", "enum", "region-reference", "vlen", "array", "opaque"} and not plain_opaque:
            self.allow(path, "dtype", json_type)
        if "fixed-length-text" in lost:
            self.allow(path, "fixed-length-text", sorted(fixed_lengths(tid)))
        if "byte-order" in lost and not any(c.get("configuration", {}).get("endian") == "big" for c in document["codecs"]):
            self.allow(path, "byte-order")
        if tid.committed():
            self.allow(path, "committed-datatype", self.path_of_object(h5py.Datatype(tid)))
        self.layout(obj, path, document)
        if is_packed(json_type):
            self.allow(path, "dtype", json_type)
            if document["data_type"] != "variable_length_bytes":
                self.differ(path, "dtype", json_type, document["data_type"])
            return  # in a form of our own, which no peer can read
        shape = list(obj.shape) + inner_shape(tid)
        if shape != document["shape"]:
            self.differ(path, "shape", shape, document["shape"])
            return
        wrong = self.wrong_type(tid, document["data_type"])
        if wrong:
            self.differ(path, "dtype", json_type, document["data_type"])
            return
        self.later.append(lambda: self.elements(obj, path, theirs, tid))

    def layout(self, obj, path, document):
        """Chunks, filters, maximal shape and fill value: kept where Zarr can say them, else recorded."""
        plist = obj.id.get_create_plist()
        if obj.chunks is None:
            if obj.size and obj.shape != ():
                self.allow(path, "layout", plist.get_layout() == h5py.h5d.COMPACT)
        else:
            chunks = document["chunk_grid"]["configuration"]["chunk_shape"]
            if list(obj.chunks) != chunks:
                self.allow(path, "chunks", list(obj.chunks))
        if obj.maxshape != obj.shape:
            self.allow(path, "max-shape", [None if n is None else n for n in obj.maxshape])
        if plist.get_nfilters():
            filters = [plist.get_filter(i)[0] for i in range(plist.get_nfilters())]
            self.allow(path, "filters", filters, document["codecs"])
        if plist.fill_value_defined() == h5py.h5d.FILL_VALUE_USER_DEFINED and is_number(obj.id.get_type()):
            mine = np.asarray(obj.fillvalue, dtype=obj.dtype)
            told = np.asarray(self.store.nodes[path].fill_value).astype(obj.dtype)
            if mine.tobytes() != told.tobytes():
                self.differ(path, "fill-value", mine.item(), told.item())

    def wrong_type(self, tid, told):
        """Whether `data_type` of the store is not what the convention has for this type."""
        mine = dtype_json(tid)
        if mine in ("utf8", "ascii", "reference"):
            return told != "string"
        if isinstance(mine, str) and mine != "region":
            return told != mine
        if isinstance(mine, dict) and "complex" in mine:
            return told != ZARR_NAMES["complex"].get(mine["complex"])
        if isinstance(mine, dict) and "enum" in mine:
            return told != mine["base"]
        if isinstance(mine, list):
            if not isinstance(told, dict) or told.get("name") != "struct":
                return True
            fields = told["configuration"]["fields"]
            if [f["name"] for f in fields] != [f["name"] for f in mine]:
                return True
            for i, field in enumerate(mine):
                inner = fields[i]["data_type"]
                if field["dtype"] in ("utf8", "ascii", "reference"):
                    if not isinstance(inner, dict) or inner.get("name") != "fixed_length_utf32":
                        return True
                elif self.wrong_type(tid.get_member_type(i), inner):
                    return True
            return False
        if isinstance(mine, dict) and "array" in mine:
            return self.wrong_type(tid.get_super(), told)
        if isinstance(mine, dict) and ("opaque" in mine or "bitfield" in mine):
            return told != {"name": "raw_bytes", "configuration": {"length_bytes": tid.get_size()}}
        if isinstance(mine, dict) and "vlen" in mine:
            return told != "variable_length_bytes"
        return False  # outside of the convention: the record decides

    def elements(self, obj, path, theirs, tid):
        if "region-reference" in specials(tid):
            return  # its form is our own
        for box in blocks(obj):
            mine = np.asarray(obj[box]) if box else _scalar(obj)
            self.counts["elements"] += mine.size
            try:
                read = theirs[box] if box else theirs[()]
            except Exception as error:  # noqa: BLE001 what zarr-python cannot read is a finding, whatever it raises
                self.differ(path, "unreadable", None, f"{type(error).__name__}: {error}")
                return
            if tid.get_class() == h5t.STRING:
                kept = [decode(v) for v in np.asarray(mine, dtype=object).reshape(-1)]
                if kept != replaced(kept):
                    self.allow(path, "text-bytes")
                    mine = np.array(replaced(kept), dtype=object).reshape(mine.shape)
            at = self.values.same_box(mine, tid, np.asarray(read), obj)
            if at is not None:
                self.differ(path, "value", f"box {[[s.start, s.stop] for s in box]} at {at}")
                return


def _scalar(obj):
    out = np.empty((), dtype=obj.dtype)
    obj.read_direct(out)
    return out


def _link_json(link):
    if isinstance(link, h5py.ExternalLink):
        return {"external": {"source": link.filename, "path": link.path}}
    if isinstance(link, h5py.SoftLink):
        return {"soft": link.path}
    return {"hard": True}


def _short(value):
    text = decode(value) if isinstance(value, bytes) else value
    return text if len(repr(text)) <= 400 else repr(text)[:400]
