"""Writes HDF5 files of random structure with h5py, and beside each what h5py then finds in it.

    python make_generated_hdf5.py FOLDER [--seed S] [--count N] [--bound LIBVER]

File I of seed S is S-I.h5, always the same objects; S-I.json is its dump by dump_hdf5.py. Over the files vary: the bounds of libver,
user block, sizes of addresses, file space strategy, orders kept, phases of dense storage, deletions and a second session of
writing. What h5py refuses to write is left out, a file that it cannot finish or read again has no dump; the reasons
go to stderr.
"""

import argparse
import collections
import json
import os
import random
import resource
import sys
import traceback

import h5py
import numpy as np
from dump_hdf5 import dump
from generated_types import Types
from h5py import h5a, h5d, h5f, h5o, h5p, h5s, h5t, h5z
from hdf5plugin import LZ4, Bitshuffle, Blosc, BZip2, Zstd

BOUNDS = ["earliest", "v108", "v110", "v112", "v114", "v200", "latest"]
REFUSALS = (OSError, ValueError, TypeError, RuntimeError, KeyError, NotImplementedError)
STRATEGIES = [h5f.FSPACE_STRATEGY_FSM_AGGR, h5f.FSPACE_STRATEGY_PAGE, h5f.FSPACE_STRATEGY_AGGR, h5f.FSPACE_STRATEGY_NONE]
NAMES = ["a", "B", "name with spaces", "größe", "日本", "__proto__", "0", "constructor", "x" * 300, "é\u0301", ".hidden", "10", "9"]


class Generator:
    def __init__(self, seed, refusals, bound=None):
        self.bound = bound
        self.random = random.Random(seed)
        self.refusals = refusals
        self.count = 0

    def chance(self, probability):
        return self.random.random() < probability

    # Files

    def make(self, path):
        low = self.bound or self.random.choice(BOUNDS)
        high = self.random.choice([bound for bound in BOUNDS[BOUNDS.index(low):] if bound != "earliest"])
        self.old = low == "earliest"
        self.options = {"libver": (low, high)}
        created = h5p.create(h5p.FILE_CREATE)
        if self.chance(0.2):
            created.set_userblock(self.random.choice([512, 1024, 4096]))
        self.usual = self.chance(0.8)
        if not self.usual:
            # With lengths of 4 bytes, the library mistakes "unlimited" for a number.
            created.set_sizes(4, 8)
        if created.get_userblock() == 0 and high != "v108" and self.chance(0.3):
            created.set_file_space_strategy(self.random.choice(STRATEGIES), self.chance(0.5), 1)
            if self.chance(0.5):
                created.set_file_space_page_size(self.random.choice([512, 4096, 20_000]))
        if self.chance(0.3):
            created.set_link_creation_order(h5p.CRT_ORDER_TRACKED | h5p.CRT_ORDER_INDEXED)
        self.orders(created)
        access = h5p.create(h5p.FILE_ACCESS)
        access.set_libver_bounds(h5py._hl.files.libver_dict[low], h5py._hl.files.libver_dict[high])
        access.set_fclose_degree(h5f.CLOSE_STRONG)
        h5f.create(os.fsencode(path), h5f.ACC_TRUNC, created, access).close()
        with h5py.File(path, "r+", **self.options) as file:
            self.fill(file)
        # A session of its own: what is open keeps the library from it, and leaves the file marked as open.
        if low not in ("earliest", "v108") and self.chance(0.2):
            with h5py.File(path, "r+", **self.options) as file:
                self.attempt(self.write_as_others_read, file)
        if self.chance(0.3):
            self.options = {"libver": (self.random.choice(["earliest", low]), "latest")}
            with h5py.File(path, "r+", **self.options) as file:
                self.again(file)

    def orders(self, plist):
        if self.chance(0.3):
            plist.set_attr_creation_order(h5p.CRT_ORDER_TRACKED | (h5p.CRT_ORDER_INDEXED if self.chance(0.8) else 0))
        if self.chance(0.2):
            plist.set_attr_phase_change(*self.random.choice([(0, 0), (1, 0), (3, 2), (60, 20)]))
        if self.chance(0.5):
            plist.set_obj_track_times(self.chance(0.5))

    def fill(self, file):
        self.file = file
        target = file.create_dataset("target", data=np.arange(60, dtype="<i2").reshape(6, 10))
        self.types = Types(self.random, [file, target, file.create_group("group")], target, self.usual)
        self.groups, self.objects, self.committed = [file, file["group"]], [file, target], []
        for _ in range(self.random.randint(5, 25)):
            self.attempt(self.random.choice([self.group, self.link, self.commit, *[self.dataset] * 5]))
        if self.chance(0.3):
            self.attempt(self.many_links)
        if self.chance(0.1):
            self.attempt(self.deep_groups)
        if self.chance(0.3):
            self.attempt(self.scales)
        for item in self.objects:
            self.attempt(self.attributes, item)
            if self.chance(0.1):
                h5o.set_comment(item.id, b"a comment")

    def again(self, file):
        """A second session: deletes, resizes, renames and adds."""
        self.file = file
        self.types.targets = [file, file["target"], file["group"]]
        self.types.array = file["target"]
        self.groups, self.objects, self.committed = [file["group"]], [file["target"]], []
        for name in list(file):
            if name not in ("target", "group"):
                self.attempt(self.change, name)
        for _ in range(self.random.randint(1, 8)):
            self.attempt(self.random.choice([self.group, self.link, self.copy, self.dataset, self.dataset]))
        for item in [*self.objects, file]:
            self.attempt(self.attributes, item)

    def change(self, name):
        if self.chance(0.25):
            del self.file[name]
            return
        item = self.file.get(name) if isinstance(self.file.get(name, getlink=True), h5py.HardLink) else None
        if item is None:
            return
        if self.chance(0.2):
            self.file.move(name, f"moved-{name[:20]}")
        for attribute in list(item.attrs):
            if self.chance(0.4):
                del item.attrs[attribute]
        if isinstance(item, h5py.Dataset) and item.chunks and self.chance(0.6):
            self.resize_to(item, [self.random.randint(0, length + 5) if most is None else most for length, most in zip(item.shape, item.maxshape)])
        if isinstance(item, h5py.Group):
            for child in list(item):
                if self.chance(0.5):
                    del item[child]

    def attempt(self, action, *arguments):
        try:
            action(*arguments)
        except REFUSALS as error:
            self.refusals[f"{action.__name__}: {str(error)[:110]}"] += 1

    # Groups and links

    def name(self, parent):
        self.count += 1
        name = self.random.choice(NAMES)
        return name if self.chance(0.3) and name not in parent else f"n{self.count}"

    def group(self):
        parent = self.random.choice(self.groups)
        plist = h5p.create(h5p.GROUP_CREATE)
        if self.chance(0.4):
            plist.set_link_creation_order(h5p.CRT_ORDER_TRACKED | (h5p.CRT_ORDER_INDEXED if self.chance(0.8) else 0))
        self.orders(plist)
        links = h5p.create(h5p.LINK_CREATE)
        links.set_char_encoding(h5t.CSET_UTF8)
        group = h5py.Group(h5py.h5g.create(parent.id, self.name(parent).encode(), lcpl=links, gcpl=plist))
        self.groups.append(group)
        self.objects.append(group)

    def link(self):
        parent = self.random.choice(self.groups)
        kind = self.random.randrange(4)
        if kind == 0:
            parent[self.name(parent)] = self.random.choice(self.objects)
        elif kind == 1:
            parent[self.name(parent)] = h5py.SoftLink(self.random.choice(["/target", "nowhere", "../größe", "/" + "s" * 400]))
        elif kind == 2:
            parent[self.name(parent)] = h5py.ExternalLink(self.random.choice(["other.h5", "größe.h5"]), "/some/object")
        else:
            parent[self.name(parent)] = self.random.choice(self.groups)

    def many_links(self):
        group = self.random.choice(self.groups)
        names = [f"{self.random.choice('abcxyz')}{'-' * self.random.randrange(30)}{i}" for i in range(self.random.choice([9, 30, 300, 900, 3000]))]
        for name in names:
            group[name] = h5py.SoftLink(f"/to/{name}") if self.chance(0.3) else self.file["target"]
        for name in names:
            if self.chance(0.2):
                del group[name]

    def deep_groups(self):
        group = self.random.choice(self.groups)
        for _ in range(self.random.choice([10, 70])):
            group = group.create_group(self.name(group))
        self.groups.append(group)
        self.dataset()

    def scales(self):
        """Dimension scales: attributes of lists of references, and of compounds with a reference."""
        shape = self.random.choice([(3,), (3, 4), (2, 1, 5)])
        data = self.file.create_dataset(self.name(self.file), shape, "f4")
        for axis, length in enumerate(shape):
            data.dims[axis].label = self.random.choice(["", "x", "größe"])
            for _ in range(self.random.randint(0, 2)):
                scale = self.file.create_dataset(self.name(self.file), data=np.arange(length))
                scale.make_scale(self.random.choice(["", "time"]))
                data.dims[axis].attach_scale(scale)

    def write_as_others_read(self, file):
        """SWMR: chunks are indexed and appended in other ways."""
        file.swmr_mode = True
        for name in list(file):
            item = file[name] if isinstance(file.get(name, getlink=True), h5py.HardLink) else None
            if isinstance(item, h5py.Dataset) and item.chunks and None in item.maxshape:
                self.attempt(self.resize, item)
                item.flush()

    def copy(self):
        source = self.random.choice(self.objects)
        self.file.copy(source, self.random.choice(self.groups), name=f"copy{self.count}", shallow=self.chance(0.3))
        self.count += 1

    def commit(self):
        parent = self.random.choice(self.groups)
        tid, _ = self.types.type()
        name = self.name(parent)
        tid.commit(parent.id, name.encode())
        self.committed.append(parent[name])
        self.objects.append(parent[name])

    # Attributes

    def attributes(self, item):
        count = self.random.choice([0, 0, 1, 1, 2, 3, 8, 9, 20, self.random.choice([0, 60, 200])])
        simple = count > 20
        for _ in range(count):
            self.attempt(self.attribute, item, simple)
        if count > 8 and self.chance(0.3):
            for name in list(item.attrs)[:: self.random.randint(1, 3)]:
                del item.attrs[name]
        if not self.old and self.chance(0.08):
            item.attrs["big"] = np.arange(self.random.choice([8200, 20000, 70000]))

    def attribute(self, item, simple):
        name = self.name(item.attrs)
        if simple:
            item.attrs[name] = self.random.choice([self.count, "text", 0.5, [1, 2, 3]])
            return
        tid, shape, rows = self.content()
        space = self.space(shape)
        aid = h5a.create(item.id, name.encode(), tid, space)
        if rows is not None:
            aid.write(rows, mtype=self.memory(tid, rows, shape))

    def content(self):
        """A type, a shape and random elements."""
        if self.committed and self.chance(0.2):
            tid = self.random.choice(self.committed).id
            return tid, (), None
        tid, dtype = self.types.type()
        shape = self.random.choice([None, (), (), (1,), (3,), (2, 2), (0,), (2, 0), (7,), (2, 3, 2)])
        return tid, shape, self.types.rows(tid, dtype, shape) if shape is not None else None

    def memory(self, tid, rows, shape):
        return h5t.py_create(np.dtype((rows.dtype, rows.shape[len(shape):]))) if rows.dtype.hasobject else tid

    def space(self, shape):
        if shape is None:
            return h5s.create(h5s.NULL)
        return h5s.create_simple(shape) if shape else h5s.create(h5s.SCALAR)

    # Datasets

    def dataset(self):
        parent = self.random.choice(self.groups)
        name = self.name(parent)
        made = self.random.choice([self.any_type, self.chunked, self.chunked])(parent, name)
        self.objects.append(made)
        self.types.targets.append(made)

    def created(self):
        plist = h5p.create(h5p.DATASET_CREATE)
        self.orders(plist)
        if self.chance(0.3):
            plist.set_alloc_time(self.random.choice([h5d.ALLOC_TIME_EARLY, h5d.ALLOC_TIME_LATE, h5d.ALLOC_TIME_INCR]))
        if self.chance(0.2):
            plist.set_fill_time(self.random.choice([h5d.FILL_TIME_ALLOC, h5d.FILL_TIME_IFSET]))
        return plist

    def any_type(self, parent, name):
        """Any type, in any layout."""
        tid, shape, rows = self.content()
        plist = self.created()
        layout = self.random.choice([h5d.CONTIGUOUS, h5d.COMPACT, h5d.CHUNKED])
        if layout == h5d.COMPACT:
            plist.set_alloc_time(h5d.ALLOC_TIME_EARLY)
        if layout == h5d.CHUNKED and shape:
            plist.set_chunk(tuple(max(1, self.random.randint(1, max(1, length))) for length in shape))
            if self.chance(0.5):
                plist.set_shuffle()
            if self.chance(0.5):
                plist.set_deflate(self.random.randint(0, 9))
            if self.chance(0.3):
                plist.set_fletcher32()
        elif layout != h5d.CHUNKED:
            plist.set_layout(layout)
        if rows is not None and rows.size and not rows.dtype.hasobject and rows.shape == shape and rows.dtype.kind != "V" and self.chance(0.4):
            plist.set_fill_value(rows.reshape(-1)[:1].reshape(()))
        did = h5d.create(parent.id, name.encode(), tid, self.space(shape), plist)
        if rows is not None and rows.size and self.chance(0.85):
            did.write(h5s.ALL, h5s.ALL, rows, self.memory(tid, rows, shape))
        return h5py.Dataset(did)

    def chunked(self, parent, name):
        """Numbers or text, written in parts, with filters, growing: every index of chunks."""
        dtype = np.dtype(self.random.choice([*self.types.numbers, h5py.string_dtype()]))
        rank = self.random.choice([1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 9])
        shape = tuple(self.random.randint(0 if self.chance(0.1) else 1, {1: 400, 2: 30, 3: 12, 4: 6, 9: 3}[rank]) for _ in range(rank))
        chunks = tuple(self.random.randint(1, max(1, length + 2 if self.chance(0.2) else length // self.random.choice([1, 2, 5]))) for length in shape)
        maxshape = tuple(self.random.choice([None, length, max(length, chunk) + self.random.randint(0, 50)]) for length, chunk in zip(shape, chunks))
        if self.chance(0.3):
            maxshape, chunks = shape, tuple(map(min, chunks, [length or 1 for length in shape]))
        chunks = tuple(chunk if most is None else max(1, min(chunk, most)) for chunk, most in zip(chunks, maxshape))
        fixed = not h5py.check_string_dtype(dtype)
        options = self.filters(dtype) if fixed and self.chance(0.6) else {}
        if fixed and self.chance(0.4):
            options["fillvalue"] = self.types.number(dtype)
        plist = self.created()
        if fixed and not options.get("compression") and self.chance(0.2):
            options = {name: options[name] for name in ("fillvalue",) if name in options}
            plist.set_filter(h5z.FILTER_NBIT, 0, ())
        dataset = parent.create_dataset(name, shape, dtype, chunks=chunks, maxshape=maxshape, dcpl=plist, **options)
        for step in range(self.random.choice([0, 1, 1, 1, 3])):
            if step and any(most is None for most in maxshape):
                self.resize(dataset)
            self.write(dataset, fixed)
        if fixed and 0 not in shape and self.chance(0.2):
            self.write_unfiltered(dataset)
        return dataset

    def write_unfiltered(self, dataset):
        """A chunk that has skipped all filters."""
        origin = tuple(self.random.randrange(0, max(1, length), chunk) for length, chunk in zip(dataset.shape, dataset.chunks))
        mask = (1 << dataset.id.get_create_plist().get_nfilters()) - 1
        if all(at < length for at, length in zip(origin, dataset.shape)):
            dataset.id.write_direct_chunk(origin, self.types.many(dataset.dtype, dataset.chunks).tobytes(), mask)

    def resize_to(self, dataset, shape):
        if np.prod(shape, dtype=float) < 100_000:
            dataset.resize(shape)

    def resize(self, dataset):
        self.resize_to(dataset, [self.random.randint(0, max(length * 2, 3)) if most is None else length for length, most in zip(dataset.shape, dataset.maxshape)])

    def write(self, dataset, fixed):
        box = [(0, length) if self.chance(0.4) else sorted(self.random.randint(0, length) for _ in range(2)) for length in dataset.shape]
        shape = [stop - start for start, stop in box]
        if 0 in shape:
            return
        if fixed:
            rows = self.types.many(dataset.dtype, shape)
        else:
            rows = np.array([self.random.choice(["", "é", "abc", "y" * 50]) for _ in range(int(np.prod(shape)))], object).reshape(shape)
        dataset[tuple(slice(*ends) for ends in box)] = rows

    def filters(self, dtype):
        options = {}
        if self.chance(0.3) and dtype.kind in "iuf" and dtype.itemsize > (2 if dtype.kind == "f" else 0):
            options["scaleoffset"] = self.random.choice([0, 3, 7]) if dtype.kind in "iu" else self.random.choice([1, 3])
        elif self.chance(0.3):
            return dict(self.random.choice([
                lambda: Blosc(self.random.choice(["blosclz", "lz4", "lz4hc", "zlib", "zstd"]), self.random.randint(0, 9), self.random.randint(0, 2)),
                Zstd, LZ4, lambda: LZ4(64), BZip2,
                lambda: Bitshuffle(self.random.choice([0, 64]), self.random.choice(["none", "lz4", "zstd"]))])())
        options["compression"] = self.random.choice([None, "gzip", "gzip", "lzf"])
        options["shuffle"] = self.chance(0.5)
        options["fletcher32"] = "scaleoffset" not in options and self.chance(0.3)
        return options


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--bound", choices=BOUNDS)
    arguments = parser.parse_args()
    for index in range(arguments.count):
        path = os.path.join(arguments.folder, f"{arguments.seed}-{index}.h5")
        if alone(write, path, arguments.seed * 100_000 + index, arguments.bound):
            alone(describe, path)


def alone(work, path, *more):
    """Whether it went well in a process of its own: some of what is asked of h5py crashes it, and what is written is read from the disk alone."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_AS, (3 * 2**30, 3 * 2**30))
        resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
        try:
            work(path, *more)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        # The library closes at the end what is still open.
        sys.exit()
    _, status = os.waitpid(child, 0)
    if status != 0:
        print(f"{path}: ended with {status}", file=sys.stderr)
    return status == 0


def write(path, seed, bound):
    refusals = collections.Counter()
    Generator(seed, refusals, bound).make(path)
    for reason, times in refusals.most_common():
        print(times, reason, file=sys.stderr)


def describe(path):
    text = json.dumps(dump(path), separators=(",", ":"))
    with open(path.removesuffix("h5") + "json", "w") as file:
        file.write(text + "\n")


if __name__ == "__main__":
    main()
