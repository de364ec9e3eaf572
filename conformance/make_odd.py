"""Makes a small HDF5 file with what NWB files rarely hold: every class of type, link, layout and space, on datasets and attributes.

Environment B (h5py 3.16). Usage: python conformance/make_odd.py FOLDER; writes FOLDER/odd.h5 and FOLDER/other.h5, which it links to.
"""

import sys
from pathlib import Path

import h5py
import numpy as np
from h5py import h5d, h5s, h5t

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)

with h5py.File(folder / "other.h5", "w") as other:
    shared = other.create_group("shared")
    shared["data"] = np.arange(6, dtype="int16").reshape(2, 3)
    shared["data"].attrs["unit"] = "V"
    shared["soft"] = h5py.SoftLink("/apart")
    shared.attrs["points at data"] = shared["data"].ref
    other["apart"] = np.array([1.5, -0.0])

file = h5py.File(folder / "odd.h5", "w")
file.attrs["title"] = "odd"

numbers = file.create_group("numbers")
for kind in ("i", "u"):
    for size in (1, 2, 4, 8):
        info = np.iinfo(f"{kind}{size}")
        numbers[f"{kind}{size}"] = np.array([info.min, 0, 1, info.max], dtype=f"<{kind}{size}")
        numbers[f"{kind}{size} big"] = np.array([info.min, 0, 1, info.max], dtype=f">{kind}{size}")
        numbers.attrs[f"{kind}{size}"] = np.array([info.min, info.max], dtype=f"<{kind}{size}")
        numbers.attrs[f"{kind}{size} scalar"] = np.array(info.max, dtype=f"{kind}{size}")
for size, bits in ((2, "u2"), (4, "u4"), (8, "u8")):
    special = np.array([0.0, -0.0, 1.5, np.inf, -np.inf, np.nan], dtype=f"f{size}")
    numbers[f"f{size}"] = special
    numbers[f"f{size} big"] = special.astype(f">f{size}")
    payload = special.copy()
    payload.view(bits)[-1] += 5
    numbers[f"f{size} payload"] = payload
    numbers.attrs[f"f{size}"] = special
    numbers.attrs[f"f{size} scalar"] = special[5]
numbers["bool"] = np.array([[True, False], [False, True]])
numbers["bool scalar"] = True
numbers.attrs["bool"] = np.array([True, False])
numbers["complex"] = np.array([1 + 2j, complex(np.nan, -np.inf)], dtype="complex128")
numbers["complex small"] = np.array([1 + 2j], dtype="complex64")
numbers.attrs["complex"] = 1 - 2j
numbers["empty"] = np.zeros((0, 3), dtype="float32")
numbers.attrs["empty"] = np.zeros(0, dtype="int32")
numbers["scalar"] = np.float32(0.1)
numbers["one"] = np.array([7], dtype="int64")
numbers.attrs["one"] = np.array([7], dtype="int64")
numbers.attrs["whole float"] = 3.0
numbers.attrs["square"] = np.arange(6.0).reshape(2, 3)

texts = file.create_group("texts")
texts["utf8"] = "Grüße, 世界 🧠"
texts["utf8 many"] = np.array(["a", "", "β", "x" * 300], dtype=object)
texts.create_dataset("ascii", data="plain", dtype=h5py.string_dtype("ascii"))
texts.create_dataset("fixed", data=np.array([b"ab", b"abcd", b""], dtype="S4"))
texts.create_dataset("fixed utf8", data=np.array(["é".encode(), b"ab"], dtype=h5py.string_dtype("utf-8", 6)))
spaces = h5t.C_S1.copy()
spaces.set_size(6)
spaces.set_strpad(h5t.STR_SPACEPAD)
dataset = h5d.create(texts.id, b"padded with spaces", spaces, h5s.create_simple((2,)))
dataset.write(h5s.ALL, h5s.ALL, np.array([b"ab    ", b"abcdef"], dtype="S6"), mtype=spaces)
texts["no utf8"] = np.array([b"caf\xe9", b"ok"], dtype=object)
texts.attrs["no utf8"] = np.array(b"caf\xe9", dtype=h5py.string_dtype())
texts.attrs["fixed"] = np.bytes_(b"abc")
texts.attrs["many"] = np.array(["a", "bé"], dtype=object)
texts.attrs["empty"] = ""
texts.attrs.create("none of them", np.array([], dtype=h5py.string_dtype()))

types = file.create_group("types")
colour = h5py.enum_dtype({"RED": 0, "GREEN": 1, "BLUE": 42}, basetype="int16")
types.create_dataset("enum", data=np.array([0, 42, 1], dtype="int16"), dtype=colour)
types.attrs.create("enum", np.int16(42), dtype=colour)
row = np.dtype([("a", "<i4"), ("b", "<f8"), ("c", "u1")])
types["compound"] = np.array([(1, 0.5, 2), (-1, np.nan, 255)], dtype=row)
types["compound scalar"] = np.array((1, 0.5, 2), dtype=row)
types["compound gaps"] = np.zeros(3, dtype=np.dtype({"names": ["a", "b"], "formats": ["<i2", "<f8"], "offsets": [2, 8], "itemsize": 24}))
types["compound big"] = np.array([(1, 2.5)], dtype=[("a", ">i4"), ("b", ">f8")])
types["compound nested"] = np.array([((1, 0.5, 2), 7)], dtype=[("in", row), ("n", "<i8")])
types.attrs["compound"] = np.array((1, 0.5, 2), dtype=row)
text_row = np.dtype([("name", h5py.string_dtype()), ("short", "S3"), ("ref", h5py.ref_dtype), ("n", "<u2")])
values = np.zeros(3, dtype=text_row)
values["name"] = ["ä", "", "long" * 200]
values["short"] = [b"abc", b"", b"x"]
values["ref"] = [numbers.ref, types["enum"].ref, h5py.Reference()]
values["n"] = [1, 2, 3]
types["compound text"] = values
ragged = types.create_dataset("vlen", (3,), dtype=h5py.vlen_dtype("<i4"))
ragged[0], ragged[1] = [1, 2, 3], []
ragged[2] = [-(2**31)]
nested = types.create_dataset("vlen float", (2,), dtype=h5py.vlen_dtype("<f8"))
nested[0], nested[1] = [1.5, -0.0], [np.nan]
types["opaque"] = np.array([b"\x00\x01", b"\xff\x00"], dtype="V2")
array = h5t.array_create(h5t.NATIVE_INT16, (2, 3))
dataset = h5d.create(types.id, b"array", array, h5s.create_simple((4,)))
dataset.write(h5s.ALL, h5s.ALL, np.arange(24, dtype="int16").reshape(4, 2, 3), mtype=array)
types["committed"] = np.dtype("<f4")
types["committed"].attrs["note"] = "a named type"
types.create_dataset("of committed", data=[1.5, 2.5], dtype=types["committed"])
types.attrs.create("of committed", 0.5, dtype=types["committed"])

pointers = file.create_group("pointers")
pointers.create_dataset("objects", data=[numbers.ref, file.ref, types["enum"].ref, h5py.Reference()], dtype=h5py.ref_dtype)
pointers.create_dataset("object", data=texts.ref, dtype=h5py.ref_dtype)
pointers.create_dataset("square", data=np.array([[numbers.ref], [texts.ref]], dtype=object), dtype=h5py.ref_dtype)
pointers.attrs["one"] = numbers["i4"].ref
pointers.attrs.create("many", np.array([numbers.ref, texts.ref], dtype=object), dtype=h5py.ref_dtype)
pointers.attrs.create("null", h5py.Reference(), dtype=h5py.ref_dtype)
pointers.create_dataset("region", data=numbers["i4"].regionref[1:3], dtype=h5py.regionref_dtype)
pointers.attrs.create("region", numbers["i4"].regionref[0:2], dtype=h5py.regionref_dtype)
pointers["null"] = h5py.Empty("float64")
pointers.attrs["empty"] = h5py.Empty("int32")
pointers.attrs["no text"] = h5py.Empty(h5py.string_dtype())

layouts = file.create_group("layouts")
grid = np.arange(7 * 5, dtype="int32").reshape(7, 5)
layouts.create_dataset("contiguous", data=grid)
layouts.create_dataset("chunked", data=grid, chunks=(3, 2), maxshape=(None, 5))
layouts.create_dataset("gzip", data=grid, chunks=(4, 5), compression="gzip", compression_opts=9)
layouts.create_dataset("all filters", data=grid, chunks=(4, 5), compression="gzip", shuffle=True, fletcher32=True)
layouts.create_dataset("scaleoffset", data=grid, chunks=(4, 5), scaleoffset=0)
sparse = layouts.create_dataset("sparse", (100, 4), chunks=(10, 4), dtype="int16", fillvalue=-5)
sparse[55] = 1
layouts.create_dataset("never written", (3,), dtype="float64", fillvalue=np.nan)
plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
plist.set_layout(h5d.COMPACT)
h5d.create(layouts.id, b"compact", h5t.NATIVE_INT8, h5s.create_simple((3,)), plist).write(h5s.ALL, h5s.ALL, np.arange(3, dtype="int8"))

links = file.create_group("links")
links["soft"] = h5py.SoftLink("/numbers/i4")
links["relative"] = h5py.SoftLink("../numbers/i4")
links["beside"] = h5py.SoftLink("soft")
links["to a group"] = h5py.SoftLink("/numbers")
links["through a link"] = h5py.SoftLink("/links/to a group/i2")
links["hard"] = numbers["i4"]
links["hard group"] = numbers
links["dead"] = h5py.SoftLink("/nowhere")
links["dead outside"] = h5py.ExternalLink("nothing.h5", "/a")
links["dead inside other"] = h5py.ExternalLink("other.h5", "/nowhere")
links["outside"] = h5py.ExternalLink("other.h5", "/shared")
links["outside again"] = h5py.ExternalLink("other.h5", "/shared/data")
links["soft to outside"] = h5py.SoftLink("/links/outside/data")

names = file.create_group("names")
for name in ("a b", "ü", "a#b", "a?b", "100%", "a:b", "__proto__", "constructor", "CON", "x."):
    names[name] = np.int8(1)
    names.attrs[name] = 1
file.close()
