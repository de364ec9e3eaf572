"""Writes an HDF5 file of random types, for comparing readers with h5py.

    python make_random_hdf5.py FILE SEED COUNT
"""

import random
import sys

import h5py
import numpy as np

FIXED = ["i1", "u1", "<i2", ">i2", "<u4", ">u4", "<i8", ">i8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "S3", "S7", "<c8", ">c16"]


class Maker:
    def __init__(self, seed, target):
        self.random = random.Random(seed)
        self.target = target

    def dtype(self, depth, vlen=True):
        kind = self.random.randrange(10)
        if depth > 0 and kind < 4:
            names = [f"m{index}" for index in range(self.random.randint(1, 5))]
            formats = [self.dtype(depth - 1) for _ in names]
            spec = {"names": names, "formats": formats}
            if not any(inner.hasobject for inner in formats) and self.random.random() < 0.3:
                spec |= self.gaps(formats)
            return np.dtype(spec)
        if depth > 0 and kind == 4:
            base = self.dtype(0, vlen=False)
            return np.dtype((base, tuple(self.random.randint(1, 3) for _ in range(self.random.randint(1, 2)))))
        if vlen and kind == 5:
            return h5py.string_dtype(self.random.choice(["utf-8", "ascii"]))
        if vlen and kind == 6:
            # h5py misreads lists of big-endian numbers.
            return h5py.vlen_dtype(np.dtype(self.random.choice(["i1", "<i2", "<f4", "<u8"])))
        if kind == 7:
            return h5py.ref_dtype
        if kind == 8:
            return h5py.enum_dtype({"FALSE": 0, "TRUE": 1}, "i1")
        return np.dtype(self.random.choice(FIXED))

    def gaps(self, formats):
        offsets, end = [], self.random.randint(0, 3)
        for inner in formats:
            offsets.append(end)
            end += inner.itemsize + self.random.randint(0, 3)
        return {"offsets": offsets, "itemsize": end}

    def fill(self, dtype, array):
        """Fills an array of rows in place."""
        if dtype.names:
            for name in dtype.names:
                self.fill(dtype.fields[name][0].base, array[name])
            return
        flat = array.reshape(-1) if array.flags.c_contiguous else array
        for index in np.ndindex(flat.shape):
            flat[index] = self.value(dtype)

    def value(self, dtype):
        if h5py.check_string_dtype(dtype) is not None and dtype.kind == "O":
            return self.random.choice(["", "a", "text", "x" * 40])
        if h5py.check_vlen_dtype(dtype) is not None:
            return np.arange(self.random.randint(0, 4)).astype(h5py.check_vlen_dtype(dtype))
        if h5py.check_ref_dtype(dtype) is not None:
            return self.random.choice([self.target.ref, h5py.Reference()])
        if dtype.kind == "S":
            return self.random.choice([b"", b"a", b"abc", b"abcdefg"])[: dtype.itemsize]
        if dtype.kind in "iu":
            return self.random.randrange(100) if dtype.itemsize == 1 else self.random.randrange(2 ** (8 * dtype.itemsize - 1))
        return self.random.choice([0.5, -1.25, 3.0])


def main(path, seed, count):
    with h5py.File(path, "w") as file:
        maker = Maker(seed, file.create_group("target"))
        for index in range(count):
            dtype = maker.dtype(3)
            if dtype.subdtype is not None:
                dtype = np.dtype([("only", dtype)])
            shape = maker.random.choice([(), (1,), (3,), (2, 2)])
            rows = np.zeros(shape, dtype)
            maker.fill(dtype, rows)
            options = {"chunks": True, "compression": "gzip", "shuffle": True} if shape and maker.random.random() < 0.3 else {}
            file.create_dataset(f"d{index}", data=rows, dtype=dtype, **options)
            file.attrs.create(f"a{index}", rows, dtype=dtype)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
