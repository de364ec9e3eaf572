"""The independent judge of the HDF5 writer: do two HDF5 files hold the same?

Environment A or B (h5py 3.16). Usage:
  python conformance/compare_hdf5.py A B       prints {"differences": [{"path", "kind", "a", "b"}], "skipped": [...], "counts"}
  python conformance/compare_hdf5.py --batch   pairs as JSON lines ["A", "B"] on stdin, an answer a line; each in a process of its own

Compared are, by h5py's low level: objects, links of all kinds, names of one object, the order of creation, committed types; of attributes and
datasets the whole type (bit by bit), the space with its maximum, the elements (bit by bit, references by the path of their target, regions by
what they select); layout, chunks, filters, fill values, comments, the user block. `skipped` is what h5py cannot read in A.
Not compared: addresses, times, when space is allocated, the character set of names. Exit 0: no differences, 1: some, 2: unusable input.
"""

import json
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from judge.apart import apart  # noqa: E402
from judge.hdf5_side import Side, text, tried  # noqa: E402

SECONDS = 120


def is_error(found):
    return isinstance(found, dict) and "error" in found


def short(value):
    if isinstance(value, bytes):
        value = value.hex()
    told = json.dumps(value, default=lambda v: v.hex() if isinstance(v, bytes) else str(v))
    return json.loads(told) if len(told) < 400 else told[:400]


COMPLEX = 11


class Comparison:
    def __init__(self, a, b):
        self.a, self.b = Side(a), Side(b)
        self.differences, self.skipped = [], []
        self.counts = {"objects": 0, "attributes": 0, "blocks": 0}

    def differ(self, path, kind, a, b):
        self.differences.append({"path": path, "kind": kind, "a": short(a), "b": short(b)})

    def same(self, path, kind, a, b):
        if is_error(a):
            self.skipped.append({"path": path, "kind": kind, "why": a["error"]})
        elif a != b:
            self.differ(path, "complex-class" if kind.endswith("type") and compounds(a) == compounds(b) else kind, a, b)
            return False
        return True

    def run(self):
        self.same("/", "userblock", self.a.file.userblock_size, self.b.file.userblock_size)
        self.names("object", set(self.a.paths.values()), set(self.b.paths.values()))
        self.names("link", self.a.links.keys(), self.b.links.keys())
        for path in sorted(self.a.links.keys() & self.b.links.keys()):
            kind = "hard-link" if "hard" in self.a.links[path] else "link"
            self.same(path, kind, self.a.links[path], self.b.links[path])
        for path in sorted(set(self.a.paths.values()) & set(self.b.paths.values())):
            self.object(path, self.a.open(path), self.b.open(path))
        return {"differences": self.differences, "skipped": self.skipped, "counts": self.counts}

    def names(self, what, a, b):
        for path in sorted(a - b):
            self.differ(path, f"missing-{what}", what, None)
        for path in sorted(b - a):
            self.differ(path, f"extra-{what}", None, what)

    def object(self, path, a, b):
        self.counts["objects"] += 1
        if not self.same(path, "kind", self.a.kind(a), self.b.kind(b)):
            return
        left, right = self.a.facts(a), self.b.facts(b)
        for fact, value in left.items():
            self.same(path, fact, value, right[fact])
        self.attributes(path, a, b)
        if self.a.kind(a) == "dataset" and left["space"] == right["space"] and compounds(left["type"]) == compounds(right["type"]):
            self.values(path, a, b)

    def attributes(self, path, a, b):
        left, right = tried(lambda: self.a.attribute_names(a)), tried(lambda: self.b.attribute_names(b))
        if is_error(left) or is_error(right):
            self.same(path, "attributes", left, right)
            return
        for name in sorted({*left, *right}):
            at = f"{path}@{text(name)}"
            if name not in right or name not in left:
                self.differ(at, "missing-attribute" if name in left else "extra-attribute", name in left, name in right)
                continue
            self.counts["attributes"] += 1
            one, other = (tried(lambda side=side, oid=oid: side.attribute(oid, name)) for side, oid in ((self.a, a), (self.b, b)))
            if is_error(one) or is_error(other):
                self.same(at, "attribute", one, other)
                continue
            for part in one:
                self.same(at, f"attribute-{part}", one[part], other[part])
        if sorted(left) == sorted(right):
            self.same(path, "attribute-names", [text(name) for name in left], [text(name) for name in right])

    def values(self, path, a, b):
        for (start, left), (_, right) in zip(self.a.blocks(a), self.b.blocks(b), strict=True):
            self.counts["blocks"] += 1
            if is_error(left):
                self.skipped.append({"path": path, "kind": "value", "why": left["error"]})
                return
            if left != right:
                self.differ(path, "value", {"from": start, **left}, {"from": start, **right})
                return


def compounds(kind):
    """A type with the complex numbers of HDF5 2.0 as the compounds that older libraries read, and h5py writes."""
    if isinstance(kind, list):
        return [compounds(part) for part in kind]
    if not isinstance(kind, dict):
        return kind
    if kind.get("class") == COMPLEX:
        base = compounds(kind["base"])
        return {"class": "compound", "size": kind["size"], "members": [["r", 0, base], ["i", base["size"], base]]}
    return {name: compounds(part) for name, part in kind.items()}


def in_child(run):
    """The answer of a process of its own, which ends after a while."""

    def bounded():
        signal.alarm(SECONDS)
        return tried(run)

    return apart(bounded, lambda status: {"error": f"crashed: {status}"})


def main():
    if sys.argv[1:] == ["--batch"]:
        for line in sys.stdin:
            if line.strip():
                print(json.dumps(in_child(lambda: Comparison(*json.loads(line)).run())), flush=True)
        return 0
    answer = Comparison(*sys.argv[1:3]).run()
    print(json.dumps(answer, indent=1))
    return 1 if answer["differences"] else 0


if __name__ == "__main__":
    sys.exit(main())
