"""What h5py finds in HDF5 files, and what has to be known beside that to judge what h5wasm finds.

Environment A. Usage: python conformance/h5wasm_truth.py FILE...; a JSON line for each, from a process of its own:
  {"dump": as dump_hdf5.py prints it, "paths": {address: path}, "dense": [paths of the objects whose attributes are not in their header]} or {"error"}
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from compare_hdf5 import in_child  # noqa: E402 which brings the plug-ins of filters
from dump_hdf5 import FileDump, h5o  # noqa: E402


class Truth(FileDump):
    def __init__(self, path):
        super().__init__(path)
        self.dense = []

    def dump(self, oid):
        sizes = h5o.get_info(oid).meta_size.attr
        if sizes.index_size or sizes.heap_size:
            self.dense.append(self.paths[h5o.get_info(oid).addr])
        return super().dump(oid)

    def run(self):
        return {"dump": super().run(), "paths": self.paths, "dense": self.dense}


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(json.dumps(in_child(lambda: Truth(argument).run())), flush=True)
