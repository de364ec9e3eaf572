"""Edits files that @hdmf-ts/hdf5 wrote, as any program with libhdf5 may, and sees that all of it holds when they are opened again.

    python edit_written_hdf5.py FILE ...

Each file is copied to FILE.links, FILE.attributes and FILE.datasets, and each copy is edited: links are added, renamed and deleted until
nodes split and empty; attributes grow in number and size; datasets are resized and written. The copies stay, for other judges.
The group that is edited is /group, or the root where there is none.
"""

import shutil
import sys

import h5py
import numpy as np


def edited(file):
    return file["group"] if "group" in file else file


def describe(link):
    if isinstance(link, h5py.SoftLink):
        return ["soft", link.path]
    if isinstance(link, h5py.ExternalLink):
        return ["external", link.filename, link.path]
    return ["hard"]


def links_of(group):
    return {name: describe(group.get(name, getlink=True)) for name in group}


def check(found, expected, what):
    if found != expected:
        raise AssertionError(f"{what}: {str(found)[:300]}\ninstead of {str(expected)[:300]}")


def edit_links(path):
    with h5py.File(path, "r+") as file:
        group = edited(file)
        expected = links_of(group)
        names = list(expected)
        for index in range(200):
            group.create_group(f"added {index}").attrs["index"] = index
            expected[f"added {index}"] = ["hard"]
        for index in range(20):
            group[f"path {index}"] = h5py.SoftLink(f"/somewhere/{index}")
            expected[f"path {index}"] = ["soft", f"/somewhere/{index}"]
        for name in names[::3]:
            del group[name]
            del expected[name]
        for name in names[1::3]:
            group.move(name, "moved " + name)
            expected["moved " + name] = expected.pop(name)
    with h5py.File(path, "r+") as file:
        group = edited(file)
        check(links_of(group), expected, f"{path} after links were edited")
        for index in range(200):
            check(int(group[f"added {index}"].attrs["index"]), index, f"{path}, added group {index}")
        for name in list(group):
            del group[name]
        check(len(group), 0, f"{path} after all links were deleted")
        for index in range(60):
            group[f"again {index}"] = np.arange(index)
    with h5py.File(path, "r") as file:
        group = edited(file)
        found = {name: group[name][()].tolist() for name in group}
        check(found, {f"again {index}": list(range(index)) for index in range(60)}, f"{path} after it was filled again")


def values_of(target):
    return {name: np.asarray(target.attrs[name]).tolist() for name in target.attrs}


def edit_attributes(path):
    expected = {}
    with h5py.File(path, "r+") as file:
        targets = [file]
        file.visititems(lambda _, found: targets.append(found) if len(targets) < 40 else None)
        for target in targets:
            names = list(target.attrs)
            for index in range(12):
                target.attrs[f"added {index}"] = np.arange(index + 1)
            # A header of version 1 has no room for more than 64 KiB.
            if h5py.h5o.get_info(target.id).hdr.version == 2:
                target.attrs["long"] = np.arange(30_000)
            for name in names[::2]:
                del target.attrs[name]
            for name in names[1::2]:
                target.attrs[name] = 7.5
            expected[target.name] = values_of(target)
    with h5py.File(path, "r+") as file:
        for name, values in expected.items():
            check(values_of(file[name]), values, f"{path}, attributes of {name}")
            for attribute in values:
                if not attribute.startswith("added 1"):
                    del file[name].attrs[attribute]
            file[name].attrs["last"] = 1
    with h5py.File(path, "r") as file:
        for name in expected:
            check(sorted(file[name].attrs), ["added 1", "added 10", "added 11", "last"], f"{path}, names of {name}")


def edit_datasets(path):
    expected = {}
    with h5py.File(path, "r+") as file:
        found = []
        file.visititems(lambda _, target: found.append(target) if isinstance(target, h5py.Dataset) else None)
        for dataset in found:
            if dataset.shape is None:
                continue
            values = dataset[()]
            if dataset.maxshape and dataset.maxshape[0] is None:
                length = dataset.shape[0]
                dataset.resize(length + 700, 0)
                dataset[length:] = 5
                values = np.concatenate([values, np.full((700, *dataset.shape[1:]), 5, values.dtype)])
                dataset.resize(650, 0)
                dataset.resize(900, 0)
                values = np.concatenate([values[:650], np.zeros((250, *dataset.shape[1:]), values.dtype)])
            else:
                dataset[...] = 8
                values = np.full_like(values, 8)
            expected[dataset.name] = values
    with h5py.File(path, "r") as file:
        for name, values in expected.items():
            check(file[name][()].tolist(), values.tolist(), f"{path}, elements of {name}")


for source in sys.argv[1:]:
    for suffix, edit in (("links", edit_links), ("attributes", edit_attributes), ("datasets", edit_datasets)):
        copy = f"{source}.{suffix}"
        shutil.copy(source, copy)
        edit(copy)
