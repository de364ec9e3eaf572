"""Proves compare_hdf5.py: plants one error at a time in a copy of a file, and asks the judge.

Environment A. Usage: python conformance/prove_hdf5_judge.py
Prints {"untouched": [...differences], "<name of the error>": [[kind, path] ...], ...}.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

import h5py
import numpy as np
from h5py import h5d, h5o, h5p, h5s, h5t

sys.path.insert(0, str(Path(__file__).parent))

from compare_hdf5 import Comparison  # noqa: E402

PAIR = np.dtype([("a", "i4"), ("t", h5py.ref_dtype)])
ROWS = np.arange(24, dtype="i2").reshape(6, 4)
PLAIN = {"data": ROWS, "chunks": (2, 4), "maxshape": (None, 4), "shuffle": True, "compression": "gzip", "compression_opts": 4, "fillvalue": 7}
WORDS = ["one", "zwei", "drei"]


def fixed(length, padding, charset):
    tid = h5t.C_S1.copy()
    tid.set_size(length)
    tid.set_strpad(padding)
    tid.set_cset(charset)
    return tid


def low(group, name, tid, data):
    """A dataset of a type that numpy cannot say; `data` is bytes."""
    space = h5s.create_simple((len(data),))
    h5d.create(group.id, name.encode(), tid, space).write(h5s.ALL, h5s.ALL, data, tid)


def odd(precision, padding):
    tid = h5t.STD_I32LE.copy()
    tid.set_precision(precision)
    tid.set_pad(padding, h5t.PAD_ZERO)
    return tid


def gapped(offset):
    tid = h5t.create(h5t.COMPOUND, 16)
    tid.insert(b"a", 0, h5t.STD_I16LE)
    tid.insert(b"b", offset, h5t.STD_I32LE)
    return tid


def make(path):
    with h5py.File(path, "w") as file:
        group = file.create_group("g")
        file.create_group("h")
        file["plain"] = np.array([1.0, 2.0, 0.0, np.nan])
        file.create_dataset("rows", **PLAIN)
        file.create_dataset("words", data=WORDS, dtype=h5py.string_dtype())
        file["scalar"] = 5
        low(file, "padded", fixed(6, h5t.STR_NULLPAD, h5t.CSET_UTF8), np.array([b"a", b"bc"], dtype="S6"))
        low(file, "odd", odd(20, h5t.PAD_ZERO), np.array([1, 2], dtype="i4").view("V4"))
        low(file, "gaps", gapped(8), np.zeros(3, dtype="V16"))
        file["references"] = np.array([group.ref, file["rows"].ref], dtype=h5py.ref_dtype)
        file["pairs"] = np.array([(1, group.ref), (2, group.ref)], dtype=PAIR)
        file["regions"] = np.array([file["rows"].regionref[1:3, 0:2]], dtype=h5py.regionref_dtype)
        file.create_dataset("lists", (2,), dtype=h5py.vlen_dtype("i4"))[:] = [np.array([1, 2]), np.array([3])]
        file["colour"] = np.array([0, 2], dtype=h5py.enum_dtype({"red": 0, "blue": 2}, "i2"))
        file["type"] = np.dtype("f4")
        file.create_dataset("typed", data=[1, 2], dtype=file["type"])
        file["again"] = file["rows"]
        file["soft"] = h5py.SoftLink("/rows")
        file["outside"] = h5py.ExternalLink("other.h5", "/x")
        ordered = file.create_group("ordered", track_order=True)
        for name in ("z", "a"):
            ordered.create_group(name)
            ordered.attrs[name] = 1
        group.attrs["number"] = np.int32(1)
        group.attrs["text"] = "mV"
        group.attrs["list"] = [1.5, 2.5]
        group.attrs["to"] = file["rows"].ref
        group.attrs["empty"] = h5py.Empty("f4")


def element(name, index, value):
    def plant(file):
        file[name][index] = value

    return plant


def attribute(name, value, **options):
    def plant(file):
        if value is None:
            del file["g"].attrs[name]
        else:
            file["g"].attrs.create(name, value, **options)

    return plant


def again(name, **options):
    """The same dataset made anew with other options."""

    def plant(file):
        del file[name]
        file.create_dataset(name, **options)
        if name == "rows":
            del file["again"]
            file["again"] = file["rows"]
            file["references"][1] = file["rows"].ref
            file["regions"][0] = file["rows"].regionref[1:3, 0:2]
            file["g"].attrs["to"] = file["rows"].ref

    return plant


def typed(name, tid, data):
    def plant(file):
        del file[name]
        low(file, name, tid, data)

    return plant


def replaced(name, value):
    def plant(file):
        del file[name]
        file[name] = value(file) if callable(value) else value

    return plant


def reordered(track, names):
    def plant(file):
        del file["ordered"]
        ordered = file.create_group("ordered", track_order=track)
        for name in names:
            ordered.create_group(name)
        for name in ("z", "a"):
            ordered.attrs[name] = 1

    return plant


def compact(file):
    del file["plain"]
    plist = h5p.create(h5p.DATASET_CREATE)
    plist.set_layout(h5d.COMPACT)
    data = np.array([1.0, 2.0, 0.0, np.nan])
    h5d.create(file.id, b"plain", h5t.IEEE_F64LE, h5s.create_simple((4,)), plist).write(h5s.ALL, h5s.ALL, data)


def bits(file):
    file["plain"][3] = np.array([0x7FF8000000000001], dtype="u8").view("f8")[0]


PLANTED = {
    "a number": element("rows", (5, 3), 99),
    "minus zero": element("plain", 2, -0.0),
    "another NaN": bits,
    "a text": element("words", 1, "zwo"),
    "an element of a list": element("lists", 1, np.array([4])),
    "a missing attribute": attribute("number", None),
    "an extra attribute": attribute("more", 1),
    "another value of an attribute": attribute("number", 2, dtype="i4"),
    "a wider attribute": attribute("number", 1, dtype="i8"),
    "an attribute of one element": attribute("number", [1], dtype="i4"),
    "an attribute that is no text of varying length": attribute("text", np.bytes_("mV")),
    "an attribute in ASCII": attribute("text", "mV", dtype=h5py.string_dtype("ascii")),
    "a scalar for a null space": attribute("empty", np.float32(0)),
    "a wrong reference in an attribute": lambda file: file["g"].attrs.create("to", file["h"].ref),
    "a wrong reference": lambda file: element("references", 0, file["h"].ref)(file),
    "a null reference": element("references", 0, h5py.Reference()),
    "a wrong reference in a compound": lambda file: element("pairs", 0, (1, file["h"].ref))(file),
    "another region": lambda file: element("regions", 0, file["rows"].regionref[1:3, 1:3])(file),
    "a wider type": again("scalar", data=np.int32(5)),
    "another byte order": again("scalar", data=5, dtype=">i8"),
    "another padding": typed("padded", fixed(6, h5t.STR_SPACEPAD, h5t.CSET_UTF8), np.array([b"a     ", b"bc    "], dtype="S6")),
    "another width of text": typed("padded", fixed(7, h5t.STR_NULLPAD, h5t.CSET_UTF8), np.array([b"a", b"bc"], dtype="S7")),
    "another character set": typed("padded", fixed(6, h5t.STR_NULLPAD, h5t.CSET_ASCII), np.array([b"a", b"bc"], dtype="S6")),
    "another precision": typed("odd", odd(21, h5t.PAD_ZERO), np.array([1, 2], dtype="i4").view("V4")),
    "other padding bits": typed("odd", odd(20, h5t.PAD_ONE), np.array([1, 2], dtype="i4").view("V4")),
    "another place in a compound": typed("gaps", gapped(12), np.zeros(3, dtype="V16")),
    "another enum": replaced("colour", np.array([0, 2], dtype=h5py.enum_dtype({"red": 0, "green": 2}, "i2"))),
    "another shape": again("rows", **PLAIN | {"data": ROWS[:5]}),
    "another maximum": again("rows", **PLAIN | {"maxshape": (None, 8)}),
    "other chunks": again("rows", **PLAIN | {"chunks": (3, 4)}),
    "another level": again("rows", **PLAIN | {"compression_opts": 5}),
    "a filter less": again("rows", **PLAIN | {"shuffle": False}),
    "another fill value": again("rows", **PLAIN | {"fillvalue": 8}),
    "no fill value": again("rows", **{k: v for k, v in PLAIN.items() if k != "fillvalue"}),
    "another layout": compact,
    "a type of its own": again("typed", data=[1, 2], dtype="f4"),
    "a dropped object": lambda file: file.pop("scalar"),
    "an extra object": lambda file: file.create_group("more"),
    "a group for a dataset": lambda file: (file.pop("scalar"), file.create_group("scalar")),
    "a dropped link": lambda file: file.pop("soft"),
    "a wrong link": replaced("soft", h5py.SoftLink("rows")),
    "a wrong link to another file": replaced("outside", h5py.ExternalLink("other.h5", "/y")),
    "a copy instead of a second name": replaced("again", lambda file: file["rows"][()]),
    "a soft link instead of a second name": replaced("again", h5py.SoftLink("/rows")),
    "names in another order": reordered(True, ("a", "z")),
    "no order of creation": reordered(False, ("z", "a")),
    "a comment": lambda file: h5o.set_comment(file["g"].id, b"hello"),
}


def main():
    answers = {}
    with tempfile.TemporaryDirectory() as folder:
        right, planted = Path(folder) / "right.h5", Path(folder) / "planted.h5"
        make(right)
        for name, plant in {"untouched": lambda file: None, **PLANTED}.items():
            shutil.copy(right, planted)
            with h5py.File(planted, "r+") as file:
                plant(file)
            found = Comparison(str(right), str(planted)).run()
            answers[name] = [[item["kind"], item["path"]] for item in found["differences"]]
            if found["skipped"]:
                raise SystemExit(f"{name}: {found['skipped']}")
    print(json.dumps(answers))


main()
