"""Random HDF5 types with elements of them, for make_generated_hdf5.py."""

import h5py
import numpy as np
from h5py import h5t

NUMBERS = ["i1", "u1", "<i2", ">i2", "<u4", ">u4", "<i8", ">i8", "<u8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "<c8", ">c16"]
TEXTS = [b"", b"a", b"abc", "größe".encode(), b"\xff\xfe", b"x" * 70, b" end ", b"in\0side"]


class Types:
    def __init__(self, random, targets, array, usual):
        self.random = random
        self.targets = targets
        self.array = array
        # Whether addresses have 8 bytes: with 4 the library loses half of the references that it writes.
        self.usual = usual
        self.numbers = NUMBERS

    def type(self):
        """A type of the file, and numpy's for it: None where elements are bytes as stored."""
        kind = self.random.randrange(12)
        if kind == 0:
            return self.odd(), None
        if kind == 2:
            # In the class of HDF5 2.0; h5py itself writes compounds.
            return self.random.choice([(h5t.COMPLEX_IEEE_F32LE, np.dtype("<c8")), (h5t.COMPLEX_IEEE_F64LE, np.dtype("<c16"))])
        if kind == 3:
            tid = h5t.C_S1.copy()
            tid.set_size(h5t.VARIABLE)
            tid.set_strpad(self.random.choice([h5t.STR_NULLPAD, h5t.STR_SPACEPAD]))
            return tid, h5py.string_dtype("ascii")
        if kind == 1:
            dtype = self.dtype(1)
            return h5t.array_create(h5t.py_create(dtype, logical=True), tuple(self.random.randint(1, 3) for _ in range(self.random.randint(1, 2)))), dtype
        dtype = self.dtype(3)
        return h5t.py_create(dtype, logical=True), dtype

    def odd(self):
        """Types that numpy has not."""
        kind = self.random.randrange(7)
        if kind == 0:
            tid = h5t.create(h5t.OPAQUE, self.random.randint(1, 9))
            tid.set_tag(self.random.choice([b"", b"tag", b"12345678", b"a longer tag"]))
        elif kind == 1:
            tid = self.random.choice([h5t.STD_B8LE, h5t.STD_B16LE, h5t.STD_B32BE, h5t.STD_B64LE]).copy()
        elif kind == 2:
            tid = self.random.choice([h5t.STD_I32LE, h5t.STD_U32BE, h5t.STD_I64LE]).copy()
            bits = self.random.randint(1, 31)
            tid.set_precision(bits)
            tid.set_offset(self.random.randint(0, 32 - bits))
        elif kind == 3:
            tid = self.random.choice([h5t.STD_I32LE, h5t.STD_U32BE]).copy()
            tid.set_precision(24)
            tid.set_size(3)
        elif kind == 4:
            tid = h5t.IEEE_F32LE.copy()
            tid.set_fields(15, 7, 8, 0, 7)
            tid.set_precision(16)
            tid.set_size(2)
        elif kind == 5:
            tid = h5t.NATIVE_LDOUBLE.copy()
        else:
            tid = h5t.C_S1.copy()
            tid.set_size(self.random.randint(1, 12))
            tid.set_cset(self.random.choice([h5t.CSET_ASCII, h5t.CSET_UTF8]))
            tid.set_strpad(self.random.choice([h5t.STR_NULLTERM, h5t.STR_NULLPAD, h5t.STR_SPACEPAD]))
        return tid

    def dtype(self, depth, lists=True):
        kind = self.random.randrange(12)
        if depth > 0 and kind < 3:
            names = [self.random.choice(["r", "größe", "__proto__", "m"]) + str(i) for i in range(self.random.randint(1, 5))]
            formats = [self.dtype(depth - 1, lists) for _ in names]
            spec = {"names": names, "formats": formats}
            if not any(inner.hasobject for inner in formats) and self.random.random() < 0.3:
                offsets, end = [], self.random.randint(0, 3)
                for inner in formats:
                    offsets.append(end)
                    end += inner.itemsize + self.random.randint(0, 3)
                spec |= {"offsets": offsets, "itemsize": end}
            return np.dtype(spec)
        if depth in (1, 2) and kind == 3:
            base = self.dtype(0, lists=False)
            return np.dtype((base, tuple(self.random.randint(1, 3) for _ in range(self.random.randint(1, 2)))))
        if lists and kind == 4:
            return h5py.string_dtype(self.random.choice(["utf-8", "ascii"]))
        if lists and kind == 5:
            # h5py misreads lists of big-endian numbers.
            return h5py.vlen_dtype(self.listed(depth == 3))
        if kind == 6 and self.usual:
            return h5py.ref_dtype
        if kind == 7 and self.usual and depth == 3:
            # Within compounds and arrays they crash h5py.
            return h5py.regionref_dtype
        if kind == 8:
            return h5py.enum_dtype({"FALSE": 0, "TRUE": 1}, "i1")
        if kind == 9:
            base = self.random.choice(["i1", "u1", "<i2", "<u4", "<i8", ">i4"])
            least = self.random.choice([0, -50]) if "i" in base else 0
            return h5py.enum_dtype({f"M{i}": least + i * 3 for i in range(self.random.randint(1, 40))}, base)
        if kind == 10:
            return h5py.string_dtype(self.random.choice(["utf-8", "ascii"]), self.random.randint(1, 12))
        return np.dtype(self.random.choice(NUMBERS))

    def listed(self, alone):
        """What lists are of. h5py misreads those of big-endian numbers, and within compounds and arrays those of what leads elsewhere."""
        kind = self.random.choice(["i1", "<i2", "<f4", "<u8", "rows", "enum", "S3", *["text", "lists", "references"] * alone])
        if kind == "rows":
            return np.dtype([("a", "<i4"), ("b", "<f8"), ("c", "S2")])
        if kind == "enum":
            return h5py.enum_dtype({"A": -3, "B": 2}, "<i2")
        if kind == "text":
            return h5py.string_dtype()
        if kind == "lists":
            return h5py.vlen_dtype(np.dtype("<i4"))
        if kind == "references":
            return h5py.ref_dtype if self.usual else np.dtype("<i4")
        return np.dtype(kind)

    def rows(self, tid, dtype, shape):
        if dtype is None:
            return self.bytes(tid.get_size(), shape)
        axes = []
        while tid.get_class() == h5t.ARRAY:
            axes += tid.get_array_dims()
            tid = tid.get_super()
        base = dtype.base
        rows = np.zeros([*shape, *axes], base)
        self.fill(base, rows)
        return rows

    def bytes(self, size, shape):
        count = int(np.prod(shape))
        return np.frombuffer(self.random.randbytes(size * count).replace(b"\0", b"z"), f"V{size}").reshape(shape).copy()

    def many(self, dtype, shape):
        """Random numbers, of few or of many values."""
        if dtype.kind == "f" and dtype.itemsize > 2 and self.random.random() < 0.3:
            return np.round(np.frombuffer(self.random.randbytes(int(np.prod(shape))), "i1") / 7, 3).astype(dtype).reshape(shape)
        if self.random.random() < 0.5:
            values = np.frombuffer(self.random.randbytes(int(np.prod(shape))), "u1") % 100
            return values.astype(dtype).reshape(shape)
        if dtype.kind in "iu" or (dtype.kind == "f" and dtype.itemsize > 2):
            return np.frombuffer(self.random.randbytes(dtype.itemsize * int(np.prod(shape))), dtype).reshape(shape)
        return np.full(shape, self.number(dtype), dtype)

    def number(self, dtype):
        return self.random.randrange(100) if dtype.kind in "iu" else self.random.choice([0.5, -1.25, 3.0])

    def fill(self, dtype, array):
        if dtype.names:
            for name in dtype.names:
                self.fill(dtype.fields[name][0].base, array[name])
            return
        for index in np.ndindex(array.shape):
            array[index] = self.value(dtype)

    def value(self, dtype):
        text = h5py.check_string_dtype(dtype)
        lists = h5py.check_vlen_dtype(dtype)
        if text is not None:
            value = self.random.choice(TEXTS)
            return value[: text.length] if text.length else value.replace(b"\0", b"")
        if lists is not None:
            rows = np.zeros(self.random.randint(0, 4), lists)
            self.fill(lists, rows)
            return rows
        if h5py.check_ref_dtype(dtype) is h5py.Reference:
            return self.random.choice([self.random.choice(self.targets).ref, h5py.Reference()])
        if h5py.check_ref_dtype(dtype) is h5py.RegionReference:
            regions = [np.s_[0:2, 1:3], np.s_[::2, ::3], np.s_[3], np.s_[[0, 2, 5], 4]]
            return self.random.choice([self.array.regionref[self.random.choice(regions)], h5py.RegionReference()])
        if h5py.check_enum_dtype(dtype):
            return self.random.choice(list(h5py.check_enum_dtype(dtype).values()))
        if dtype.kind in "iu":
            return self.random.randrange(100) if dtype.itemsize == 1 else self.random.randrange(2 ** (8 * dtype.itemsize - 1))
        return self.random.choice([0.5, -1.25, 3.0])
