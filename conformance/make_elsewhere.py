"""Makes fixtures/elsewhere: HDF5 files whose elements are in other files (external storage, virtual datasets), and what h5py finds in them.

    python make_elsewhere.py        (environment a)

Also families of files, which libhdf5 opens as one, and a file with an image of its metadata cache. elsewhere.json holds, by file, the form of dump_library_suite.py. loops.h5 is not in it: h5py crashes on virtual datasets that are
sources of their own elements. The time that root groups were made at is in the files of the newest form, and differs.
"""

import ctypes
import glob
import json
import os
import shutil
from pathlib import Path

import h5py
import numpy as np
from dump_library_suite import Paths, TolerantDump, tried
from h5py import h5d, h5p, h5s, h5t

folder = Path(__file__).parent / "fixtures" / "elsewhere"
shutil.rmtree(folder, ignore_errors=True)
(folder / "below").mkdir(parents=True)
# libhdf5 looks for raw files in the current folder.
os.chdir(folder)

NO_END = h5s.UNLIMITED


def box(shape, start, count, stride=None, block=None, maximum=None):
    space = h5s.create_simple(shape, maximum)
    space.select_hyperslab(start, count, stride, block)
    return space


def boxes(shape, *parts):
    space = h5s.create_simple(shape)
    space.select_hyperslab(*parts[0])
    for start, count in parts[1:]:
        space.select_hyperslab(start, count, op=h5s.SELECT_OR)
    return space


def every(shape):
    return h5s.create_simple(shape)


def nothing(shape):
    space = h5s.create_simple(shape)
    space.select_none()
    return space


def virtual(file, name, shape, mappings, dtype="<i4", fill=-1, maximum=None, ftype=None):
    plist = h5p.create(h5p.DATASET_CREATE)
    plist.set_layout(h5d.VIRTUAL)
    plist.set_obj_track_times(False)
    if fill is not None:
        plist.set_fill_value(np.array(fill, dtype=dtype))
    for space, source, path, selection in mappings:
        plist.set_virtual(space, source.encode(), path.encode(), selection)
    created = h5d.create(file.id, name.encode(), ftype or h5t.py_create(np.dtype(dtype), logical=True), h5s.create_simple(shape, maximum), plist)
    created.close()


def numbers(*shape, dtype="<i4", first=0):
    return np.arange(first, first + int(np.prod(shape)), dtype=dtype).reshape(shape)


# Raw files, one of them shorter than the elements it should hold.
Path("raw-1.bin").write_bytes(numbers(12).tobytes())
Path("raw-2.bin").write_bytes(numbers(6, first=100).tobytes()[:22])
Path("below/raw.bin").write_bytes(numbers(4, dtype=">f8").tobytes())
with h5py.File("external.h5", "w") as file:
    file.create_dataset("one", (12,), "<i4", external=[("raw-1.bin", 0, 48)])
    file.create_dataset("parts", (3, 4), "<i4", external=[("raw-1.bin", 8, 18), ("raw-2.bin", 2, 14), ("raw-1.bin", 0, 16)])
    file.create_dataset("no end", (5, 4), "<i4", external=[("raw-1.bin", 40, 8), ("raw-2.bin", 0, h5py.h5f.UNLIMITED)], fillvalue=7)
    file.create_dataset("behind the end", (4,), "<i4", external=[("raw-2.bin", 1000, 16)], fillvalue=7)
    file.create_dataset("more than needed", (2,), "<i4", external=[("raw-1.bin", 4, 1000)])
    file.create_dataset("in a folder", (4,), ">f8", external=[("below/raw.bin", 0, 32)])
    file.create_dataset("compounds", (4,), [("a", "<i4"), ("b", ">i2"), ("c", "S2")], external=[("raw-1.bin", 0, 32)])
    file.create_dataset("none", (0,), "<i4", external=[("raw-1.bin", 0, 48)])
    file.create_dataset("missing", (4,), "<i4", external=[("raw-none.bin", 0, 16)], fillvalue=7)

# Sources.
with h5py.File("ints.h5", "w") as file:
    file["grid"] = numbers(3, 4)
    file["line"] = numbers(12)
    file["cube"] = numbers(2, 3, 4)
    file["one"] = np.int32(5)
    file["group/below"] = numbers(3, 4, first=500)
    file["soft"] = h5py.SoftLink("group/../grid")
    file["group/soft"] = h5py.SoftLink("below")
    file["other"] = h5py.ExternalLink("chunks.h5", "/packed")
    file["group/dead"] = h5py.SoftLink("/nowhere")
    file["circle"] = h5py.SoftLink("/circle")
    file.create_dataset("grows", data=numbers(7, 2), maxshape=(None, 2), chunks=(2, 2))
    file.create_dataset("no rows", (0, 2), "<i4", maxshape=(None, 2), chunks=(2, 2))
    file.create_dataset("wide", data=numbers(2, 5), maxshape=(2, None), chunks=(2, 2))
with h5py.File("chunks.h5", "w") as file:
    file.create_dataset("packed", data=numbers(20, 30), chunks=(6, 7), compression="gzip", shuffle=True)
    file.create_dataset("unwritten", (3, 4), "<i4", chunks=(2, 2), fillvalue=9)
for block in range(3):
    with h5py.File(f"block-{block}.h5", "w") as file:
        file["data"] = numbers(2, 3, first=10 * block)
with h5py.File("100%.h5", "w") as file:
    file["a%b"] = numbers(4)
    for block in range(4):
        if block != 2:
            file[f"part {block}%"] = numbers(2, first=block)

KINDS = {
    "int8": ("<i1", [-128, -1, 0, 1, 127, 5]), "uint8": ("|u1", [0, 1, 127, 128, 200, 255]),
    "int16": ("<i2", [-32768, -129, -1, 0, 256, 32767]), "uint16": ("<u2", [0, 1, 255, 256, 32768, 65535]),
    "int32": ("<i4", [-(2**31), -70000, -1, 0, 70000, 2**31 - 1]), "uint32": ("<u4", [0, 1, 300, 70000, 2**31, 2**32 - 1]),
    "int64": ("<i8", [-(2**63), -(2**53) - 3, -1, 2**54 + 2**30 + 1, 2**40, 2**63 - 1]),
    "uint64": ("<u8", [0, 1, 2**53 + 1, 2**63, 2**63 + 2**39 + 1, 2**64 - 1]),
    "float32": ("<f4", [-1.5, 0.999, 300.7, 1e20, 3e38, 16777217.0]),
    "float64": ("<f8", [-1.5, -0.0, 300.7, 1e20, -1e300, 2.0**53 + 2]),
    "infinite": ("<f8", [np.inf, -np.inf, np.inf, -np.inf, np.inf, 0]),
}
with h5py.File("kinds.h5", "w") as file:
    for name, (dtype, values) in KINDS.items():
        file[name] = np.array(values, dtype=dtype)
    file["big"] = np.array([-1.5, 1.25, 300, 70000, 1e6, 0], dtype=">f4")
    file["half"] = np.array([0, 1.5, 300, 65504, np.inf, 2.0**-24], dtype="<f2")
    file["text"] = np.array(["a", "", "b\u00e9c", "d"], dtype=h5py.string_dtype())
    file["fixed"] = np.array([b"ab", b"", b"abcd"], dtype="S4")
    file["enum"] = np.array([0, 2, 1], dtype=h5py.enum_dtype({"x": 0, "y": 1, "z": 2}, basetype="i1"))
    file["truth"] = np.array([True, False, True])
    file["pairs"] = np.array([(1, 2.5, b"x"), (2, -1, b"yy")], dtype=[("a", "<i2"), ("b", ">f8"), ("c", "S3")])
    lists = file.create_dataset("lists", (3,), dtype=h5py.vlen_dtype(np.int16))
    lists[0], lists[2] = [1, 2, 3], [4]

for version, bounds in {"v110": ("v110", "v110"), "latest": ("latest", "latest")}.items():
    with h5py.File(f"virtual-{version}.h5", "w", libver=bounds) as file:
        file["own"] = numbers(4, first=900)
        virtual(file, "whole", (3, 4), [(every((3, 4)), "ints.h5", "grid", every((3, 4)))])
        virtual(file, "nothing mapped", (3, 4), [])
        virtual(file, "selects none", (3, 4), [(nothing((3, 4)), "ints.h5", "grid", nothing((3, 4)))])
        virtual(file, "zeros where nothing is", (2, 3), [(box((2, 3), (0, 0), (1, 3)), "ints.h5", "grid", box((3, 4), (2, 1), (1, 3)))], fill=None)
        virtual(file, "stacked", (3, 12), [(box((3, 12), (i, 0), (1, 12)), "ints.h5", "line", every((12,))) for i in range(2)] + [
            (box((3, 12), (2, 2), (1, 4)), ".", "own", every((4,)))])
        virtual(file, "later ones win", (3, 4), [
            (every((3, 4)), "ints.h5", "grid", every((3, 4))),
            (box((3, 4), (1, 1), (2, 2)), "ints.h5", "/group/below", box((3, 4), (0, 0), (2, 2))),
            (box((3, 4), (2, 0), (1, 4)), ".", "/own", every((4,)))])
        virtual(file, "missing", (4, 4), [
            (box((4, 4), (0, 0), (1, 4)), "none.h5", "grid", every((4,))), (box((4, 4), (1, 0), (1, 4)), "ints.h5", "none", every((4,))),
            (box((4, 4), (2, 0), (1, 4)), "ints.h5", "group/dead", every((4,))), (box((4, 4), (3, 0), (1, 4)), "ints.h5", "grid", box((3, 4), (1, 0), (1, 4)))])
        virtual(file, "by links", (3, 4), [
            (box((3, 4), (0, 0), (1, 4)), "ints.h5", "group/soft", box((3, 4), (2, 0), (1, 4))),
            (box((3, 4), (1, 0), (1, 4)), "ints.h5", "./other", box((20, 30), (19, 2), (1, 4), (1, 8)))])
        virtual(file, "with steps", (6, 9), [
            (box((6, 9), (0, 1), (3, 4), (2, 2)), "ints.h5", "grid", every((3, 4))),
            (box((6, 9), (1, 0), (2, 3), (3, 4), (2, 1)), "ints.h5", "cube", box((2, 3, 4), (0, 0, 0), (2, 2, 3), (1, 2, 1)))])
        virtual(file, "another shape", (4, 6), [(every((4, 6)), "ints.h5", "cube", every((2, 3, 4)))])
        virtual(file, "of a line", (3, 5), [(boxes((3, 5), ((0, 0), (1, 3)), ((1, 2), (2, 3)), ((2, 0), (1, 1))), "ints.h5", "line", box((12,), (1,), (5,), (2,), (2,)))])
        virtual(file, "of boxes", (8,), [(every((8,)), "chunks.h5", "packed", boxes((20, 30), ((3, 4), (2, 2)), ((4, 5), (2, 2)), ((19, 29), (1, 1))))])
        virtual(file, "of rows", (3, 30), [(every((3, 30)), "chunks.h5", "packed", box((20, 30), (1, 0), (3, 30), (7, 1)))])
        virtual(file, "packed", (40, 30), [(box((40, 30), (i, 0), (20, 30), (2, 1)), "chunks.h5", "packed", every((20, 30))) for i in range(2)])
        virtual(file, "unwritten", (3, 4), [(every((3, 4)), "chunks.h5", "unwritten", every((3, 4)))])
        virtual(file, "percent", (3, 4), [(box((3, 4), (0, 0), (1, 4)), "100%%.h5", "a%%b", every((4,)))])
        virtual(file, "one", (), [(every(()), "ints.h5", "one", every(()))])
        virtual(file, "of one", (1, 1), [(every((1, 1)), "ints.h5", "one", every(()))])
        virtual(file, "nested", (3, 4), [(every((3, 4)), ".", "later ones win", every((3, 4)))])
        virtual(file, "nested below", (4,), [(every((4,)), "below/nested.h5", "up", every((4,)))])
        # Without an end.
        grow = (NO_END, 4)
        virtual(file, "grows", (0, 4), [
            (box((0, 4), (0, 0), (NO_END, 1), (3, 1), (2, 2), maximum=grow), "ints.h5", "grows", box((7, 2), (0, 0), (NO_END, 2), maximum=grow[:1] + (2,))),
            (box((0, 4), (1, 2), (NO_END, 1), (2, 1), (1, 2), maximum=grow), "ints.h5", "grows", box((7, 2), (0, 0), (NO_END, 2), maximum=grow[:1] + (2,)))], maximum=grow)
        virtual(file, "grows to the right", (2, 1), [(box((2, 1), (0, 1), (2, 1), None, (1, NO_END), maximum=(2, NO_END)), "ints.h5", "wide", box((2, 5), (0, 0), (2, 1), None, (1, NO_END), maximum=(2, NO_END)))], maximum=(2, NO_END))
        virtual(file, "grows, turned", (2, 1), [(box((2, 1), (0, 0), (2, NO_END), maximum=(2, NO_END)), "ints.h5", "grows", box((7, 2), (0, 0), (NO_END, 2), maximum=grow[:1] + (2,)))], maximum=(2, NO_END))
        virtual(file, "as long as its source", (5, 2), [(box((5, 2), (0, 0), (NO_END, 2), maximum=grow[:1] + (2,)), "ints.h5", "no rows", box((0, 2), (0, 0), (NO_END, 2), maximum=grow[:1] + (2,)))], maximum=grow[:1] + (2,))
        virtual(file, "as long as the others", (9, 2), [
            (box((9, 2), (8, 0), (1, 2), maximum=grow[:1] + (2,)), "ints.h5", "grid", box((3, 4), (0, 0), (1, 2))),
            (box((9, 2), (0, 0), (NO_END, 2), maximum=grow[:1] + (2,)), "ints.h5", "no rows", box((0, 2), (0, 0), (NO_END, 2), maximum=grow[:1] + (2,)))], maximum=grow[:1] + (2,))
        wide = (NO_END, 3)
        virtual(file, "blocks", (1, 3), [(box((1, 3), (1, 0), (NO_END, 1), (3, 1), (2, 3), maximum=wide), "block-%b.h5", "data", every((2, 3)))], maximum=wide)
        virtual(file, "no blocks", (1, 3), [(box((1, 3), (1, 0), (NO_END, 1), (3, 1), (2, 3), maximum=wide), "none-%b.h5", "data", every((2, 3)))], maximum=wide)
        virtual(file, "blocks with a gap", (1,), [(box((1,), (0,), (NO_END,), (2,), (2,), maximum=(NO_END,)), "100%%.h5", "part %b%%", every((2,)))], maximum=(NO_END,))
        virtual(file, "blocks behind a gap", (8,), [
            (box((8,), (0,), (NO_END,), (2,), (2,), maximum=(NO_END,)), "100%%.h5", "part %b%%", every((2,))),
            (box((8,), (7,), (1,), maximum=(NO_END,)), "ints.h5", "line", box((12,), (11,), (1,)))], maximum=(NO_END,))
        virtual(file, "grows, nested", (1, 4), [(box((1, 4), (0, 0), (NO_END, 4), maximum=grow), ".", "grows", box((0, 4), (0, 0), (NO_END, 4), maximum=grow))], maximum=grow)
        virtual(file, "may not grow", (10, 3), [(box((10, 3), (1, 0), (NO_END, 1), (3, 1), (2, 3), maximum=(10, 3)), "block-%b.h5", "data", every((2, 3)))], maximum=(10, 3))
        # Of other types. What differs in h5py by the machine or by the order of bytes (NaN, and what is out of range there) is left out.
        for source in [*KINDS, "big", "half"]:
            for name in ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"]:
                if source == "big" and name[0] in "iu" or source == "half" and name[0] in "iu":
                    continue
                virtual(file, f"{source} as {name}", (6,), [(every((6,)), "kinds.h5", source, every((6,)))], dtype=KINDS[name][0], fill=0)
        kinds = h5py.File("kinds.h5")
        for name in ["half", "text", "fixed", "enum", "truth", "pairs", "lists"]:
            source = kinds[name]
            shape = source.shape
            virtual(file, f"same {name}", (shape[0] + 1,), [(box((shape[0] + 1,), (1,), shape), "kinds.h5", name, every(shape))], ftype=source.id.get_type(), fill=None)
        kinds.close()

with h5py.File("below/nested.h5", "w", libver="v110") as file:
    file["own"] = numbers(2, first=70)
    virtual(file, "up", (4,), [(box((4,), (0,), (2,)), ".", "own", every((2,))), (box((4,), (2,), (1,)), "../ints.h5", "line", box((12,), (5,), (1,)))])

with h5py.File("loops.h5", "w", libver="v110") as file:
    virtual(file, "itself", (4,), [(every((4,)), ".", "itself", every((4,)))])
    virtual(file, "one of two", (4,), [(every((4,)), "loops.h5", "other of two", every((4,)))])
    virtual(file, "other of two", (4,), [(every((4,)), ".", "one of two", every((4,)))])
    loop = (box((1,), (0,), (NO_END,), maximum=(NO_END,)), ".", "grows", box((1,), (0,), (NO_END,), maximum=(NO_END,)))
    virtual(file, "grows", (1,), [loop], maximum=(NO_END,))
    for level in range(4):
        parts = [(box((2,), (i,), (1,)), ".", f"level {level + 1}", box((2,), (i,), (1,))) for _ in range(32) for i in range(2)]
        virtual(file, f"level {level}", (2,), parts)
    file["level 4"] = numbers(2)
    virtual(file, "points behind the end", (5, 4), [(every((5, 4)), "ints.h5", "grid", box((5, 4), (0, 0), (5, 4)))])
    virtual(file, "text of another length", (3,), [(every((3,)), "kinds.h5", "fixed", every((3,)))], dtype="S2", fill=b"")
    virtual(file, "numbers of text", (3,), [(every((3,)), "kinds.h5", "fixed", every((3,)))])
    virtual(file, "circle of links", (12,), [(every((12,)), "ints.h5", "circle", every((12,)))])
    virtual(file, "outside", (12,), [(every((12,)), "../contract.h5", "arrays/grid", every((12,)))])


# Families of files: of an odd size, and so small that even the superblock extension is in another file than the first.
FAMILIES = {"family-earliest-%05d.h5": ("earliest", 1500), "family-latest-%d.h5": ("latest", 1001), "family-tiny-0-%02d-of.h5": ("v110", 80)}
for name, (version, size) in FAMILIES.items():
    with h5py.File(name, "w", driver="family", memb_size=size, libver=(version, "latest" if version == "earliest" else version)) as file:
        file["numbers"] = numbers(6 if size < 100 else 300, dtype="<i2")
        if size < 100:
            continue
        file["group/texts"] = ["a", "bc"] * 4
        file["group"].attrs["unit"] = "mV"
        file.create_dataset("packed", data=numbers(20, 30), chunks=(6, 7), compression="gzip")




class CacheImage(ctypes.Structure):
    _fields_ = [("version", ctypes.c_int), ("generate", ctypes.c_bool), ("resize", ctypes.c_bool), ("ageout", ctypes.c_int)]


# h5py has no name for it: headers stay in an image of the metadata cache.
(library,) = glob.glob(os.path.join(os.path.dirname(h5py.__file__), "..", "h5py.libs", "libhdf5-*.so*"))
access = h5p.create(h5p.FILE_ACCESS)
access.set_libver_bounds(h5py.h5f.LIBVER_LATEST, h5py.h5f.LIBVER_LATEST)
if ctypes.CDLL(library).H5Pset_mdc_image_config(ctypes.c_int64(access.id), ctypes.byref(CacheImage(1, True, False, -1))) < 0:
    raise RuntimeError("no cache image")
with h5py.File(h5py.h5f.create(b"cache-image.h5", h5py.h5f.ACC_TRUNC, fapl=access)) as file:
    file["numbers"] = numbers(30)
    file.create_dataset("packed", data=numbers(20, 30), chunks=(6, 7), compression="gzip")
    group = file.create_group("many")
    for index in range(40):
        group[f"of {index}"] = index
        group.attrs[f"at {index}"] = f"text {index}"

# libhdf5 leaves some without a byte behind.
for path in Path().glob("family-*"):
    if path.stat().st_size == 0:
        path.unlink()


def find(path):
    """What h5py finds at the second look: how long a source is that grows with sources of its own it knows only after it was read."""
    dump = TolerantDump.__new__(TolerantDump)
    options = {"driver": "family", "memb_size": FAMILIES[path][1]} if path in FAMILIES else {}
    dump.file, dump.paths = h5py.File(path, **options), Paths()
    kept = []
    dump.file.visititems(lambda _, found: kept.append((found, tried(lambda: isinstance(found, h5py.Dataset) and found[()]))))
    return dump.run()


truth = {}
alone = [str(path) for path in Path().rglob("*.h5") if not path.name.startswith("family")]
for path in sorted([*alone, *FAMILIES]):
    if path != "loops.h5":
        truth[path] = tried(lambda path=path: find(path))
Path("elsewhere.json").write_text(json.dumps(truth, indent=0) + "\n")
