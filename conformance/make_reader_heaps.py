"""Makes fixtures/reader/heaps-*.h5 with h5py, and heaps.json with what h5py reads in them: heaps and B-trees of every kind.

Run in environment A: .venv-a/bin/python conformance/make_reader_heaps.py. The result is the same with each run, but for the time
of the superblock extension in heaps-shared-messages.h5.
Shared messages and filtered groups are beyond h5py's own interface, so those calls go to its HDF5 library by ctypes.
"""

import ctypes
import glob
import gzip
import json
from pathlib import Path

import h5py
import numpy as np

FOLDER = Path(__file__).parent / "fixtures" / "reader"
LIBRARY = ctypes.CDLL(glob.glob(str(Path(h5py.__file__).parent.parent / "h5py.libs" / "libhdf5-*.so*"))[0])
LIBRARY.H5Pset_deflate.argtypes = [ctypes.c_int64, ctypes.c_uint]
LIBRARY.H5Pset_shared_mesg_nindexes.argtypes = [ctypes.c_int64, ctypes.c_uint]
LIBRARY.H5Pset_shared_mesg_index.argtypes = [ctypes.c_int64, ctypes.c_uint, ctypes.c_uint, ctypes.c_uint]
LIBRARY.H5Pset_sym_k.argtypes = [ctypes.c_int64, ctypes.c_uint, ctypes.c_uint]
LIBRARY.H5Pset_obj_track_times.argtypes = [ctypes.c_int64, ctypes.c_bool]
LIBRARY.H5Pset_istore_k.argtypes = [ctypes.c_int64, ctypes.c_uint]
ATTRIBUTES, DATATYPES, DATASPACES = 1 << 12, 1 << 3, 1 << 1


def new(name, fcpl=None, latest=True):
    fcpl = fcpl or creation()
    check(LIBRARY.H5Pset_obj_track_times(fcpl.id, False))
    fapl = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
    bound = h5py.h5f.LIBVER_V110 if latest else h5py.h5f.LIBVER_EARLIEST
    fapl.set_libver_bounds(bound, h5py.h5f.LIBVER_V110 if latest else h5py.h5f.LIBVER_V18)
    path = str(FOLDER / f"heaps-{name}.h5").encode()
    return h5py.File(h5py.h5f.create(path, h5py.h5f.ACC_TRUNC, fcpl, fapl))


def creation():
    return h5py.h5p.create(h5py.h5p.FILE_CREATE)


def check(status):
    if status < 0:
        raise RuntimeError("a call of the HDF5 library failed")


def group_with(file, name, **options):
    gcpl = h5py.h5p.create(h5py.h5p.GROUP_CREATE)
    check(LIBRARY.H5Pset_obj_track_times(gcpl.id, False))
    if options.get("deflate"):
        check(LIBRARY.H5Pset_deflate(gcpl.id, 6))
    if options.get("tracked"):
        gcpl.set_attr_creation_order(h5py.h5p.CRT_ORDER_TRACKED | h5py.h5p.CRT_ORDER_INDEXED)
        gcpl.set_link_creation_order(h5py.h5p.CRT_ORDER_TRACKED | h5py.h5p.CRT_ORDER_INDEXED)
    return h5py.Group(h5py.h5g.create(file.id, name, gcpl=gcpl))


def soft_links(group, count, length):
    targets = {}
    for index in range(count):
        name = f"link {index * 7919 % count:04d}" + "é" * (index % 3)
        targets[name] = (f"{index:x}." * length)[:length]
        group[name] = h5py.SoftLink(targets[name])
    return targets


def dense_links():
    with new("dense-links") as file:
        return soft_links(group_with(file, b"many", tracked=True), 1500, 6)


def nested_links():
    """A heap so large that its root's indirect block holds indirect blocks; kept compressed."""
    with new("nested-links") as file:
        soft_links(group_with(file, b"long"), 220, 4000)
    path = FOLDER / "heaps-nested-links.h5"
    Path(f"{path}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    path.unlink()


def filtered_links():
    with new("filtered-links") as file:
        soft_links(group_with(file, b"few", deflate=True), 12, 20)
        soft_links(group_with(file, b"many", deflate=True), 300, 20)
        soft_links(group_with(file, b"huge", deflate=True), 12, 5000)


def dense_attributes():
    with new("dense-attributes") as file:
        attrs = group_with(file, b"many", tracked=True).attrs
        for index in range(200):
            attrs[f"attribute {index:03d}"] = np.arange(index % 5, dtype="<i4") + index
        attrs["huge"] = np.arange(70_000, dtype="u1")
        attrs["large"] = np.arange(5_000, dtype="u1")


def shared_messages():
    fcpl = creation()
    check(LIBRARY.H5Pset_shared_mesg_nindexes(fcpl.id, 2))
    check(LIBRARY.H5Pset_shared_mesg_index(fcpl.id, 0, ATTRIBUTES, 30))
    check(LIBRARY.H5Pset_shared_mesg_index(fcpl.id, 1, DATATYPES | DATASPACES, 8))
    with new("shared-messages", fcpl) as file:
        for name in ("a", "b", "c"):
            group = group_with(file, name.encode())
            for index in range(20):
                group.attrs[f"attribute {index}"] = np.arange(8, dtype="<i4") + index
            group.create_dataset("data", data=np.zeros((3, 4), "<f4"), track_times=False)


def chunks_1():
    fcpl = creation()
    check(LIBRARY.H5Pset_istore_k(fcpl.id, 2))
    check(LIBRARY.H5Pset_sym_k(fcpl.id, 2, 2))
    with new("btree1", fcpl, latest=False) as file:
        data = np.arange(2 * 80, dtype="<i2").reshape(2, 80)
        dataset = file.create_dataset("chunks", data=data, chunks=(1, 2), track_times=False)
        for index in range(120):
            file[f"groups/name {index * 53 % 120:03d}"] = h5py.SoftLink(f"/{index}")
        return [
            [list(info.chunk_offset), info.byte_offset, info.size]
            for info in map(dataset.id.get_chunk_info, range(dataset.id.get_num_chunks()))
        ]


def chunks_2():
    found = {}
    with new("btree2") as file:
        for name, options in (("plain", {}), ("filtered", {"compression": "gzip"})):
            data = np.arange(60 * 60, dtype="<i2").reshape(60, 60)
            dataset = file.create_dataset(
                name, data=data, chunks=(3, 3), maxshape=(None, None), track_times=False, **options
            )
            found[name] = [
                [list(info.chunk_offset), info.byte_offset, info.size]
                for info in map(dataset.id.get_chunk_info, range(dataset.id.get_num_chunks()))
            ]
    return found


def global_heap():
    with new("global-heap", latest=False) as file:
        texts = [f"text {index} " + "ü" * (index % 40) for index in range(300)] + ["long " * 2000, "", "end"]
        dataset = file.create_dataset("texts", len(texts), h5py.string_dtype(), track_times=False)
        for start in range(0, len(texts), 60):
            dataset[start : start + 60] = texts[start : start + 60]
            file.create_dataset(f"between {start}", data=np.zeros(2000, "u1"), track_times=False)
        return dataset.id.get_offset()


def small_numbers():
    """Addresses and lengths of four bytes, in both styles of the format."""
    for latest in (False, True):
        fcpl = creation()
        fcpl.set_sizes(4, 4)
        with new("four-bytes-latest" if latest else "four-bytes", fcpl, latest) as file:
            soft_links(group_with(file, b"links"), 40, 30)
            if latest:
                group_with(file, b"huge").attrs["huge"] = (np.arange(70_000) // 300).astype("u1")
            grid = np.arange(144, dtype="<i2").reshape(12, 12)
            file.create_dataset("grid", data=grid, chunks=(3, 4), track_times=False)
            texts = [f"text {index}" for index in range(50)]
            file.create_dataset("texts", data=texts, dtype=h5py.string_dtype(), track_times=False)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    truth = {"links": dense_links(), "btree1": chunks_1(), "btree2": chunks_2(), "texts": global_heap()}
    nested_links()
    filtered_links()
    dense_attributes()
    shared_messages()
    small_numbers()
    (FOLDER / "heaps.json").write_text(json.dumps(truth, ensure_ascii=False) + "\n", "utf-8")
