"""Values of both sides in one comparable form: text and references as `str`, numbers as little-endian arrays."""

import base64
import math

import numpy as np
from h5py import h5t

from .original import decode


def inner_shape(tid):
    """The axes of an array type, which follow those of the dataset in a store."""
    return list(tid.get_array_dims()) + inner_shape(tid.get_super()) if tid.get_class() == h5t.ARRAY else []


def is_number(tid):
    return tid.get_class() in (h5t.INTEGER, h5t.FLOAT)


def plain_number(array):
    """Native byte order, contiguous, as bytes: NaN payloads and -0 count."""
    array = np.ascontiguousarray(array)
    return array.astype(array.dtype.newbyteorder("=")).tobytes()


def texts(array):
    """A flat list of `str` of an array of text of either side."""
    return [decode(v) for v in np.asarray(array, dtype=object).reshape(-1)] if array is not None else []


class Values:
    """Reads values of the original with references as the paths that their targets must have in the store."""

    def __init__(self, path_of):
        self.path_of = path_of  # (reference, object it was found in) -> path, "" for null and dead ones

    def json_like(self, value, tid, obj):
        """A value as JSON would hold it: nested lists for arrays, dicts for compounds, text, numbers."""
        kind = tid.get_class()
        if isinstance(value, np.ndarray) and value.ndim:
            return [self.json_like(v, tid, obj) for v in value]
        if isinstance(value, np.ndarray) and value.dtype.names is None:
            value = value[()]
        if kind == h5t.STRING:
            return decode(value)
        if kind == h5t.REFERENCE:
            return {"_REFERENCE": {"source": ".", "path": self.path_of(value, obj)}} if value else ""
        if kind == h5t.COMPOUND:
            if not value.dtype.names:
                return [float(value.real), float(value.imag)]
            return [self.json_like(value[name], tid.get_member_type(i), obj) for i, name in enumerate(value.dtype.names)]
        if kind == h5t.VLEN:
            return [self.json_like(v, tid.get_super(), obj) for v in value]
        if kind == h5t.ARRAY:
            return [self.json_like(v, tid.get_super(), obj) for v in value]
        if kind == h5t.ENUM:
            return bool(value) if isinstance(value, np.bool_) else int(value)
        if kind == h5t.INTEGER:
            return int(value)
        if kind == h5t.FLOAT:
            return float(value)
        return base64.b64encode(bytes(value)).decode()

    def same_box(self, mine, tid, theirs, obj):
        """The first index at which a box of the original and of the store differ, or `None`."""
        kind = tid.get_class()
        if is_number(tid) or kind == h5t.ENUM or (kind == h5t.COMPOUND and mine.dtype.names is None):
            if mine.dtype.newbyteorder("=") != theirs.dtype.newbyteorder("="):
                return "dtype"
            if plain_number(mine) == plain_number(theirs):
                return None
            a = np.ascontiguousarray(mine.astype(mine.dtype.newbyteorder("="))).reshape(-1)
            b = np.ascontiguousarray(theirs.astype(mine.dtype)).reshape(-1)
            size = a.dtype.itemsize
            unequal = (a.view(np.uint8).reshape(-1, size) != b.view(np.uint8).reshape(-1, size)).any(axis=1)
            return int(np.flatnonzero(unequal)[0])
        if kind in (h5t.STRING, h5t.REFERENCE):
            flat = np.asarray(mine, dtype=object).reshape(-1)
            a = [decode(v) for v in flat] if kind == h5t.STRING else [self.path_of(v, obj) for v in flat]
            return first_difference(a, texts(theirs))
        if kind == h5t.COMPOUND:
            for i, name in enumerate(mine.dtype.names):
                if not theirs.dtype.names or name not in theirs.dtype.names:
                    return name
                at = self.same_box(np.asarray(mine[name]), tid.get_member_type(i), np.asarray(theirs[name]), obj)
                if at is not None:
                    return f"{name}[{at}]"
            return None
        if kind == h5t.ARRAY:
            return self.same_box(mine, tid.get_super(), theirs, obj)
        if kind in (h5t.OPAQUE, h5t.BITFIELD):
            return None if np.ascontiguousarray(mine).tobytes() == np.ascontiguousarray(theirs).tobytes() else "bytes"
        if kind == h5t.VLEN and is_number(tid.get_super()):
            # Outside of the convention: hdmf-ts keeps the members' bytes, little endian, as one byte string an element.
            a = [np.asarray(v).astype(np.asarray(v).dtype.newbyteorder("<")).tobytes() for v in mine.reshape(-1)]
            return first_difference(a, [bytes(v) for v in theirs.reshape(-1)])
        return None  # packed in a form of our own: hdmf-ts.json says so, no peer can read it


def first_difference(a, b):
    if len(a) != len(b):
        return f"length {len(a)} and {len(b)}"
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y), None)


def same_json(a, b):
    """Equality of JSON values where `1` is not `1.0` and not `true`, and NaN equals NaN."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same_json(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same_json, a, b))
    if isinstance(a, float) and isinstance(b, float):
        return (a == b and math.copysign(1, a) == math.copysign(1, b)) or (math.isnan(a) and math.isnan(b))
    return type(a) is type(b) and a == b


def dtype_names(tid, obj):
    """What `_DTYPE` may be: hdmf-zarr mixes names of Python, of numpy and type strings."""
    if tid.get_class() == h5t.STRING:
        return {"str"}
    dtype = obj.dtype.newbyteorder("<")
    names = {dtype.name, dtype.str, dtype.newbyteorder("=").str}
    if dtype == np.int64:
        names.add("int")
    if dtype == np.float64:
        names.add("float")
    return names


def replaced(value):
    """Text with what is no UTF-8 as U+FFFD, as readers of the convention must see it; the bytes are in the record."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return [replaced(v) for v in value] if isinstance(value, list) else value
