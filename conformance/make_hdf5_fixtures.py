"""Makes conformance/fixtures/hdf5/*.h5 and what h5py reads back from them, packages/hdf5/src/testing/expected-dumps.ts.

    .venv-a/bin/python conformance/make_hdf5_fixtures.py

Every value is a formula, and times are left out, so that the files come out the same on each run.
"""

import json
import pathlib

import h5py
import numpy as np
from dump_hdf5 import dump
from h5py import h5d, h5o, h5p, h5s, h5t

ROOT = pathlib.Path(__file__).parent
FOLDER = ROOT / "fixtures" / "hdf5"
EXPECTED = ROOT.parent / "packages" / "hdf5" / "src" / "testing" / "expected-dumps.ts"

TEXTS = ["plain", "", "grüße, 日本", "a" * 40]


def low(group, name, tid, shape, data, dcpl=None, dapl=None):
    """A dataset of a type that numpy cannot say; `data` are the bytes as stored."""
    space = h5s.create(h5s.SCALAR) if shape == () else h5s.create_simple(shape)
    dcpl = dcpl or h5p.create(h5p.DATASET_CREATE)
    dcpl.set_obj_track_times(False)
    did = h5d.create(group.id, name.encode(), tid, space, dcpl)
    did.write(h5s.ALL, h5s.ALL, np.frombuffer(data, "V%d" % tid.get_size()) if isinstance(data, bytes) else data, mtype=tid)
    return h5py.Dataset(did)


def fixed_text(size, padding, cset):
    tid = h5t.C_S1.copy()
    tid.set_size(size)
    tid.set_strpad(padding)
    tid.set_cset(cset)
    return tid


def numbers(group):
    for bits in (8, 16, 32, 64):
        for kind in ("i", "u"):
            info = np.iinfo(f"{kind}{bits // 8}")
            values = np.array([info.min, 0, 1, info.max], info.dtype)
            group[info.dtype.name] = values
            if bits > 8:
                group[f"{info.dtype.name}-big"] = values.astype(info.dtype.newbyteorder(">"))
    for bits in (16, 32, 64):
        dtype = np.dtype(f"f{bits // 8}")
        values = np.array([0, -0.0, 1.5, np.inf, -np.inf, np.nan, np.finfo(dtype).max, np.finfo(dtype).tiny], dtype)
        group[dtype.name] = values
        group[f"{dtype.name}-big"] = values.astype(dtype.newbyteorder(">"))
    group["nan-payload"] = np.array([0x7FF0000000000001, 0xFFF8000000000ABC], "u8").view("f8")
    group["bool"] = np.array([True, False, True])
    group["complex64"] = np.array([1 + 2j, -0.5j], "c8")
    group["complex128"] = np.array([1 + 2j, complex(np.nan, np.inf)], "c16")
    group["scalar"] = np.int16(-7)
    group["three-axes"] = np.arange(24, dtype="u2").reshape(2, 3, 4)
    odd = h5t.STD_I32LE.copy()
    odd.set_precision(20)
    odd.set_offset(4)
    low(group, "int20", odd, (3,), np.array([16, 32, -16], "i4").tobytes())
    three = h5t.STD_U32LE.copy()
    three.set_size(3)
    low(group, "uint24", three, (2,), bytes([1, 2, 3, 255, 255, 255]))
    brain = h5t.IEEE_F32LE.copy()
    brain.set_fields(15, 7, 8, 0, 7)
    brain.set_size(2)
    brain.set_ebias(127)
    low(group, "bfloat16", brain, (2,), bytes([0x80, 0x3F, 0x00, 0xC0]))
    low(group, "bitfield8", h5t.STD_B8LE, (3,), bytes([1, 2, 255]))
    low(group, "bitfield16-big", h5t.STD_B16BE, (2,), bytes([1, 2, 3, 4]))


def enums(group):
    small = {"RED": 0, "GREEN": 1, "__proto__": -3}
    group.create_dataset("int8", data=np.array([0, 1, -3, 0], "i1"), dtype=h5py.enum_dtype(small, "i1"))
    wide = {"BIG": 2**40 + 1, "LOW": -(2**63), "ONE": 1}
    group.create_dataset("int64", data=np.array(list(wide.values()), "i8"), dtype=h5py.enum_dtype(wide, "i8"))
    group.create_dataset("uint32", data=np.array([2**32 - 1], "u4"), dtype=h5py.enum_dtype({"MAX": 2**32 - 1}, "u4"))


def texts(group):
    group.create_dataset("utf8", data=TEXTS, dtype=h5py.string_dtype("utf-8"))
    group.create_dataset("ascii", data=["a", "", "xyz"], dtype=h5py.string_dtype("ascii"))
    group.create_dataset("two-axes", data=np.array([["a", "bb"], ["", "日本"]], object), dtype=h5py.string_dtype())
    group.create_dataset("scalar", data="one text", dtype=h5py.string_dtype())
    group.create_dataset("empty", data="", dtype=h5py.string_dtype())
    group.create_dataset("no-elements", shape=(0,), dtype=h5py.string_dtype())
    group.create_dataset("never-written", shape=(3,), dtype=h5py.string_dtype())
    group.create_dataset("not-utf8", data=[b"\xff\xfe ok", b"caf\xe9", b"\xed\xa0\x80"], dtype=h5py.string_dtype())
    raw = [b"ab", b"a\0b", b" c ", b"four"]
    for padding in ("nullterm", "nullpad", "spacepad"):
        tid = fixed_text(4, getattr(h5t, f"STR_{padding.upper()}"), h5t.CSET_ASCII)
        fill = b" " if padding == "spacepad" else b"\0"
        low(group, f"fixed-{padding}", tid, (4,), b"".join(item.ljust(4, fill) for item in raw))
    utf8 = fixed_text(7, h5t.STR_NULLPAD, h5t.CSET_UTF8)
    low(group, "fixed-utf8", utf8, (2,), "grüße".encode() + bytes(7))


def compounds(group, target):
    plain = np.dtype([("x", "u4"), ("y", "u4"), ("weight", "f4")])
    group["plain"] = np.array([(1, 2, 0.5), (3, 4, -0.25)], plain)
    gaps = np.dtype({"names": ["b", "a"], "formats": ["<i2", "<f8"], "offsets": [12, 2], "itemsize": 20})
    rows = np.zeros(2, gaps)
    rows["b"] = [1, -1]
    rows["a"] = [2.5, -2.5]
    group.create_dataset("gaps", data=rows, dtype=gaps)
    group["nested"] = np.array([((1, 2), 3), ((4, 5), 6)], [("in", [("a", "i1"), ("b", "<i8")]), ("out", "u1")])
    group["mixed-order"] = np.array([(1, 2), (3, 4)], [("little", "<i4"), ("big", ">i4")])
    group["all-big"] = np.array([(1, 2.5), (3, -4.5)], [("i", ">i4"), ("f", ">f8")])
    for order in "<>":
        name = "big" if order == ">" else "little"
        texted = np.dtype([("i", f"{order}i2"), ("t", h5py.string_dtype()), ("f", f"{order}f4")])
        group.create_dataset(f"{name}-with-text", data=np.array([(258, "x", 0.5), (2, "yy", -1)], texted), dtype=texted)
        held = np.dtype([("i", f"{order}i2"), ("s", "S3"), ("r", h5py.ref_dtype), ("v", f"{order}i4", (2,))])
        rows = np.zeros(2, held)
        rows["i"] = [258, -2]
        rows["s"] = [b"abc", b"d"]
        rows["r"] = [target.ref, h5py.Reference()]
        rows["v"] = [[1, 2], [3, 70000]]
        group.create_dataset(f"{name}-with-others", data=rows, dtype=held)
    reference = np.dtype([("idx_start", "i4"), ("count", "i4"), ("timeseries", h5py.ref_dtype)])
    rows = np.zeros(3, reference)
    rows["idx_start"] = [-50, 0, 9]
    rows["timeseries"] = [target.ref, h5py.Reference(), target.parent.ref]
    group.create_dataset("with-references", data=rows, dtype=reference)
    text = np.dtype([("key", h5py.string_dtype()), ("n", "u2"), ("value", h5py.string_dtype("ascii")), ("fixed", "S3")])
    group.create_dataset("with-text", data=np.array([("a", 1, "b", b"abc"), ("", 2, "x" * 30, b"")], text), dtype=text)
    arrays = np.dtype([("v", "<i2", (2, 3)), ("on", h5py.enum_dtype({"FALSE": 0, "TRUE": 1}, "i1")), ("s", "S2", (2,))])
    values = np.zeros(2, arrays)
    values["v"] = np.arange(12).reshape(2, 2, 3)
    values["on"] = [1, 0]
    values["s"] = [[b"ab", b"c"], [b"", b"zz"]]
    group.create_dataset("with-arrays", data=values, dtype=arrays)
    ragged = np.dtype([("n", "i1"), ("list", h5py.vlen_dtype("f4")), ("t", h5py.string_dtype())])
    rows = np.zeros(3, ragged)
    rows["n"] = [1, 2, 3]
    for row, count in enumerate((2, 0, 3)):
        rows["list"][row] = np.arange(count, dtype="f4") + row
    rows["t"] = ["a", "b", "c"]
    group.create_dataset("with-vlen", data=rows, dtype=ragged)


def others(group):
    for name, base in (("vlen-int32", "i4"), ("vlen-uint8", "u1"), ("vlen-text", h5py.string_dtype())):
        data = group.create_dataset(name, shape=(4,), dtype=h5py.vlen_dtype(np.dtype(base)))
        for row, count in enumerate((3, 0, 1)):
            items = [f"t{row}{i}" for i in range(count)] if base is not None and "text" in name else np.arange(count) + row * 10
            data[row] = np.array(items, object if "text" in name else base)
    low(group, "array", h5t.array_create(h5t.STD_I32LE, (2, 3)), (2,), np.arange(12, dtype="i4").tobytes())
    opaque = h5t.create(h5t.OPAQUE, 4)
    opaque.set_tag(b"a tag")
    low(group, "opaque", opaque, (2,), bytes(range(8)))
    group["null"] = h5py.Empty("f4")
    group["null-text"] = h5py.Empty(h5py.string_dtype())
    group.create_dataset("no-elements", shape=(0, 3), dtype="f8")


def make_types(path):
    with h5py.File(path, "w") as file:
        target = file.create_group("groups").create_group("target")
        numbers(file.create_group("numbers"))
        enums(file.create_group("enums"))
        texts(file.create_group("texts"))
        compounds(file.create_group("compounds"), target)
        others(file.create_group("others"))


def make_attributes(path, libver):
    with timeless_file(path, libver) as file:
        group = file.create_group("group") if libver == "earliest" else h5py.Group(timeless_group(file, b"group"))
        other = file.create_dataset("other", data=np.arange(3), track_times=False)
        for name, value in {
            "int": 1, "int8": np.int8(-1), "uint64": np.uint64(2**64 - 1), "float": 0.1, "float32": np.float32(0.1), "bool": np.True_,
            "text": "grüße", "empty": "", "ascii": np.bytes_(b"fixed"), "list": np.arange(4, dtype="i8"), "big": np.array([1, 2], ">i4"),
            "bools": np.array([True, False]), "matrix": np.arange(6, dtype="f4").reshape(2, 3), "none": np.zeros(0),
            "complex": 1 + 2j, "null": h5py.Empty("i2"), "reference": other.ref, "to-root": file["/"].ref,
        }.items():
            group.attrs[name] = value
        group.attrs.create("texts", TEXTS, dtype=h5py.string_dtype())
        group.attrs.create("no-texts", np.zeros(0, object), shape=(0,), dtype=h5py.string_dtype())
        group.attrs.create("references", np.array([other.ref, h5py.Reference(), group.ref], h5py.ref_dtype), dtype=h5py.ref_dtype)
        group.attrs.create("row", np.array((1, 2.5), [("a", "i1"), ("b", "f8")]))
        group.attrs.create("key", np.array([("k", other.ref)], [("t", h5py.string_dtype()), ("r", h5py.ref_dtype)]))
        group.attrs.create("lists", np.array([np.arange(2, dtype="i4"), np.arange(0, dtype="i4")], object), dtype=h5py.vlen_dtype("i4"))
        group.attrs["__proto__"] = "no prototype"
        group.attrs["ünïcödé name with spaces/and a slash"] = 1
        other.attrs["unit"] = "V"
        other.attrs["float16"] = np.float16(0.5)
        group.attrs.create("enum", np.int8(2), dtype=h5py.enum_dtype({"ONE": 1, "TWO": 2}, "i1"))


def timeless_file(path, libver):
    """New formats keep the time of the root group unless told."""
    fcpl = h5p.create(h5p.FILE_CREATE)
    fcpl.set_obj_track_times(False)
    fapl = h5p.create(h5p.FILE_ACCESS)
    if libver == "latest":
        fapl.set_libver_bounds(h5py.h5f.LIBVER_LATEST, h5py.h5f.LIBVER_LATEST)
    return h5py.File(h5py.h5f.create(str(path).encode(), h5py.h5f.ACC_TRUNC, fcpl=fcpl, fapl=fapl))


def timeless_group(file, name, order=False):
    plist = h5p.create(h5p.GROUP_CREATE)
    plist.set_obj_track_times(False)
    if order:
        plist.set_link_creation_order(h5p.CRT_ORDER_TRACKED | h5p.CRT_ORDER_INDEXED)
        plist.set_attr_creation_order(h5p.CRT_ORDER_TRACKED | h5p.CRT_ORDER_INDEXED)
    return h5py.h5g.create(file.id, name, gcpl=plist)


def make_links(path):
    with h5py.File(path, "w") as file:
        data = file.create_group("a").create_dataset("data", data=np.arange(3))
        file["hard"] = data
        file["a/back"] = file["a"]
        file["soft"] = h5py.SoftLink("/a/data")
        file["relative"] = h5py.SoftLink("a/data")
        file["dead"] = h5py.SoftLink("/no/such")
        file["loop"] = h5py.SoftLink("/loop")
        file["outside"] = h5py.ExternalLink("other.h5", "/x/y")
        file["outside-dead"] = h5py.ExternalLink("../no such file.h5", "/")
        names = file.create_group("names")
        for name in ("__proto__", "constructor", "with space", "ünïcödé", "日本", ".hidden", "a.b", "0", "x" * 300):
            names.create_group(name)
        for name in ("zebra", "apple", "mango"):
            ordered = file.require_group("plain-order")
            ordered.create_group(name)
        tracked = file.create_group("creation-order", track_order=True)
        for name in ("zebra", "apple", "mango"):
            tracked.create_group(name)
            tracked.attrs[name] = 1


def make_layouts(path):
    with h5py.File(path, "w") as file:
        grid = np.arange(35, dtype="i4").reshape(5, 7)
        file.create_dataset("grid", data=grid, chunks=(2, 3), maxshape=(None, 7))
        file["contiguous"] = grid
        compact = h5p.create(h5p.DATASET_CREATE)
        compact.set_layout(h5d.COMPACT)
        low(file, "compact", h5t.STD_I16LE, (4,), np.arange(4, dtype="i2").tobytes(), compact)
        long = np.arange(2000, dtype="f8") / 2
        for name, options in {
            "gzip": {"compression": "gzip"}, "gzip-9": {"compression": "gzip", "compression_opts": 9}, "shuffle": {"shuffle": True},
            "fletcher32": {"fletcher32": True}, "three": {"compression": "gzip", "shuffle": True, "fletcher32": True},
        }.items():
            file.create_dataset(name, data=long, chunks=(256,), **options)
        file.create_dataset("scaleoffset", data=np.arange(500, dtype="i4") % 50 + 1000, chunks=(100,), scaleoffset=0)
        file.create_dataset("gzip-text", data=TEXTS * 3, chunks=(5,), compression="gzip", dtype=h5py.string_dtype())
        filled = file.create_dataset("filled", shape=(6,), dtype="i2", chunks=(2,), fillvalue=7)
        filled[:2] = [1, 2]
        file.create_dataset("never-written", shape=(2, 2), dtype="f4", fillvalue=-1.5)
        file.create_dataset("fill-text", shape=(2,), dtype=h5py.string_dtype(), fillvalue="filled")
        file.create_dataset("fill-big", shape=(2,), dtype=">i4", fillvalue=258)
        pair = np.dtype([("a", "i2"), ("b", "f4")])
        file.create_dataset("fill-compound", shape=(2,), dtype=pair, fillvalue=np.array((3, 0.5), pair))
        file.create_dataset("growing", shape=(0, 3), dtype="f4", maxshape=(None, 3), chunks=(4, 3))
        file.create_dataset("bounded", data=np.arange(4), maxshape=(10,), chunks=(3,))


def make_latest(path):
    with timeless_file(path, "latest") as file:
        dense = h5py.Group(timeless_group(file, b"dense"))
        for index in range(20):
            dense.attrs[f"attribute {index}"] = index
            dense[f"soft {index}"] = h5py.SoftLink(f"/target {index}")
        dense["hard"] = dense
        dense["outside"] = h5py.ExternalLink("other.h5", "/x")
        ordered = h5py.Group(timeless_group(file, b"ordered", order=True))
        for index in (3, 1, 2, 0, 9, 8, 7, 6, 5, 4):
            ordered[f"link {index}"] = h5py.SoftLink("/dense")
            ordered.attrs[f"attribute {index}"] = f"text {index}"
        few = h5py.Group(timeless_group(file, b"few", order=True))
        for name in ("zebra", "apple"):
            few[name] = h5py.SoftLink("/dense")
            few.attrs[name] = np.float32(0.5)
        grid = np.arange(99, dtype="i4").reshape(9, 11)
        for name, options in {
            "single-chunk": {"chunks": (9, 11)}, "fixed-array": {"chunks": (2, 3)}, "extensible-array": {"chunks": (2, 3), "maxshape": (None, 11)},
            "btree": {"chunks": (2, 3), "maxshape": (None, None)}, "gzip": {"chunks": (4, 4), "compression": "gzip", "maxshape": (None, 11)},
            "contiguous": {},
        }.items():
            file.create_dataset(name, data=grid, track_times=False, **options)
        file.create_dataset("texts", data=TEXTS, dtype=h5py.string_dtype(), track_times=False)


def make_references(path):
    with h5py.File(path, "w") as file:
        grid = file.create_dataset("a/grid", data=np.arange(35).reshape(5, 7))
        group = file["a"]
        file.create_dataset("objects", data=np.array([grid.ref, group.ref, file["/"].ref, h5py.Reference()], h5py.ref_dtype), dtype=h5py.ref_dtype)
        file.create_dataset("object", data=grid.ref, dtype=h5py.ref_dtype)
        file.create_dataset("square", data=np.array([[grid.ref, group.ref], [group.ref, grid.ref]], h5py.ref_dtype), dtype=h5py.ref_dtype)
        file.create_dataset("never-written", shape=(3,), dtype=h5py.ref_dtype)
        lists = file.create_dataset("lists", shape=(2,), dtype=h5py.vlen_dtype(h5py.ref_dtype))
        lists[0] = np.array([grid.ref, group.ref], h5py.ref_dtype)
        regions = [grid.regionref[1:3, 2:5], grid.regionref[0, :], grid.regionref[...], h5py.RegionReference()]
        file.create_dataset("regions", data=np.array(regions, h5py.regionref_dtype), dtype=h5py.regionref_dtype)
        grid.attrs["region"] = grid.regionref[4:, ::2]
        points = h5s.create_simple((5, 7))
        points.select_elements([(0, 1), (4, 6), (2, 2)])
        reference = h5py.h5r.create(grid.id, b".", h5py.h5r.DATASET_REGION, points)
        file.create_dataset("points", data=np.array([reference], h5py.regionref_dtype), dtype=h5py.regionref_dtype)
        file["type"] = np.dtype([("a", "i4"), ("b", "f8")])
        file["type"].attrs["note"] = "a committed datatype"
        file.create_dataset("typed", data=np.array([(1, 0.5), (2, -0.5)], file["type"].dtype), dtype=file["type"])
        group.attrs.create("typed", np.array((3, 1.5), file["type"].dtype), dtype=file["type"])
        file["colour"] = h5py.enum_dtype({"RED": 1, "BLUE": 2}, "i1")


def make_damaged(path):
    """A file in which two headers and two attributes are damaged; gives what h5py read of the rest while it was sound."""
    # Old headers have no checksums that would tell of a damaged attribute.
    with h5py.File(path, "w", libver=("earliest", "v108")) as file:
        file.attrs["before"] = np.arange(3, dtype="i2")
        file.attrs["damage"] = np.int32(1)
        file["a"] = np.arange(6, dtype="f8").reshape(2, 3)
        file["header"] = np.arange(4)
        for name in ("lost", "other"):
            timeless_group(file, name.encode())
            file[name]["below"] = np.arange(5, dtype="u1")
        # The last one, because the library looks through all attributes before the one that it is asked for.
        for name in ("first", "third", "damage"):
            file["a"].attrs[name] = f"the {name} one"
        file["z"] = "the last"
        headers = [h5o.get_info(file[name].id).addr for name in ("header", "lost")]
    sound = dump(path)
    raw = bytearray(path.read_bytes())
    for address in headers:
        raw[address : address + 16] = b"\xff" * 16
    at = -1
    for _ in range(2):
        # Behind the name is the datatype, of which the first byte has the class: there is no class 15.
        at = raw.index(b"damage\0\0", at + 1)
        raw[at + 8] = 0x1F
    path.write_bytes(raw)
    for found in (sound["/"], sound["/a"]):
        found["attributes"] = [attribute for attribute in found["attributes"] if attribute[0] != "damage"]
    return {name: found for name, found in sound.items() if name not in ("/header", "/lost", "/lost/below")}


def write_expected(dumps):
    lines = ["/** What h5py reads from conformance/fixtures/hdf5: made by conformance/make_hdf5_fixtures.py, not by hand. */",
             "export const expectedDumps: Readonly<Record<string, Readonly<Record<string, string>>>> = {"]
    for name, expected in dumps.items():
        lines.append(f"  {json.dumps(name)}: {{")
        for path, found in expected.items():
            plain = json.dumps(json.dumps(found, separators=(",", ":")))
            key = path if len(path) < 60 else path
            lines.append(f"    {json.dumps(key, ensure_ascii=False)}: {plain},")
        lines.append("  },")
    EXPECTED.write_text("\n".join([*lines, "};", ""]), encoding="utf-8")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in FOLDER.glob("*.h5"):
        file.unlink()
    make_types(FOLDER / "types.h5")
    make_attributes(FOLDER / "attributes.h5", "earliest")
    make_attributes(FOLDER / "attributes-dense.h5", "latest")
    make_links(FOLDER / "links.h5")
    make_layouts(FOLDER / "layouts.h5")
    make_latest(FOLDER / "latest.h5")
    make_references(FOLDER / "references.h5")
    dumps = {file.name: dump(file) for file in sorted(FOLDER.glob("*.h5"))}
    dumps["damaged.h5"] = make_damaged(FOLDER / "damaged.h5")
    whole = (FOLDER / "links.h5").read_bytes()
    (FOLDER / "truncated.h5").write_bytes(whole[: len(whole) // 2])
    (FOLDER / "empty.h5").write_bytes(b"")
    (FOLDER / "not-hdf5.h5").write_bytes(b"This is a text and no HDF5 file.\n" * 40)
    write_expected(dumps)


if __name__ == "__main__":
    main()
