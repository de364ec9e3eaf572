"""Makes fixtures/contract.h5 and contract-target.h5 with h5py: the tree of @hdmf-ts/storage/testing (contractTree) as HDF5.

Run in environment A: .venv-a/bin/python conformance/make_contract_fixture.py. The result is the same with each run.
"""

from pathlib import Path

import h5py
import numpy as np

FOLDER = Path(__file__).parent / "fixtures"
TEXT = h5py.string_dtype("utf-8")
NAMES = ["__proto__", "constructor", "toString", "with space", "ünïcödé", "日本", ".hidden", "a.b", "%41", "c", "0"]


def dataset(parent, name, **options):
    return parent.create_dataset(name, track_times=False, **options)


def low_level(parent, name, type_id, raw, shape):
    """A dataset of a type that numpy cannot name; raw is its bytes."""
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_obj_track_times(False)
    space = h5py.h5s.create_simple(shape)
    made = h5py.h5d.create(parent.id, name.encode(), type_id, space, dcpl=plist)
    made.write(h5py.h5s.ALL, h5py.h5s.ALL, raw, mtype=type_id)


def arrays(file):
    group = file.create_group("arrays")
    grid = dataset(
        group, "grid", data=np.arange(35, dtype="<i4").reshape(5, 7), chunks=(2, 3), maxshape=(None, 7)
    )
    grid.attrs.create("unit", "V", dtype=TEXT)
    values = np.arange(4096, dtype="<f8") / 2
    dataset(group, "long", data=values, chunks=(256,), shuffle=True, compression="gzip", compression_opts=4)
    dataset(group, "filled", shape=(6,), dtype="<i2", chunks=(2,), fillvalue=7)[:2] = [1, 2]
    dataset(group, "none", shape=(0, 3), dtype="<f4", chunks=(4, 3), maxshape=(None, 3))
    dataset(group, "empty", shape=(0,), dtype=TEXT)
    dataset(group, "scalar", data=np.float64(0.1))
    dataset(group, "text", data="one text", dtype=TEXT)
    dataset(group, "null", data=h5py.Empty("<f4"))


def attributes(file):
    attrs = file.create_group("attributes").attrs
    pair = np.dtype([("a", "<i4"), ("b", TEXT)])
    attrs["int8"] = np.int8(-7)
    attrs["int64"] = np.int64(-(2**63))
    attrs["uint64"] = np.uint64(2**64 - 1)
    attrs["float32"] = np.float32(0.1)
    attrs["float64"] = np.array([[1, np.nan], [np.inf, -0.0]], dtype="<f8")
    attrs["bool"] = np.bool_(True)
    attrs.create("text", "höhe 日本", dtype=TEXT)
    attrs.create("empty text", "", dtype=TEXT)
    attrs.create("ascii", "plain", dtype=h5py.string_dtype("ascii"))
    attrs.create("texts", np.array(["a", "", "ç"], dtype=object), dtype=TEXT)
    attrs["numbers"] = np.array([1, -2, 3], dtype="<i4")
    attrs["nothing"] = np.array([], dtype="<i4")
    attrs.create("enum", 0, dtype=h5py.enum_dtype({"off": 0}, basetype="u1"))
    attrs.create("pair", np.array((5, "five"), dtype=pair), dtype=pair)
    attrs.create("reference", file["arrays/grid"].ref, dtype=h5py.ref_dtype)
    references = np.array([file.ref, h5py.Reference()], dtype=h5py.ref_dtype)
    attrs.create("references", references, dtype=h5py.ref_dtype)
    attrs["null"] = h5py.Empty("<f4")
    attrs["__proto__"] = np.int16(1)
    attrs.create("constructor", "no function", dtype=TEXT)


def numbers(file):
    group = file.create_group("numbers")
    for bits in (8, 16, 32):
        least, most = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
        dataset(group, f"int{bits}", data=np.array([least, -1, 0, most], dtype=f"<i{bits // 8}"))
        half, full = 2 ** (bits - 1), 2**bits - 1
        dataset(group, f"uint{bits}", data=np.array([0, 1, half, full], dtype=f"<u{bits // 8}"))
    dataset(group, "int64", data=np.array([-(2**63), -1, 9007199254740993, 2**63 - 1], dtype="<i8"))
    dataset(group, "uint64", data=np.array([0, 1, 2**63, 2**64 - 1], dtype="<u8"))
    ends = [np.nan, np.inf, -np.inf]
    largest, least = np.finfo("f8").max, 5e-324
    dataset(group, "float16", data=np.array([0, -0.0, 1.5, -65504, 2.0**-24, *ends], dtype="<f2"))
    dataset(group, "float32", data=np.array([0, -0.0, 0.5, -(2.0**127), 2.0**-149, *ends], dtype="<f4"))
    dataset(group, "float64", data=np.array([0, -0.0, 0.1, largest, least, *ends], dtype="<f8"))
    dataset(group, "bool", data=np.array([True, False, False, True]))
    dataset(group, "complex", data=np.array([1 - 2j, complex(0.5, np.inf)], dtype="<c8"))


def others(file):
    group = file.create_group("others")
    texts = [b"plain", b"", "höhe µV".encode(), "日本語 😀".encode(), b"bad \xff\x80 bytes"]
    dataset(group, "utf8", data=np.array(texts, dtype=object), dtype=TEXT)
    dataset(group, "ascii", data=np.array([b"abcde", b"", b"xy"], dtype="S5"))
    colours = h5py.enum_dtype({"red": 0, "green": 1, "__proto__": 42}, basetype="<i2")
    dataset(group, "enum", data=np.array([0, 42, 1], dtype="<i2"), dtype=colours)

    opaque = h5py.h5t.create(h5py.h5t.OPAQUE, 3)
    opaque.set_tag(b"three")
    low_level(group, "opaque", opaque, np.frombuffer(bytes([1, 2, 3, 0, 255, 254]), dtype="V3"), (2,))
    low_level(group, "bitfield", h5py.h5t.STD_B16LE, np.frombuffer(bytes([1, 128, 255, 0]), dtype="V2"), (2,))

    record = np.dtype([("id", "<i4"), ("label", TEXT), ("target", h5py.ref_dtype)])
    rows = [(1, "one", file["arrays/grid"].ref), (-2, "", h5py.Reference()), (3, "drei ü", file.ref)]
    dataset(group, "record", data=np.array(rows, dtype=record))
    point = np.dtype([("x", "<f8"), ("pair", "<i2", (2,)), ("code", "S5")])
    dataset(group, "point", data=np.array([(0.25, [1, 2], b"ab"), (np.nan, [-3, 4], b"")], dtype=point))
    vlen = dataset(group, "vlen", shape=(3,), dtype=h5py.vlen_dtype("<i4"))
    vlen[0] = [1, 2, 3]
    vlen[2] = [-5]
    references = [file["arrays/grid"].ref, file.ref, h5py.Reference(), file["names"].ref]
    dataset(group, "references", data=np.array(references, dtype=h5py.ref_dtype))
    regions = dataset(group, "regions", shape=(2,), dtype=h5py.regionref_dtype)
    regions[0] = file["arrays/grid"].regionref[1:3, 0:4]


def types(file):
    group = file.create_group("types")
    pair = np.dtype([("a", "<i4"), ("b", "<f8")])
    group["pair"] = pair
    dataset(group, "use", data=np.array([(1, 0.5), (2, -0.5)], dtype=pair), dtype=group["pair"])


def links(file):
    group = file["links"]
    group["cycle"] = group
    group["hard"] = file["arrays/grid"]
    soft = {
        "soft": "/arrays/grid",
        "soft-group": "/arrays",
        "relative": "soft-group/scalar",
        "dead": "/arrays/nowhere/deeper",
        "loop-a": "/links/loop-b",
        "loop-b": "/links/loop-a",
    }
    for name, path in soft.items():
        group[name] = h5py.SoftLink(path)
    group["outside"] = h5py.ExternalLink("contract-target.h5", "/outside/data")
    group["outside-dead"] = h5py.ExternalLink("no-contract-target.h5", "/x")


def specifications(file):
    group = file.create_group("specifications")
    namespace = '{"namespaces":[{"name":"contract","version":"1.0.0"}]}'
    dataset(group, "contract/1.0.0/contract.base", data='{"groups":[]}', dtype=TEXT)
    dataset(group, "contract/1.0.0/namespace", data=namespace, dtype=TEXT)
    dataset(group, "contract/2.0.0/namespace", data='{"namespaces":[]}', dtype=TEXT)
    file.attrs.create(".specloc", group.ref, dtype=h5py.ref_dtype)


def main():
    FOLDER.mkdir(exist_ok=True)
    with h5py.File(FOLDER / "contract-target.h5", "w") as file:
        dataset(file, "outside/data", data=np.array([10, 20, 30], dtype="<i2"))
    with h5py.File(FOLDER / "contract.h5", "w") as file:
        file.create_group("links")
        names = file.create_group("names")
        for name in NAMES:
            names.create_group(name)
        arrays(file)
        attributes(file)
        numbers(file)
        others(file)
        types(file)
        links(file)
        specifications(file)


if __name__ == "__main__":
    main()
