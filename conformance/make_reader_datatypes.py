"""Makes conformance/fixtures/reader-datatypes.json: datatype messages and elements as HDF5 stores them, and what h5py reads from them.

    .venv-a/bin/python conformance/make_reader_datatypes.py

The bytes are cut out of files that h5py writes in the oldest and in the newest formats: of each dataset the datatype, dataspace and
fill value messages and its elements, and all collections of the global heap.
"""

import json
import pathlib
import tempfile

import h5py
import numpy as np
from dump_hdf5 import FileDump, type_message
from h5py import h5d, h5o, h5p, h5s, h5t
from make_hdf5_fixtures import compounds, enums, fixed_text, low, numbers, others, texts

RESULT = pathlib.Path(__file__).parent / "fixtures" / "reader-datatypes.json"


def uint(raw, at, length):
    return int.from_bytes(raw[at : at + length], "little")


def messages(raw, address):
    """Type, flags and body of all messages of an object header."""
    found = []
    if raw[address : address + 4] != b"OHDR":
        parts = [(address + 16, uint(raw, address + 8, 4))]
        for start, length in parts:
            at = start
            while at + 8 <= start + length:
                kind, size, flags = uint(raw, at, 2), uint(raw, at + 2, 2), raw[at + 4]
                found.append((kind, flags, raw[at + 8 : at + 8 + size]))
                at += 8 + size
                if kind == 16:
                    parts.append((uint(found[-1][2], 0, 8), uint(found[-1][2], 8, 8)))
        return found
    header = raw[address + 5]
    at = address + 6 + (16 if header & 0x20 else 0) + (4 if header & 0x10 else 0)
    width = 1 << (header & 3)
    parts = [(at + width, uint(raw, at, width))]
    head = 6 if header & 4 else 4
    for start, length in parts:
        at = start
        while at + head <= start + length:
            kind, size, flags = raw[at], uint(raw, at + 1, 2), raw[at + 3]
            found.append((kind, flags, raw[at + head : at + head + size]))
            at += head + size
            if kind == 16:
                parts.append((uint(found[-1][2], 0, 8) + 4, uint(found[-1][2], 8, 8) - 8))
    return found


def heaps(raw):
    """Of each collection the objects by their index."""
    result = {}
    at = raw.find(b"GCOL")
    while at >= 0:
        end = at + uint(raw, at + 8, 8)
        place, objects = at + 16, {}
        while place + 16 <= end and uint(raw, place, 2):
            size = uint(raw, place + 8, 8)
            objects[uint(raw, place, 2)] = raw[place + 16 : place + 16 + size].hex()
            place += 16 + (size + 7) // 8 * 8
        result[at] = objects
        at = raw.find(b"GCOL", end)
    return result


def long_double(value):
    """The ten bytes that count, and zeros."""
    return np.array([value], "longdouble").tobytes()[:10] + bytes(6)


def more_numbers(group):
    for name in ("STD_I16BE", "STD_U64BE"):
        tid = getattr(h5t, name).copy()
        tid.set_precision(8 * tid.get_size() - 5)
        tid.set_offset(3)
        low(group, f"odd-{name}", tid, (2,), bytes(range(2 * tid.get_size())))
    padded = h5t.STD_U16LE.copy()
    padded.set_precision(11)
    padded.set_pad(h5t.PAD_ONE, h5t.PAD_ONE)
    low(group, "padded-with-ones", padded, (2,), bytes(range(4)))
    five = h5t.STD_I64LE.copy()
    five.set_precision(40)
    five.set_size(5)
    low(group, "int40", five, (2,), bytes(range(10)))
    low(group, "long-double", h5t.NATIVE_LDOUBLE, (2,), long_double(1.5) + long_double(-2))
    low(group, "float128-big", h5t.IEEE_F128BE, (1,), bytes(range(16)))
    group["complex-big"] = np.array([1 + 2j, -0.5j], ">c8")
    low(group, "bitfield64", h5t.STD_B64LE, (1,), bytes(range(8)))
    for size, tag in ((1, b""), (3, b"seven b"), (300, b"eight by"), (2, b"t" * 200)):
        tid = h5t.create(h5t.OPAQUE, size)
        tid.set_tag(tag)
        low(group, f"opaque-{size}", tid, (2,), bytes(i % 251 for i in range(2 * size)))
    for base in ("i1", "u1", "<i2", ">i2", "<u2", ">u2", "<i4", ">i4", "<u4", ">u4", "<i8", ">i8", "<u8", ">u8"):
        info = np.iinfo(base)
        # h5py inserts members as C longs.
        members = {"least": int(info.min), "most": min(int(info.max), 2**63 - 1), "eightlet": 5, "gr\u00fcn": 7}
        group.create_dataset(f"enum {base}", data=np.array([info.max, info.min, 7, 6], base), dtype=h5py.enum_dtype(members, base))
    group.create_dataset("bool-unsigned", data=np.array([1, 0], "u1"), dtype=h5py.enum_dtype({"TRUE": 1, "FALSE": 0}, "u1"))
    group.create_dataset("near-bool", data=np.array([1, 0], "u1"), dtype=h5py.enum_dtype({"TRUE": 1, "FALSE": 2}, "u1"))
    grid = np.arange(6, dtype="f4").reshape(2, 3)
    group.create_dataset("filled", data=grid, fillvalue=-1.5)


def more_texts(group):
    raw = [b"ab", b"a\0b", b" c ", b"four", b"", b"    ", b"\xff\xe9", "\u00fcb".encode()]
    for padding in ("nullterm", "nullpad", "spacepad"):
        for charset in ("ascii", "utf8"):
            tid = fixed_text(4, getattr(h5t, f"STR_{padding.upper()}"), getattr(h5t, f"CSET_{charset.upper()}"))
            fill = b" " if padding == "spacepad" else b"\0"
            low(group, f"{padding}-{charset}", tid, (len(raw),), b"".join(item.ljust(4, fill) for item in raw))
            tid = fixed_text(h5t.VARIABLE, getattr(h5t, f"STR_{padding.upper()}"), getattr(h5t, f"CSET_{charset.upper()}"))
            data = h5py.Dataset(h5d.create(group.id, f"variable-{padding}-{charset}".encode(), tid, h5s.create_simple((3,))))
            data[:] = [b"one", b"", "\u00fcb".encode()]
    long = [f"text number {i % 40}" * (i % 9) for i in range(100)]
    group.create_dataset("many", data=long, dtype=h5py.string_dtype())


def more_compounds(group, target):
    inner = np.dtype({"names": ["x", "h"], "formats": ["<i2", ">f2"], "offsets": [1, 5], "itemsize": 9})
    outer = np.dtype({"names": ["deep", "n"], "formats": [(inner, (2, 2)), "u1"], "offsets": [4, 2], "itemsize": 50})
    rows = np.zeros(3, outer)
    rows["deep"]["x"] = np.arange(12).reshape(3, 2, 2)
    rows["deep"]["h"] = np.arange(12).reshape(3, 2, 2) / 4
    rows["n"] = [7, 8, 9]
    group.create_dataset("array-of-compounds-with-gaps", data=rows, dtype=outer)
    pair = np.dtype([("a", "<i4"), ("b", "<f8")])
    lists = group.create_dataset("list-of-compounds", shape=(3,), dtype=h5py.vlen_dtype(pair))
    lists[0] = np.array([(1, 0.5), (2, -0.5)], pair)
    lists[2] = np.array([(3, 1.5)], pair)
    wide = np.dtype([("long", "S250"), ("field \u00e4", "<f4"), ("last", "u1", (3,))])
    group.create_dataset("wide", data=np.array([(b"text", 0.5, (1, 2, 3))], wide))
    many = np.dtype([("z", "c8"), ("b", "?"), ("k", h5py.ref_dtype), ("s", "S5"), ("e", h5py.enum_dtype({"A": 1}, ">i4")), ("v", "V3")])
    rows = np.zeros(2, many)
    rows["z"] = [1 + 2j, 3j]
    rows["b"] = [True, False]
    rows["k"] = [target.ref, h5py.Reference()]
    rows["s"] = [b"abc", b"12345"]
    rows["e"] = [1, 2]
    rows["v"] = [b"abc", b"\0\1\2"]
    group.create_dataset("many-kinds", data=rows, dtype=many)
    # Which version each part has depends on what comes before and after it.
    one, pairs, kind = np.dtype([("x", "i4")]), ("pairs", "<i4", (2,)), h5py.enum_dtype({"A": 1}, "i1")
    group["enum-and-array"] = np.zeros(1, np.dtype([("kind", kind), ("on", "?"), pairs]))
    group["array-and-enum"] = np.zeros(1, np.dtype([pairs, ("kind", kind), ("on", "?")]))
    group["compounds-about-array"] = np.zeros(1, np.dtype([("a", one), ("z", "c8"), pairs, ("b", one), ("c", "c8")]))
    group["array-of-complex"] = np.zeros(1, np.dtype([("z", "c8", (2,))]))
    lists = np.dtype([("one", h5py.vlen_dtype(one)), pairs, ("two", h5py.vlen_dtype(one)), ("text", h5py.string_dtype())])
    group.create_dataset("lists-about-array", shape=(1,), dtype=lists)
    group.create_dataset("list-of-arrays", shape=(1,), dtype=h5py.vlen_dtype(np.dtype([pairs])))
    swapped = h5t.create(h5t.COMPOUND, 6)
    swapped.insert(b"second", 2, h5t.STD_I32LE)
    swapped.insert(b"first", 0, h5t.STD_I16LE)
    low(group, "other-order", swapped, (2,), bytes(range(12)))


def references(file):
    grid = file.create_dataset("a/grid", data=np.arange(35).reshape(5, 7))
    group = file["a"]
    objects = np.array([grid.ref, group.ref, file["/"].ref, h5py.Reference()], h5py.ref_dtype)
    file.create_dataset("refs/objects", data=objects, dtype=h5py.ref_dtype)
    regions = [grid.regionref[1:3, 2:5], grid.regionref[0, :], grid.regionref[...], h5py.RegionReference(), grid.regionref[::2, 1::3]]
    file.create_dataset("refs/regions", data=np.array(regions, h5py.regionref_dtype), dtype=h5py.regionref_dtype)
    points = h5s.create_simple((5, 7))
    points.select_elements([(0, 1), (4, 6), (2, 2)])
    reference = h5py.h5r.create(grid.id, b".", h5py.h5r.DATASET_REGION, points)
    file.create_dataset("refs/points", data=np.array([reference], h5py.regionref_dtype), dtype=h5py.regionref_dtype)
    lists = file.create_dataset("refs/lists", shape=(2,), dtype=h5py.vlen_dtype(h5py.ref_dtype))
    lists[0] = np.array([grid.ref, group.ref], h5py.ref_dtype)


def spaces(group):
    for name, shape, most in (("scalar", (), None), ("fixed", (3,), (3,)), ("growing", (2, 3), (None, 3)), ("bounded", (1, 0, 2), (1, 5, 2))):
        group.create_dataset(name, shape=shape, maxshape=most, dtype="i1", **({"chunks": (1,) * len(shape)} if most else {}))
    group["null"] = h5py.Empty("i1")


def odd_complex(group):
    """Complex numbers that dump_hdf5.py shows in another way, with the truth by hand."""
    low(group, "complex32", h5t.py_create(np.dtype([("r", "f2"), ("i", "f2")])), (2,), np.array([1, 2, 3, 4], "f2").tobytes())
    parts = [long_double(1), long_double(2)]
    low(group, "complex-long-double", h5t.py_create(np.dtype("clongdouble")), (1,), b"".join(parts))
    float128 = {"float": {"bytes": 16}}
    details = {"fields": [[name, type_message(h5t.NATIVE_LDOUBLE)] for name in "ri"]}
    return {
        "/more-numbers/complex32": {"dtype": {"complex": "float16"}, "shape": [2], "value": np.arange(1, 5, dtype="f4").tobytes().hex()},
        "/more-numbers/complex-long-double": {"dtype": [["r", float128], ["i", float128]], "shape": [1], "details": details,
                                              "value": {"r": parts[0].hex(), "i": parts[1].hex()}},
    }


def own_classes(file):
    """HDF5 2.0's complex class, which dump_hdf5.py does not know."""
    group = file.create_group("complex")
    truths = {}
    for bits, order in ((16, "LE"), (32, "LE"), (32, "BE"), (64, "LE"), (64, "BE")):
        name = f"{bits}{order}"
        values = np.array([1.5, -2, np.inf, 0.25], f"f{bits // 8}")
        stored = values.astype(values.dtype.newbyteorder(">" if order == "BE" else "<"))
        low(group, name, getattr(h5t, f"COMPLEX_IEEE_F{bits}{order}"), (2,), stored.tobytes())
        shown = values.astype("f4") if bits == 16 else values
        truths[f"/complex/{name}"] = {"dtype": {"complex": f"float{bits}"}, "shape": [2], "value": shown.tobytes().hex(),
                                      **({"details": {"byteOrder": "big"}} if order == "BE" else {})}
    return truths


def make(libver):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "types.h5"
        truths = {}
        with h5py.File(path, "w", libver=libver) as file:
            target = file.create_group("groups").create_group("target")
            for name, fill in (("numbers", numbers), ("enums", enums), ("texts", texts), ("others", others), ("more-numbers", more_numbers),
                               ("more-texts", more_texts), ("spaces", spaces)):
                fill(file.create_group(name))
            compounds(file.create_group("compounds"), target)
            more_compounds(file.create_group("more-compounds"), target)
            references(file)
            truths |= odd_complex(file["more-numbers"])
            if libver == "latest":
                truths |= own_classes(file)
        return cut(path, truths)


def cut(path, truths):
    raw = path.read_bytes()
    dump = FileDump(path)
    dump.walk(dump.file["/"], "/", [])
    objects = {}
    for address, place in dump.paths.items():
        oid = h5o.open(dump.file.id, place.encode())
        entry = objects[place] = {"address": address}
        if not isinstance(oid, h5d.DatasetID):
            continue
        for kind, flags, body in messages(raw, address):
            if kind in (1, 3, 4, 5):
                assert not flags & 2, place
                entry[{1: "space", 3: "type", 4: "oldFill", 5: "fill"}[kind]] = body.hex()
        stored = oid.get_storage_size()
        if oid.get_offset() is not None:
            entry["raw"] = raw[oid.get_offset() : oid.get_offset() + stored].hex()
        if place in truths:
            entry["expected"] = truths[place]
            continue
        found = dump.dump(oid)
        entry["expected"] = {key: found[key] for key in ("dtype", "shape", "maxShape", "details", "value", "fillValue") if key in found}
    return {"objects": objects, "heaps": heaps(raw)}


def refused():
    """Datatype messages that are refused, by name."""
    vax = h5t.IEEE_F32LE.copy()
    vax.set_order(h5t.ORDER_VAX)
    return {"time": h5t.UNIX_D32LE.encode()[2:].hex(), "VAX": vax.encode()[2:].hex()}


def main():
    result = {"earliest": make("earliest"), "latest": make("latest"), "refused": refused()}
    # What both formats store in the same way is kept once.
    old, new = result["earliest"]["objects"], result["latest"]["objects"]
    for place in [place for place, entry in new.items() if "type" in entry and place != "/a/grid"]:
        if place in old and all(new[place].get(part) == old[place].get(part) for part in ("type", "raw")):
            del new[place]
    lines = []
    for name, part in result.items():
        lines.append(f'"{name}": ' + json.dumps(part, separators=(",", ":"), ensure_ascii=True))
    RESULT.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
