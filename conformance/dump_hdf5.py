"""Prints what h5py finds in HDF5 files, as JSON: one line a file, the judge of @hdmf-ts/hdf5 and its engines.

    python dump_hdf5.py FILE ...

Every object that hard links lead to appears under its first path (depth first, names in the order of their bytes). Numbers are
the hexadecimal of their little-endian bytes, or the SHA-256 of these where they are many; references are paths.
The same form is made from our side by packages/hdf5/src/testing/dump.ts.
"""

import hashlib
import json
import sys

import h5py
import numpy as np
from h5py import h5a, h5d, h5o, h5p, h5s, h5t

# h5py 3.14 does not know the complex class.
COMPLEX = getattr(h5t, "COMPLEX", None)
HASHED_FROM = 256
PADDINGS = {h5t.STR_NULLTERM: "nullterm", h5t.STR_NULLPAD: "nullpad", h5t.STR_SPACEPAD: "spacepad"}
LAYOUTS = {h5d.COMPACT: "compact", h5d.CONTIGUOUS: "contiguous", h5d.CHUNKED: "chunked", h5d.VIRTUAL: "virtual"}
FILTERS = {1: "deflate", 2: "shuffle", 3: "fletcher32", 4: "szip", 5: "nbit", 6: "scaleoffset", 307: "bzip2",
           32000: "lzf", 32001: "blosc", 32004: "lz4-hdf5", 32008: "bitshuffle", 32015: "zstd"}


def text(raw):
    return raw.decode("utf-8", "surrogateescape")


def is_bool(tid):
    if tid.get_class() != h5t.ENUM or tid.get_size() != 1 or tid.get_nmembers() != 2:
        return False
    return {tid.get_member_name(i): tid.get_member_value(i) for i in range(2)} == {b"FALSE": 0, b"TRUE": 1}


def complex_base(tid):
    if tid.get_class() == COMPLEX:
        return tid.get_super()
    if tid.get_class() != h5t.COMPOUND or tid.get_nmembers() != 2:
        return None
    if [tid.get_member_name(i) for i in range(2)] != [b"r", b"i"]:
        return None
    real, imaginary = tid.get_member_type(0), tid.get_member_type(1)
    packed = tid.get_member_offset(0) == 0 and tid.get_member_offset(1) * 2 == tid.get_size()
    return real if real.get_class() == h5t.FLOAT and real == imaginary and packed else None


def dtype_of(tid):
    kind = tid.get_class()
    size = tid.get_size()
    if complex_base(tid) is not None:
        return {"complex": dtype_of(complex_base(tid))}
    if kind == h5t.INTEGER:
        signed = tid.get_sign() == h5t.SGN_2
        if tid.get_precision() == size * 8 and size in (1, 2, 4, 8):
            return ("int" if signed else "uint") + str(size * 8)
        return {"integer": {"bytes": size, "bits": tid.get_precision(), "offset": tid.get_offset(), "signed": signed}}
    if kind == h5t.FLOAT:
        for name, ieee in (("float16", h5t.IEEE_F16LE), ("float32", h5t.IEEE_F32LE), ("float64", h5t.IEEE_F64LE)):
            if size == ieee.get_size() and tid.get_fields() == ieee.get_fields() and tid.get_ebias() == ieee.get_ebias():
                return name
        return {"float": {"bytes": size}}
    if kind == h5t.STRING:
        return "utf8" if tid.get_cset() == h5t.CSET_UTF8 else "ascii"
    if kind == h5t.BITFIELD:
        return {"bitfield": size}
    if kind == h5t.OPAQUE:
        tag = text(tid.get_tag())
        return {"opaque": size, "tag": tag} if tag else {"opaque": size}
    if kind == h5t.COMPOUND:
        return [[text(tid.get_member_name(i)), dtype_of(tid.get_member_type(i))] for i in range(tid.get_nmembers())]
    if kind == h5t.REFERENCE:
        # Equality with STD_REF_DSETREG also asks whether both are in a file.
        return "region" if tid.encode()[3] & 15 == 1 else "reference"
    if kind == h5t.ENUM:
        if is_bool(tid):
            return "bool"
        members = [[text(tid.get_member_name(i)), str(tid.get_member_value(i))] for i in range(tid.get_nmembers())]
        base = dtype_of(tid.get_super())
        # Integers of which only some bits are used are whole ones in memory.
        return {"enum": members, "base": base if isinstance(base, str) else tid.get_super().dtype.name}
    if kind == h5t.VLEN:
        return {"vlen": dtype_of(tid.get_super())}
    if kind == h5t.ARRAY:
        return {"array": list(tid.get_array_dims()), "base": dtype_of(tid.get_super())}
    raise ValueError(f"type class {kind}")


def stored_size(tid, width):
    """The bytes of a type in a file whose addresses have `width` bytes; h5py tells those in memory."""
    kind = tid.get_class()
    if kind == h5t.VLEN or (kind == h5t.STRING and tid.is_variable_str()):
        return 8 + width
    if kind == h5t.REFERENCE:
        return width if tid == h5t.STD_REF_OBJ else width + 4
    if kind == h5t.ARRAY:
        return stored_size(tid.get_super(), width) * int(np.prod(tid.get_array_dims()))
    if kind == h5t.COMPOUND:
        members = [tid.get_member_type(i) for i in range(tid.get_nmembers())]
        return tid.get_size() + sum(stored_size(member, width) - member.get_size() for member in members)
    return tid.get_size()


def stored_offsets(tid, width):
    offsets, shift = {}, 0
    for i in sorted(range(tid.get_nmembers()), key=tid.get_member_offset):
        offsets[i] = tid.get_member_offset(i) + shift
        shift += stored_size(tid.get_member_type(i), width) - tid.get_member_type(i).get_size()
    return [offsets[i] for i in range(tid.get_nmembers())]


def type_message(tid):
    """The message of a number of which the dtype and the byte order do not say all."""
    if isinstance(dtype_of(tid), str):
        return {}
    # HDF5 puts two bytes in front of it.
    message = bytearray(tid.encode()[2:])
    message[0] = message[0] & 15 | 16
    if tid.get_class() == h5t.INTEGER and message[1] & 6 == 0:
        return {}
    if tid.get_class() == h5t.BITFIELD and message[8:] == bytes([0, 0, *(8 * tid.get_size()).to_bytes(2, "little")]):
        return {}
    return {"typeMessage": message.hex()}


def details_of(tid, width):
    kind = tid.get_class()
    if complex_base(tid) is not None:
        return details_of(complex_base(tid), width)
    if kind in (h5t.INTEGER, h5t.FLOAT, h5t.BITFIELD):
        big = {"byteOrder": "big"} if tid.get_order() == h5t.ORDER_BE and tid.get_size() > 1 else {}
        return big | type_message(tid) or None
    if kind == h5t.STRING:
        length = "variable" if tid.is_variable_str() else tid.get_size()
        padding = PADDINGS[tid.get_strpad()]
        return None if (length, padding) == ("variable", "nullterm") else {"text": {"length": length, "padding": padding}}
    if kind == h5t.COMPOUND:
        members = range(tid.get_nmembers())
        fields = [[text(tid.get_member_name(i)), details_of(tid.get_member_type(i), width)] for i in members]
        result = {"fields": [field for field in fields if field[1] is not None]}
        if not result["fields"]:
            result = {}
        offsets = [tid.get_member_offset(i) for i in members]
        end = 0
        packed = True
        for i in members:
            packed = packed and offsets[i] == end
            end += tid.get_member_type(i).get_size()
        if not (packed and end == tid.get_size()):
            result |= {"offsets": stored_offsets(tid, width), "size": stored_size(tid, width)}
        return result or None
    if kind == h5t.ENUM and not isinstance(dtype_of(tid.get_super()), str):
        base = tid.get_super()
        message = bytearray(base.encode()[2:])
        message[0] = message[0] & 15 | 16
        order = {"byteOrder": "big"} if base.get_order() == h5t.ORDER_BE and base.get_size() > 1 else {}
        return {"base": order | {"typeMessage": message.hex()}}
    if kind in (h5t.ENUM, h5t.VLEN, h5t.ARRAY):
        base = details_of(tid.get_super(), width)
        return None if base is None else {"base": base}
    return None


def hexed(array):
    raw = np.ascontiguousarray(array).tobytes()
    return raw.hex() if len(raw) < HASHED_FROM else "sha256:" + hashlib.sha256(raw).hexdigest()


def little(array):
    return array.astype(array.dtype.newbyteorder("<"))


class FileDump:
    def __init__(self, path):
        self.file = h5py.File(path, "r")
        self.width = self.file.id.get_create_plist().get_sizes()[0]
        self.paths = {}
        self.objects = []

    def run(self):
        self.walk(self.file["/"], "/", [])
        self.objects = [(path, h5o.open(self.file.id, path.encode("utf-8", "surrogateescape"))) for path in self.paths.values()]
        result = {path: self.dump(oid) for path, oid in self.objects}
        self.file.close()
        return result

    def walk(self, group, path, trail):
        address = h5o.get_info(group.id).addr
        self.paths.setdefault(address, path)
        if len(trail) > 100:
            raise ValueError("too deep")
        base = "" if path == "/" else path
        names = sorted(self.names(group.id))
        for name in names:
            if group.id.links.get_info(name).type != h5py.h5l.TYPE_HARD:
                continue
            address = h5o.get_info(group.id, name).addr
            if address in self.paths:
                continue
            full = f"{base}/{text(name)}"
            self.paths[address] = full
            oid = h5o.open(group.id, name)
            if isinstance(oid, h5py.h5g.GroupID):
                self.walk(h5py.Group(oid), full, [*trail, address])

    def names(self, gid):
        tracked = gid.get_create_plist().get_link_creation_order() & h5p.CRT_ORDER_INDEXED
        found = []
        order = h5py.h5.INDEX_CRT_ORDER if tracked else h5py.h5.INDEX_NAME
        gid.links.iterate(lambda name: found.append(name), idx_type=order)
        return found

    def path_of(self, reference):
        if not reference:
            return None
        try:
            # Where an object was deleted, anything may be: the address is that of no object, or of no header.
            address = h5o.get_info(h5py.h5r.dereference(reference, self.file.id)).addr
        except (ValueError, RuntimeError, KeyError):
            return "(dangling)"
        return self.paths.get(address, "(dangling)")

    def value(self, tid, array, stored=False):
        """Elements; `stored` tells that texts of fixed size are as the file has them, not as the library converts them for numpy."""
        array = array.ravel()
        kind = tid.get_class()
        if complex_base(tid) is not None:
            return hexed(little(array))
        if kind == h5t.STRING:
            if tid.is_variable_str():
                return [text(item if isinstance(item, bytes) else (item or b"")) for item in array]
            padding = tid.get_strpad()
            size = tid.get_size()
            items = [array[i : i + 1].tobytes()[:size] for i in range(len(array))]
            if padding == h5t.STR_NULLTERM:
                items = [item.split(b"\0")[0] for item in items]
            elif padding == h5t.STR_SPACEPAD:
                # Converted for numpy, padding by spaces has become padding by NULs; NULs in the file are text, unless there is nothing else.
                items = [(item if stored and item.strip(b"\0") else item.rstrip(b"\0")).rstrip(b" ") for item in items]
            else:
                items = [item.rstrip(b"\0") for item in items]
            return [text(item) for item in items]
        if kind == h5t.COMPOUND:
            members = [(tid.get_member_name(i), tid.get_member_type(i)) for i in range(tid.get_nmembers())]
            return {text(name): self.value(member, array[text(name)]) for name, member in members}
        if kind == h5t.REFERENCE and tid == h5t.STD_REF_DSETREG:
            return [self.region(item) for item in array]
        if kind == h5t.REFERENCE:
            return [self.path_of(item) for item in array]
        if kind == h5t.ENUM:
            return hexed(little(array.astype("u1") if is_bool(tid) else array))
        if kind == h5t.VLEN:
            offsets = np.cumsum([0, *(0 if item is None else len(item) for item in array)]).tolist()
            parts = [item for item in array if item is not None and len(item)]
            base = tid.get_super()
            return {"offsets": offsets, "values": self.value(base, np.concatenate(parts) if parts else np.zeros(0, base.dtype))}
        if kind == h5t.ARRAY:
            return self.value(tid.get_super(), array)
        if kind == h5t.OPAQUE:
            return hexed(array)
        if dtype_of(tid) == "float16":
            return hexed(little(array.astype("f4")))
        return hexed(little(array))

    def region(self, reference):
        if not reference:
            return None
        try:
            space = h5py.h5r.get_region(reference, self.file.id)
        except RuntimeError as error:
            if "Undefined reference" in str(error) or ", 0})" in str(error):
                return None
            raise
        oid = h5py.h5r.dereference(reference, self.file.id)
        return {"path": self.paths[h5o.get_info(oid).addr], "count": space.get_select_npoints()}

    def array(self, tid, shape, read):
        """The dtype, shape and elements of an attribute or a dataset."""
        result = {"dtype": dtype_of(tid), "shape": None if shape is None else list(shape)}
        details = details_of(tid, self.width)
        if details is not None:
            result["details"] = details
        if tid.committed():
            result["datatype"] = self.paths.get(h5o.get_info(tid).addr, "(no path)")
        if shape is not None:
            # A null-terminated fixed text is S in numpy, which drops NULs at the end; the raw bytes stay in the buffer.
            # An array type becomes axes of the buffer.
            base, axes = tid, []
            while base.get_class() == h5t.ARRAY:
                axes += base.get_array_dims()
                base = base.get_super()
            # What has no numpy type of its own is taken as stored.
            kinds = (h5t.INTEGER, h5t.FLOAT, h5t.BITFIELD, h5t.OPAQUE)
            odd = base.get_class() in kinds and isinstance(dtype_of(base), dict)
            if odd and not axes:
                buffer = np.zeros(shape, dtype=f"V{base.get_size()}")
                read(buffer, base)
                result["value"] = hexed(buffer)
                return result
            buffer = np.zeros([*shape, *axes], dtype=base.dtype)
            if buffer.size:
                # Objects of Python need h5py's own type in memory, bytes are taken as the file has them.
                objects = h5t.py_create(np.dtype((base.dtype, tuple(axes)))) if base.dtype.hasobject else tid
                stored = bool(axes) or (base.get_class() == h5t.STRING and not base.is_variable_str())
                read(buffer, objects if stored else None)
                result["value"] = self.value(base, buffer, stored)
            else:
                result["value"] = self.value(base, buffer)
        return result

    def attributes(self, oid):
        plist = oid.get_create_plist() if isinstance(oid, (h5py.h5g.GroupID, h5d.DatasetID)) else None
        tracked = plist is not None and plist.get_attr_creation_order() & h5p.CRT_ORDER_INDEXED
        names = []
        order = h5py.h5.INDEX_CRT_ORDER if tracked else h5py.h5.INDEX_NAME
        h5a.iterate(oid, lambda name, *_: names.append(name), index_type=order)
        result = []
        for name in names:
            aid = h5a.open(oid, name)
            space = aid.get_space()
            shape = None if space.get_simple_extent_type() == h5s.NULL else space.shape
            result.append([text(name), self.array(aid.get_type(), shape, aid.read)])
        return result

    def dump(self, oid):
        result = {"attributes": self.attributes(oid)}
        if isinstance(oid, h5py.h5g.GroupID):
            result |= {"kind": "group", "links": [[text(name), self.link(oid, name)] for name in self.names(oid)]}
            if oid.get_create_plist().get_link_creation_order() & h5p.CRT_ORDER_INDEXED:
                result["order"] = "creation"
            return result
        if isinstance(oid, h5t.TypeID):
            result |= {"kind": "datatype", "dtype": dtype_of(oid)}
            details = details_of(oid, self.width)
            return result if details is None else result | {"details": details}
        space = oid.get_space()
        shape = None if space.get_simple_extent_type() == h5s.NULL else space.shape
        plist = oid.get_create_plist()
        layout = "external" if plist.get_external_count() else LAYOUTS[plist.get_layout()]
        result |= {"kind": "dataset", "layout": layout}
        result |= self.array(oid.get_type(), shape, lambda buffer, mtype: oid.read(h5s.ALL, h5s.ALL, buffer, mtype))
        if shape is not None and space.get_simple_extent_dims(True) != shape:
            maximum = space.get_simple_extent_dims(True)
            result["maxShape"] = [None if length == h5s.UNLIMITED else length for length in maximum]
        if layout == "chunked":
            result["chunks"] = list(plist.get_chunk())
        filters = [plist.get_filter(i) for i in range(plist.get_nfilters())]
        if filters:
            result["filters"] = [{"name": FILTERS.get(f[0], f"hdf5-{f[0]}"), "id": f[0], "options": list(f[2])} for f in filters]
        if plist.fill_value_defined() == h5d.FILL_VALUE_USER_DEFINED:
            buffer = np.zeros((), dtype=oid.get_type().dtype)
            if oid.get_type().get_class() == h5t.STRING:
                buffer[...] = h5py.Dataset(oid).fillvalue
            else:
                plist.get_fill_value(buffer)
            result["fillValue"] = self.value(oid.get_type(), buffer)
        return result

    def link(self, gid, name):
        info = gid.links.get_info(name)
        if info.type == h5py.h5l.TYPE_HARD:
            return {"hard": self.paths[h5o.get_info(gid, name).addr]}
        target = gid.links.get_val(name)
        if info.type == h5py.h5l.TYPE_SOFT:
            return {"soft": text(target)}
        return {"external": {"source": text(target[0]), "path": text(target[1])}}


def dump(path):
    return FileDump(path).run()


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(json.dumps(dump(argument)))
