"""Writes fixtures/reader/datasets-*.h5: datasets of every layout, chunk index and filter, for the tests of packages/hdf5.

Values are formulae (`formula` here, and in packages/hdf5/test/datasets-truth.ts), so no truth needs to be kept: element `i` in C
order is `(i * 7 + 3) % 1000`, as the dataset's type. Where a dataset was written in part, its attribute `written` holds the boxes
that were written (start and stop of each axis), and the rest is the fill value. Run with h5py >= 3.16 (HDF5 2.0).
"""

import ctypes
from pathlib import Path

import h5py
import hdf5plugin
import numpy as np

FOLDER = Path(__file__).parent / "fixtures" / "reader"
V110 = ("v110", "v110")


def formula(shape, dtype):
    count = int(np.prod(shape, dtype=np.int64))
    return ((np.arange(count, dtype=np.int64) * 7 + 3) % 1000).astype(dtype).reshape(shape)


def add(file, name, shape, dtype="<i4", written=None, early=False, plain_edges=False, **options):
    """A dataset through the low-level interface where h5py's own has no way to say it."""
    maxshape = options.pop("maxshape", None)
    full = formula(shape, np.dtype(dtype))
    if early or plain_edges:
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_obj_track_times(False)
        plist.set_chunk(options["chunks"])
        if early:
            plist.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
        if plain_edges:
            keep_edges_plain(plist)
            plist.set_shuffle()
            plist.set_deflate(4)
        unlimited = tuple(h5py.h5s.UNLIMITED if m is None else m for m in maxshape) if maxshape else None
        space = h5py.h5s.create_simple(shape, unlimited)
        kind = h5py.h5t.py_create(np.dtype(dtype), logical=True)
        dataset = h5py.Dataset(h5py.h5d.create(file.id, name.encode(), kind, space, plist))
    else:
        dataset = file.create_dataset(name, shape, dtype, maxshape=maxshape, **options)
    if written is None:
        dataset[...] = full
    else:
        for box in written:
            where = tuple(slice(a, b) for a, b in box)
            dataset[where] = full[where]
        dataset.attrs["written"] = np.array(written, dtype="<i8").reshape(len(written), len(shape), 2)
    return dataset


def keep_edges_plain(plist):
    """H5Pset_chunk_opts with H5D_CHUNK_DONT_FILTER_PARTIAL_CHUNKS, which h5py does not wrap, of the library that h5py has loaded."""
    with open("/proc/self/maps") as maps:
        library = next(line.split()[-1] for line in maps if "/libhdf5-" in line)
    call = ctypes.CDLL(library).H5Pset_chunk_opts
    call.argtypes = [ctypes.c_int64, ctypes.c_uint]
    if call(plist.id, 2) < 0:
        raise RuntimeError("H5Pset_chunk_opts failed")


def layouts(file):
    add(file, "scalar", ())
    for rank, shape in enumerate([(7,), (5, 6), (3, 4, 5), (2, 3, 4, 3), (2, 3, 2, 3, 2)], 1):
        add(file, f"contiguous{rank}", shape)
        add(file, f"chunked{rank}", shape, chunks=tuple(max(1, n // 2) for n in shape))
    add(file, "empty", (0, 4), chunks=(2, 2), maxshape=(None, 4))
    add(file, "emptyContiguous", (3, 0))
    add(file, "unwritten", (4, 5), written=[], fillvalue=-7)
    add(file, "unwrittenNoFill", (4, 5), written=[])
    add(file, "unwrittenChunked", (4, 5), written=[], fillvalue=-7, chunks=(2, 2))
    file.create_dataset("neverFilled", (4, 4), "<i4", chunks=(2, 2), fillvalue=7, fill_time="never")[0:2, 0:2] = 1
    file.create_dataset("null", data=h5py.Empty("<i4"))
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_obj_track_times(False)
    compact.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple((6, 7))
    dataset = h5py.Dataset(h5py.h5d.create(file.id, b"compact", h5py.h5t.STD_I32LE, space, compact))
    dataset[...] = formula((6, 7), "<i4")
    for dtype in ["i1", "<u2", "<i8", "<u8", "<f2", "<f4", "<f8", ">i2", ">i4", ">i8", ">f4", ">f8"]:
        name = dtype.replace("<", "little-").replace(">", "big-")
        add(file, f"contiguous-{name}", (9, 11), dtype)
        add(file, f"chunked-{name}", (9, 11), dtype, chunks=(4, 4), compression="gzip", shuffle=True)
    pair = np.dtype([("a", "<i4"), ("b", ">f8")])
    rows = np.zeros((10,), pair)
    rows["a"] = formula((10,), "<i4")
    rows["b"] = formula((10,), ">f8") / 2
    file.create_dataset("compound", data=rows)
    file.create_dataset("compoundChunked", data=rows, chunks=(4,), compression="gzip")
    texts = [f"text {value}" for value in formula((10,), "<i4")]
    file.create_dataset("texts", data=texts, dtype=h5py.string_dtype())
    file.create_dataset("textsChunked", data=texts, dtype=h5py.string_dtype(), chunks=(4,), compression="gzip")
    part = file.create_dataset("textsInPart", (10,), h5py.string_dtype(), chunks=(4,), fillvalue="none")
    part[0:2] = texts[0:2]
    file.create_dataset("arrays", data=formula((5, 3), "<i2"))
    large = formula((100, 300), "<i2")
    file.create_dataset("wide", data=large)


def indexes(file):
    """For a library bound with the newer indexes."""
    add(file, "single", (20, 30), chunks=(20, 30))
    add(file, "singleFiltered", (20, 30), chunks=(20, 30), compression="gzip")
    add(file, "singleUnwritten", (20, 30), written=[], chunks=(20, 30), fillvalue=5)
    add(file, "implicit", (10, 13), chunks=(3, 4), early=True)
    add(file, "implicitGrowing", (10, 13), chunks=(3, 4), early=True, maxshape=(12, 30))
    add(file, "fixed", (10, 13), chunks=(3, 4))
    add(file, "fixedFiltered", (10, 13), chunks=(3, 4), compression="gzip", shuffle=True)
    add(file, "fixedGrowing", (10, 13), chunks=(3, 4), maxshape=(22, 40))
    add(file, "fixedPaged", (2500, 3), "i1", chunks=(1, 3))
    add(file, "fixedPagedFiltered", (2100,), "i1", chunks=(1,), fletcher32=True)
    add(file, "fixedPagedInPart", (5000,), "<i2", chunks=(1,), written=[[(1500, 1510)], [(4999, 5000)]], fillvalue=9)
    add(file, "extensible", (30, 7), chunks=(2, 3), maxshape=(None, 7))
    add(file, "extensibleFiltered", (30, 7), chunks=(2, 3), maxshape=(None, 7), compression="gzip")
    add(file, "extensibleSecondAxis", (7, 30), chunks=(3, 2), maxshape=(7, None))
    add(file, "extensibleMiddleAxis", (4, 15, 5), chunks=(2, 2, 2), maxshape=(8, None, 7))
    add(file, "extensibleSuperBlocks", (3000,), "<i2", chunks=(1,), maxshape=(None,))
    add(file, "extensibleOne", (3,), chunks=(4,), maxshape=(None,))
    paged = [[(2, 4)], [(70000, 70001)], [(131060, 131064)], [(133200, 133202)], [(140000, 140003)], [(261200, 261203)]]
    add(file, "extensiblePaged", (270000,), "i1", chunks=(1,), maxshape=(None,), written=paged, fillvalue=4)
    add(file, "extensiblePagedFiltered", (140100,), "i1", chunks=(1,), maxshape=(None,), written=[[(139000, 139002)], [(140050, 140060)]], fletcher32=True)
    add(file, "btree2", (20, 25), chunks=(3, 4), maxshape=(None, None))
    add(file, "btree2Filtered", (20, 25), chunks=(3, 4), maxshape=(None, None), compression="gzip", shuffle=True)
    add(file, "btree2Deep", (60, 60), "i1", chunks=(1, 1), maxshape=(None, None))
    add(file, "btree2InPart", (60, 60), chunks=(5, 5), maxshape=(None, None), written=[[(12, 14), (33, 41)], [(55, 60), (0, 2)]], fillvalue=-1)
    shrunk = add(file, "shrunk", (40, 40), chunks=(5, 5), maxshape=(None, None))
    shrunk.resize((13, 40))
    add(file, "plainEdges", (10, 13), chunks=(4, 5), plain_edges=True)
    add(file, "plainEdgesGrowing", (10, 13), chunks=(4, 5), plain_edges=True, maxshape=(None, 13))
    add(file, "filterMask", (8, 4), written=[], chunks=(2, 4), compression="gzip", shuffle=True)
    masked(file["filterMask"])


def masked(dataset):
    """Chunks that left filters out: none, shuffle, deflate, both."""
    import zlib

    full = formula(dataset.shape, dataset.dtype)
    for row, mask in enumerate([0, 1, 2, 3]):
        raw = full[2 * row : 2 * row + 2].tobytes()
        if not mask & 1:
            raw = np.frombuffer(raw, "u1").reshape(-1, 4).T.tobytes()
        if not mask & 2:
            raw = zlib.compress(raw)
        dataset.id.write_direct_chunk((2 * row, 0), raw, mask)
    dataset.attrs["written"] = np.array([[[0, 8], [0, 4]]], dtype="<i8")


def old_index(file):
    """The B-tree of version 1."""
    add(file, "btree1", (20, 25), chunks=(3, 4))
    add(file, "btree1Filtered", (20, 25), chunks=(3, 4), compression="gzip", shuffle=True)
    add(file, "btree1Deep", (5000,), "i1", chunks=(1,), maxshape=(None,))
    add(file, "btree1Early", (10, 13), chunks=(3, 4), early=True)
    add(file, "btree1InPart", (60, 60), chunks=(5, 5), maxshape=(None, None), written=[[(12, 14), (33, 41)], [(55, 60), (0, 2)]], fillvalue=-1)
    add(file, "btree1Rank5", (3, 4, 3, 4, 3), chunks=(2, 3, 2, 3, 2))
    shrunk = add(file, "shrunk", (40, 40), chunks=(5, 5), maxshape=(None, None))
    shrunk.resize((13, 40))
    add(file, "filterMask", (8, 4), written=[], chunks=(2, 4), compression="gzip", shuffle=True)
    masked(file["filterMask"])


def filters(file):
    shape, chunks = (40, 50), (16, 16)
    for dtype in ["i1", "<i2", "<f4", ">f8"]:
        kind = dtype.strip("<>")
        add(file, f"deflate-{kind}", shape, dtype, chunks=chunks, compression="gzip", compression_opts=9)
        add(file, f"shuffle-{kind}", shape, dtype, chunks=chunks, shuffle=True)
        add(file, f"fletcher32-{kind}", shape, dtype, chunks=chunks, fletcher32=True)
        add(file, f"all-{kind}", shape, dtype, chunks=chunks, compression="gzip", shuffle=True, fletcher32=True)
        add(file, f"lzf-{kind}", shape, dtype, chunks=chunks, compression="lzf", shuffle=True)
        add(file, f"blosc-lz4-{kind}", shape, dtype, chunks=chunks, **hdf5plugin.Blosc())
        add(file, f"blosc-zstd-{kind}", shape, dtype, chunks=chunks, **hdf5plugin.Blosc("zstd", 5, hdf5plugin.Blosc.BITSHUFFLE))
        add(file, f"zstd-{kind}", shape, dtype, chunks=chunks, **hdf5plugin.Zstd())
        add(file, f"lz4-{kind}", shape, dtype, chunks=chunks, **hdf5plugin.LZ4())


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, libver, make in [
        ("layouts-earliest", "earliest", layouts),
        ("layouts-latest", "latest", layouts),
        ("indexes-v110", V110, indexes),
        ("indexes-latest", "latest", indexes),
        ("btree1", "earliest", old_index),
        ("filters", "earliest", filters),
    ]:
        path = FOLDER / f"datasets-{name}.h5"
        with h5py.File(path, "w", libver=libver) as file:
            make(file)
        print(path.name, path.stat().st_size)


main()
