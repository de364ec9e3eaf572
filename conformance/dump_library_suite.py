"""Prints what h5py makes of damaged, odd and huge HDF5 files, as JSON: one line a file, the judge of packages/hdf5 on the library's own files.

    python dump_library_suite.py FILE ...

The form of dump_hdf5.py, but what h5py cannot read is {"error": why}: a file, an object, all attributes of an object (many fail as
one), an attribute's or a dataset's value. Of arrays of more than SAMPLED_FROM elements every so-many-th element of each axis is read.
The same form is made from our side by packages/hdf5/test/library-suite.ts.
"""

import json
import os
import signal
import sys

import h5py
import numpy as np
from dump_hdf5 import FileDump
from h5py import h5g, h5o, h5s, h5t

SAMPLED_FROM = 1 << 21
SAMPLES = 16


def tried(run):
    try:
        return run()
    except Exception as error:  # Whatever h5py does here is the answer.
        return {"error": f"{type(error).__name__}: {error}"}


class Paths(dict):
    """First paths by address; what no hard link leads to has none."""

    def __missing__(self, address):
        return "(no path)"


class TolerantDump(FileDump):
    def __init__(self, path):
        super().__init__(path)
        self.paths = Paths()

    def run(self):
        try:
            self.walk(self.file["/"], "/", [])
            result = {}
            for address, path in self.paths.items():
                result[path] = tried(lambda path=path: self.dump(h5o.open(self.file.id, path.encode("utf-8", "surrogateescape"))))
            return result
        finally:
            self.file.close()

    def walk(self, group, path, trail):
        self.paths.setdefault(h5o.get_info(group.id).addr, path)
        base = "" if path == "/" else path
        for name in sorted(self.names(group.id)):
            full = f"{base}/{name.decode('utf-8', 'surrogateescape')}"
            if group.id.links.get_info(name).type != h5py.h5l.TYPE_HARD:
                continue
            try:
                address = h5o.get_info(group.id, name).addr
            except Exception:
                # The link knows the address of an object that does not open.
                address = group.id.links.get_info(name).u
            if address in self.paths:
                continue
            self.paths[address] = full
            child = tried(lambda name=name: h5o.open(group.id, name))
            if isinstance(child, h5g.GroupID):
                tried(lambda child=child, full=full: self.walk(h5py.Group(child), full, [*trail, address]))

    def attributes(self, oid):
        return tried(lambda: super(TolerantDump, self).attributes(oid))

    def array(self, tid, shape, read):
        count = 0 if shape is None else int(np.prod(shape, dtype=object))
        # h5py crashes on lists of region references, sooner or later.
        crashes = tid.get_class() == h5t.VLEN and tid.get_super() == h5t.STD_REF_DSETREG
        if count <= SAMPLED_FROM:
            found = {"error": "crashes"} if crashes else tried(lambda: super(TolerantDump, self).array(tid, shape, read))
            if "error" not in found:
                return found
            return super().array(tid, None, read) | {"shape": list(shape), "value": found}
        found = super().array(tid, None, read) | {"shape": list(shape)}
        steps = [max(1, -(-length // SAMPLES)) for length in shape]
        counts = [-(-length // step) for length, step in zip(shape, steps)]
        space = h5s.create_simple(tuple(shape))
        space.select_hyperslab((0,) * len(shape), tuple(counts), tuple(steps))
        memory = h5s.create_simple(tuple(counts))

        def sample():
            buffer = np.zeros(counts, dtype=tid.dtype)
            self.dataset.read(memory, space, buffer)
            return self.value(tid, buffer)

        return found | {"value": tried(sample)}

    def link(self, gid, name):
        info = gid.links.get_info(name)
        if info.type == h5py.h5l.TYPE_HARD:
            return {"hard": self.paths.get(h5o.get_info(gid, name).addr, "(no path)")}
        return {"userDefined": info.type} if info.type > h5py.h5l.TYPE_EXTERNAL else super().link(gid, name)

    def dump(self, oid):
        self.dataset = oid
        return super().dump(oid)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        child = os.fork()
        if child == 0:
            signal.alarm(20)
            print(json.dumps(tried(lambda argument=argument: TolerantDump(argument).run())), flush=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status != 0:
            print(json.dumps({"error": f"crashed: {status}"}), flush=True)
