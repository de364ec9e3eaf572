"""Makes conformance/fixtures/filters.json for packages/codecs: chunks as the HDF5 library and its plugins encode them, for filters that are only decoded here.

Each case has the filters as the file has them, the chunk as it is stored and, as truth, the bytes that the library decodes it to, deflated.
Usage: .venv-a/bin/python conformance/make_filter_fixtures.py   (h5py and hdf5plugin)
"""

import base64
import json
import pathlib
import tempfile
import zlib

import h5py
import hdf5plugin
import numpy as np

TARGET = pathlib.Path(__file__).parent / "fixtures" / "filters.json"
random = np.random.default_rng(4)


def steps(dtype, count=301, low=-40, high=90):
    return (random.integers(low, high, count) + (0 if np.dtype(dtype).kind != "u" else 1000 if np.dtype(dtype).itemsize > 1 else 60)).astype(dtype)


def scaleoffset_cases():
    for kind in ("i1", "u1", "<i2", ">i2", "<u2", "<i4", ">u4", "<i8", ">i8", "<u8"):
        data = steps(kind, low=-40, high=50)
        yield f"scaleoffset {kind}", data, {"scaleoffset": 0}
        yield f"scaleoffset {kind} with 7 bits", data, {"scaleoffset": 7}
        filled = data.copy()
        filled[::7] = 99
        yield f"scaleoffset {kind} with fill value", filled, {"scaleoffset": 0, "fillvalue": 99}
    wide = random.integers(-(2**62), 2**62, 101)
    yield "scaleoffset i8 over all bits", np.append(wide, [2**63 - 1, -(2**63)]), {"scaleoffset": 0}
    yield "scaleoffset i8 over 40 bits", random.integers(-(2**39), 2**39, 101), {"scaleoffset": 0}
    yield "scaleoffset i8 far from zero", 2**62 + random.integers(0, 9, 101), {"scaleoffset": 0}
    yield "scaleoffset i4 over all bits", random.integers(-(2**31), 2**31, 101).astype("i4"), {"scaleoffset": 0}
    yield "scaleoffset i4 over 31 bits", random.integers(-(2**30), 2**30, 101).astype("i4"), {"scaleoffset": 0}
    yield "scaleoffset one value", np.full(50, -7, "i4"), {"scaleoffset": 0}
    yield "scaleoffset only fill", np.full(50, 5, "i4"), {"scaleoffset": 0, "fillvalue": 5}
    yield "scaleoffset in full width", np.arange(50, dtype="i2"), {"scaleoffset": 16}
    for kind in ("<f4", ">f4", "<f8", ">f8"):
        data = (random.standard_normal(201) * 100).astype(kind)
        filled = data.copy()
        filled[::5] = -1
        for digits in (0, 2, 5):
            yield f"scaleoffset {kind}, {digits} digits", data, {"scaleoffset": digits}
        yield f"scaleoffset {kind} with fill value", filled, {"scaleoffset": 3, "fillvalue": -1}
    yield "scaleoffset f4 over a wide range", (random.standard_normal(51) * 1e30).astype("f4"), {"scaleoffset": 4}
    yield "scaleoffset f8 over a wide range", random.standard_normal(51) * 1e12, {"scaleoffset": 4}
    yield "scaleoffset f8 of one value", np.full(20, 2.5), {"scaleoffset": 2}
    yield "scaleoffset, shuffle and gzip", steps("i4", 400), {"scaleoffset": 0, "shuffle": True, "compression": "gzip"}


def integer_type(size, order, precision, offset, signed=True):
    name = f"STD_{'I' if signed else 'U'}{8 * size}{order}"
    kind = getattr(h5py.h5t, name).copy()
    kind.set_precision(precision)
    kind.set_offset(offset)
    return kind


def float_type(order):
    """A float of 20 bits: sign, 6 bits of exponent, 13 of mantissa, 5 bits above the lowest."""
    kind = getattr(h5py.h5t, f"IEEE_F32{order}").copy()
    kind.set_fields(24, 18, 6, 5, 13)
    kind.set_offset(5)
    kind.set_precision(20)
    kind.set_ebias(31)
    return kind


def nbit_cases():
    numbers = random.integers(-16, 16, 203)
    for size in (1, 2, 4, 8):
        for order in ("LE", "BE"):
            # The library refuses types that use no more than half of their bits.
            half = 4 * size
            for precision, offset in ((half + 1, 0), (half + 1, half - 1), (half + 2, 1), (2 * half - 1, 0), (2 * half, 0)):
                kind = integer_type(size, order, precision, offset)
                yield f"nbit of {precision} bits at {offset} in {size} bytes {order}", numbers, kind
    yield "nbit of 9 unsigned bits", np.abs(numbers) * 7 % 512, integer_type(2, "LE", 9, 6, signed=False)
    yield "nbit of whole bytes", numbers, h5py.h5t.STD_I32LE
    for order in ("LE", "BE"):
        yield f"nbit of floats {order}", numbers * 0.25, float_type(order)
    array = h5py.h5t.array_create(integer_type(4, "LE", 17, 5), (2, 3))
    yield "nbit of arrays", random.integers(-60, 60, (31, 2, 3)), array
    inner = h5py.h5t.create(h5py.h5t.COMPOUND, 7)
    inner.insert(b"x", 0, integer_type(2, "BE", 10, 3))
    inner.insert(b"y", 3, integer_type(4, "LE", 21, 9))
    text = h5py.h5t.C_S1.copy()
    text.set_size(5)
    # Nothing follows what is nested: HDF5 2.0 cannot read what it wrote there with nbit.
    for title, nested, shape in (("a compound in it", inner, ()), ("an array of compounds in it", h5py.h5t.array_create(inner, (2,)), (2,))):
        outer = h5py.h5t.create(h5py.h5t.COMPOUND, 14 + nested.get_size())
        outer.insert(b"a", 1, integer_type(2, "LE", 11, 2))
        outer.insert(b"t", 4, text)
        outer.insert(b"o", 10, h5py.h5t.create(h5py.h5t.OPAQUE, 3))
        outer.insert(b"n", 14, nested)
        rows = np.zeros(37, [("a", "i4"), ("t", "S5"), ("o", "V3"), ("n", [("x", "i4"), ("y", "i4")], shape)])
        rows["a"] = random.integers(-200, 200, 37)
        rows["t"] = [b"row%d" % i for i in range(37)]
        rows["o"] = np.frombuffer(bytes(range(111)), "V3")
        for part in ("x", "y"):
            rows["n"][part] = random.integers(-200, 200, rows["n"][part].shape)
        yield f"nbit of a compound with {title}", rows, outer


def bzip2_cases():
    yield "bzip2 of steps", steps("<i2", 3001), hdf5plugin.BZip2()
    yield "bzip2 of zeros", np.zeros(200_000, "u1"), hdf5plugin.BZip2(blocksize=1)
    yield "bzip2 of several blocks", np.tile(steps("u1", 997, 0, 4), 221), hdf5plugin.BZip2(blocksize=1)
    yield "bzip2 of runs", np.repeat(steps("u1", 60, 0, 190), np.arange(60) * 9), hdf5plugin.BZip2()
    yield "bzip2 of noise", random.integers(0, 256, 3000, "u1"), hdf5plugin.BZip2(blocksize=9)
    yield "bzip2 of one byte", np.array([7], "u1"), hdf5plugin.BZip2()
    yield "bzip2 of periods", np.tile(np.array([1, 2], "u1"), 5000), hdf5plugin.BZip2()


def bitshuffle_cases():
    for cname in ("none", "lz4", "zstd"):
        counts = (("u1", 100), ("<i2", 4104), ("<i2", 4099), ("<i4", 2600), ("<i8", 1037), ("<f8", 5))
        for kind, count in counts[:1] + counts[4:] if cname == "none" else counts:
            data = (np.arange(count) // 40 % 200).astype(kind)
            yield f"bitshuffle {cname} of {count} {kind}", data, hdf5plugin.Bitshuffle(cname=cname)
        yield f"bitshuffle {cname} in blocks of 256", (np.arange(1003) // 9).astype("<i4"), hdf5plugin.Bitshuffle(nelems=256, cname=cname)
    rows = np.zeros(300, "V3")
    rows[:] = np.frombuffer(bytes(i % 7 for i in range(900)), "V3")
    yield "bitshuffle lz4 of three bytes", rows, hdf5plugin.Bitshuffle(cname="lz4")
    yield "bitshuffle zstd, then fletcher32", steps("<i4", 500), {**hdf5plugin.Bitshuffle(cname="zstd"), "fletcher32": True}


def text(data):
    return base64.b64encode(bytes(data)).decode()


def case(title, dataset):
    created = dataset.id.get_create_plist()
    filters = [created.get_filter(i) for i in range(created.get_nfilters())]
    mask, stored = dataset.id.read_direct_chunk((0,) * len(dataset.shape))
    kind = dataset.id.get_type()
    decoded = np.zeros(dataset.shape[0] * kind.get_size(), "u1")
    # Read as the type in the file, nothing is converted: these are the bytes behind the filters.
    dataset.id.read(h5py.h5s.ALL, h5py.h5s.ALL, decoded, kind)
    return {
        "title": title,
        "filters": [[number, list(client)] for number, _, client, _ in filters],
        "mask": mask,
        "stored": text(stored),
        "decoded": text(zlib.compress(decoded.tobytes(), 9)),
    }


def main():
    cases = []
    with tempfile.TemporaryDirectory() as folder, h5py.File(pathlib.Path(folder, "a.h5"), "w") as file:
        for cases_of in (scaleoffset_cases, bzip2_cases, bitshuffle_cases):
            for title, data, options in cases_of():
                cases.append(case(title, file.create_dataset(title, data=data, chunks=data.shape, **options)))
        for title, data, kind in nbit_cases():
            created = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
            created.set_chunk((len(data),))
            created.set_filter(h5py.h5z.FILTER_NBIT, h5py.h5z.FLAG_MANDATORY, ())
            space = h5py.h5s.create_simple((len(data),))
            dataset = h5py.Dataset(h5py.h5d.create(file.id, title.encode(), kind, space, created))
            memory = h5py.h5t.py_create(data.dtype)
            if kind.get_class() == h5py.h5t.ARRAY:
                memory = h5py.h5t.array_create(memory, data.shape[1:])
            dataset.id.write(h5py.h5s.ALL, h5py.h5s.ALL, data, memory)
            cases.append(case(title, dataset))
    TARGET.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


main()
