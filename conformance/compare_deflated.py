"""Do two copies of one HDF5 file hold the same, and are their chunks the same but for the choices of deflate?

Environment A. Usage: python conformance/compare_deflated.py, pairs as JSON lines ["A", "B"] on stdin; a JSON line for each, from a process of its own:
  {"differences": [{"path", "kind"}], "skipped": [...], "deflated": how many chunks other bytes of deflate hold} or {"error"}
"""

import json
import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from compare_hdf5 import Comparison, in_child  # noqa: E402
from judge.hdf5_types import is_flat  # noqa: E402

DEFLATE, FLETCHER32 = 1, 3


def chunks(oid):
    """The stored chunks of a dataset by their place."""
    count = oid.get_num_chunks()
    found = {}
    for index in range(count):
        info = oid.get_chunk_info(index)
        found[info.chunk_offset] = oid.read_direct_chunk(info.chunk_offset)
    return found


def inflated(filters, mask, raw):
    """What a chunk was before deflate; the chunk itself where that is not the last filter but for a check sum."""
    for place in reversed(range(len(filters))):
        if mask >> place & 1:
            continue
        if filters[place] == DEFLATE:
            return zlib.decompress(raw)
        if filters[place] != FLETCHER32:
            break
        raw = raw[:-4]
    return raw


class Copies(Comparison):
    deflated = 0

    def values(self, path, a, b):
        super().values(path, a, b)
        plist = a.get_create_plist()
        if self.a.facts(a)["layout"] != "chunked":
            return
        filters = [plist.get_filter(place)[0] for place in range(plist.get_nfilters())]
        left, right = chunks(a), chunks(b)
        self.same(path, "places", sorted(left), sorted(right))
        for place in left.keys() & right.keys():
            (mask, one), (other_mask, other) = left[place], right[place]
            self.same(path, "filter-mask", mask, other_mask)
            if one == other:
                continue
            one, other = inflated(filters, mask, one), inflated(filters, other_mask, other)
            self.deflated += DEFLATE in filters
            # References and heaps are named by addresses, which are others after chunks of another length.
            if len(one) != len(other) or (is_flat(a.get_type()) and one != other):
                self.differ(path, "chunk", len(one), len(other))

    def run(self):
        return super().run() | {"deflated": self.deflated}


if __name__ == "__main__":
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(in_child(lambda: Copies(*json.loads(line)).run())), flush=True)
