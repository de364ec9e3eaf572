"""One of two HDF5 files that are compared: its objects by path, and their parts in a form that is the same for equal files."""

import hashlib
import sys
from pathlib import Path

import h5py
import numpy as np
from h5py import h5a, h5d, h5g, h5l, h5o, h5p, h5r, h5s, h5t

sys.path.insert(0, str(Path(__file__).parent.parent))

from dump_hdf5 import FileDump, is_bool  # noqa: E402

from judge.hdf5_types import describe, is_flat, text  # noqa: E402

try:
    import hdf5plugin  # noqa: F401 filters that libhdf5 itself has not
except ImportError:
    pass

BLOCK = 1 << 18
MASKED = 1 << 24
COMMENT = 0x0D
SHUFFLE = 2
SPACES = {h5s.NULL: "null", h5s.SCALAR: "scalar", h5s.SIMPLE: "simple"}
LAYOUTS = {h5d.COMPACT: "compact", h5d.CONTIGUOUS: "contiguous", h5d.CHUNKED: "chunked", h5d.VIRTUAL: "virtual"}
KINDS = {h5g.GroupID: "group", h5d.DatasetID: "dataset"}


def tried(run):
    try:
        return run()
    except Exception as error:  # noqa: BLE001 whatever h5py does here is the answer
        return {"error": f"{type(error).__name__}: {error}"}


def crashes(tid):
    """Lists of region references make h5py crash, sooner or later."""
    kind = tid.get_class()
    if kind == h5t.COMPOUND:
        return any(crashes(tid.get_member_type(i)) for i in range(tid.get_nmembers()))
    if kind == h5t.VLEN and tid.get_super() == h5t.STD_REF_DSETREG:
        return True
    return kind in (h5t.VLEN, h5t.ARRAY) and crashes(tid.get_super())


def flat_bytes(tid, raw):
    """The bytes of elements (one a row) without what means nothing: gaps in compounds, what follows the end of a text."""
    kind = tid.get_class()
    if kind == h5t.COMPOUND:
        parts = []
        for i in range(tid.get_nmembers()):
            member, start = tid.get_member_type(i), tid.get_member_offset(i)
            parts.append(flat_bytes(member, raw[:, start : start + member.get_size()]))
        return np.concatenate(parts, axis=1) if parts else raw[:, :0]
    if is_bool(tid):
        # What is neither FALSE nor TRUE is true for numpy, and for us.
        return (raw != 0).astype("u1")
    if kind == h5t.ARRAY:
        base, count = tid.get_super(), int(np.prod(tid.get_array_dims()))
        inner = flat_bytes(base, np.ascontiguousarray(raw).reshape(len(raw) * count, base.get_size()))
        return inner.reshape(len(raw), count * inner.shape[1])
    if kind == h5t.STRING:
        fill = 32 if tid.get_strpad() == h5t.STR_SPACEPAD else 0
        kept = raw.copy()
        if tid.get_strpad() == h5t.STR_NULLTERM:
            ended = np.cumsum(raw == 0, axis=1) > 0
        else:
            ended = np.flip(np.cumprod(np.flip(raw == fill, axis=1), axis=1), axis=1) > 0
        kept[ended] = 0
        return kept
    return raw


class Side(FileDump):
    def __init__(self, path):
        super().__init__(path)
        self.links = {}
        self.walk(self.file["/"], "/", [])

    def walk(self, group, path, trail):
        """First paths of all objects, depth first, names in the order of their bytes; all links by path."""
        self.paths.setdefault(h5o.get_info(group.id).addr, path)
        base = "" if path == "/" else path
        for name in sorted(self.names(group.id)):
            full = f"{base}/{text(name)}"
            if group.id.links.get_info(name).type != h5l.TYPE_HARD:
                self.links[full] = self.link(group.id, name)
                continue
            address = h5o.get_info(group.id, name).addr
            if address in self.paths:
                self.links[full] = {"hard": self.paths[address]}
                continue
            self.paths[address] = full
            oid = h5o.open(group.id, name)
            if isinstance(oid, h5g.GroupID):
                self.walk(h5py.Group(oid), full, [*trail, address])

    def link(self, gid, name):
        info = gid.links.get_info(name)
        return {"userDefined": info.type} if info.type > h5l.TYPE_EXTERNAL else super().link(gid, name)

    def open(self, path):
        return h5o.open(self.file.id, path.encode("utf-8", "surrogateescape"))

    def region(self, reference):
        """The path and the selection: a mask of what is selected, points in their order."""
        if not reference:
            return None
        space = h5r.get_region(reference, self.file.id)
        path = self.paths[h5o.get_info(h5r.dereference(reference, self.file.id)).addr]
        kind = space.get_select_type()
        if kind == h5s.SEL_POINTS:
            return {"path": path, "points": space.get_select_elem_pointlist().tolist()}
        if kind in (h5s.SEL_ALL, h5s.SEL_NONE) or np.prod(space.shape, dtype=object) > MASKED:
            return {"path": path, "kind": kind, "count": space.get_select_npoints(), "bounds": [list(map(int, b)) for b in space.get_select_bounds()]}
        mask = np.zeros(space.shape, dtype=bool)
        for first, last in space.get_select_hyper_blocklist():
            mask[tuple(slice(int(a), int(b) + 1) for a, b in zip(first, last))] = True
        return {"path": path, "mask": hashlib.sha256(np.packbits(mask).tobytes()).hexdigest(), "count": int(mask.sum())}

    def elements(self, tid, shape, read):
        """The elements of a block in a form that is equal for equal elements. `read(buffer, type)` fills the buffer."""
        if is_flat(tid):
            buffer = np.zeros(shape, dtype=f"V{tid.get_size()}")
            if buffer.size:
                read(buffer, tid)
            raw = flat_bytes(tid, buffer.reshape(-1).view("u1").reshape(buffer.size, tid.get_size()))
            return {"bytes": raw.tobytes()}
        if crashes(tid):
            return {"error": "h5py crashes on lists of region references"}
        base, axes = tid, []
        while base.get_class() == h5t.ARRAY:
            axes += base.get_array_dims()
            base = base.get_super()
        buffer = np.zeros([*shape, *axes], dtype=base.dtype)
        if buffer.size:
            objects = h5t.py_create(np.dtype((base.dtype, tuple(axes)))) if base.dtype.hasobject else tid
            read(buffer, objects if axes else None)
        return {"value": self.value(base, buffer)}

    def blocks(self, oid):
        """A dataset in blocks along its first axis, each with its first index."""
        space, tid = oid.get_space(), oid.get_type()
        if space.get_simple_extent_type() == h5s.NULL:
            return
        shape = space.shape
        row = int(np.prod(shape[1:], dtype=object))
        rows = max(1, BLOCK // max(1, row))
        for start in range(0, shape[0] if shape else 1, rows):
            if not shape:
                yield 0, tried(lambda: self.elements(tid, (), lambda buffer, mtype: oid.read(h5s.ALL, h5s.ALL, buffer, mtype)))
                continue
            counts = (min(rows, shape[0] - start), *shape[1:])
            source = oid.get_space()
            source.select_hyperslab((start, *(0 for _ in shape[1:])), counts)
            memory = h5s.create_simple(counts)
            yield start, tried(lambda: self.elements(tid, counts, lambda buffer, mtype: oid.read(memory, source, buffer, mtype)))

    def space(self, space):
        kind = space.get_simple_extent_type()
        found = {"kind": SPACES[kind]}
        if kind != h5s.SIMPLE:
            return found
        limits = [None if limit == h5s.UNLIMITED else limit for limit in space.get_simple_extent_dims(True)]
        return found | {"shape": list(space.get_simple_extent_dims()), "maximum": limits}

    def datatype(self, tid):
        return self.paths.get(h5o.get_info(tid).addr, "(no path)") if tid.committed() else None

    def attribute_names(self, oid):
        tracked = self.orders(oid)["attributes"]
        names = []
        order = h5py.h5.INDEX_CRT_ORDER if tracked else h5py.h5.INDEX_NAME
        h5a.iterate(oid, lambda name, *_: names.append(name), index_type=order)
        return names

    def attribute(self, oid, name):
        aid = h5a.open(oid, name)
        tid, space = aid.get_type(), aid.get_space()
        null = space.get_simple_extent_type() == h5s.NULL
        return {
            "type": describe(tid), "space": self.space(space), "datatype": self.datatype(tid),
            "value": None if null else tried(lambda: self.elements(tid, space.shape, aid.read)),
        }  # fmt: skip

    def orders(self, oid):
        """Whether the order of creation is indexed, of links and of attributes."""
        plist = None if isinstance(oid, h5t.TypeID) else oid.get_create_plist()
        links = isinstance(oid, h5g.GroupID) and plist.get_link_creation_order() & h5p.CRT_ORDER_INDEXED
        return {"links": bool(links), "attributes": bool(plist and plist.get_attr_creation_order() & h5p.CRT_ORDER_INDEXED)}

    def kind(self, oid):
        return KINDS.get(type(oid), "datatype")

    def facts(self, oid):
        """What is to be compared of an object, but for attributes and elements."""
        # What h5py gives for an object without a comment is what was in memory: only whether there is one can be told.
        comment = bool(h5o.get_info(oid).hdr.mesg.present >> COMMENT & 1)
        found = {"order": self.orders(oid)["links"], "attribute-order": self.orders(oid)["attributes"], "comment": comment}
        if isinstance(oid, h5g.GroupID):
            return found | {"names": [text(name) for name in self.names(oid)]}
        if isinstance(oid, h5t.TypeID):
            return found | {"type": describe(oid)}
        plist, tid = oid.get_create_plist(), oid.get_type()
        layout = "external" if plist.get_external_count() else LAYOUTS[plist.get_layout()]
        filters = [plist.get_filter(i) for i in range(plist.get_nfilters())]
        return found | {
            "type": describe(tid), "space": self.space(oid.get_space()), "datatype": self.datatype(tid), "layout": layout,
            "chunks": list(plist.get_chunk()) if layout == "chunked" else None,
            # For elements that are not all there the library leaves out the size, and with it the filter: what is told in its place says nothing.
            "filters": [[number, list(values) if number != SHUFFLE or is_flat(tid) else []] for number, _, values, _ in filters],
            "filter-flags": [flags for _, flags, _, _ in filters],
            "fill-value": self.fill_value(oid, plist, tid),
        }  # fmt: skip

    def fill_value(self, oid, plist, tid):
        """One that was given; zero and none at all are not told apart."""
        if plist.fill_value_defined() != h5d.FILL_VALUE_USER_DEFINED:
            return None

        def read():
            if tid.get_class() == h5t.STRING:
                return {"value": repr(h5py.Dataset(oid).fillvalue)}
            buffer = np.zeros((), dtype=tid.dtype)
            plist.get_fill_value(buffer)
            return {"value": self.value(tid, buffer)}

        return tried(read)
