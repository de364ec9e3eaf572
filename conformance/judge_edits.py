"""The judge of editing: does the same edits with h5py, and looks at the file after each single write of ours.

Environment A or C. A JSON line for each case from stdin: {"file", "commits": [{"edits", "trace"}], "states"}; a line of answer for each.
`edits` are those of edit-steps.ts, by path. `trace` is what was done to the file: ["w", offset, hex], ["t", length], ["s"] (a barrier), ["r", hex] (what
is in the redo file beside it, "" for none).
"theirs" of an answer: h5py could not make the edits itself, so nothing is judged from there on.
After a commit h5py must find what it finds after its own edits, and h5dump of HDF5 1.10 must not complain where it does not of the original; with "states": "all" after each write what was there before, or that, torn at sectors
too; with "orders" any of the writes since the last barrier may be lost. "on": how often h5py then edits the file too, and finds all as it was.
"""

import collections
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import h5py
import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from dump_hdf5 import dump  # noqa: E402
from judge.apart import apart  # noqa: E402

FOLDER = tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
SECTOR = 512
H5DUMP = shutil.which("h5dump")


def value_of(file, value):
    if isinstance(value, dict) and "ref" in value:
        return file[value["ref"]].ref
    if isinstance(value, dict):
        return np.array(value["data"], dtype=value["dtype"]).reshape(value["shape"])
    return value


def slices(box):
    return tuple(slice(start, stop) for start, stop in box)


def edit(file, step):
    kind, path, *rest = step
    if kind == "set":
        file[path].attrs[rest[0]] = value_of(file, rest[1])
    elif kind == "remove":
        del file[path].attrs[rest[0]]
    elif kind == "group":
        file.create_group(path)
    elif kind == "dataset":
        options = dict(rest[1])
        if "maxshape" in options:
            options["maxshape"] = tuple(options["maxshape"])
        if "chunks" in options:
            options["chunks"] = tuple(options["chunks"])
        data = value_of(file, rest[0])
        file.create_dataset(path, data=data, **options)
    elif kind == "texts":
        file.create_dataset(path, data=rest[0], dtype=h5py.string_dtype())
    elif kind == "write":
        file[path][slices(rest[0])] = value_of(file, rest[1])
    elif kind == "append":
        dataset = file[path]
        data = value_of(file, rest[0])
        length = dataset.shape[0]
        dataset.resize(length + len(data), axis=0)
        dataset[length:] = data
    elif kind == "resize":
        file[path].resize(tuple(rest[0]))
    elif kind == "hard":
        file[path] = file[rest[0]]
    elif kind == "soft":
        file[path] = h5py.SoftLink(rest[0])
    elif kind == "external":
        file[path] = h5py.ExternalLink(*rest[0])
    elif kind == "unlink":
        del file[path]
    elif kind == "move":
        file.move(path, rest[0])
    else:
        raise ValueError(kind)


def look(content):
    path = f"{FOLDER}/state.h5"
    with open(path, "wb") as file:
        file.write(content)
    found = dump(path)
    links = collections.Counter(link["hard"] for item in found.values() for _, link in item.get("links", []) if "hard" in link)
    with h5py.File(path, "r") as file:
        for name, count in links.items():
            rc = h5py.h5o.get_info(file.id, name.encode("utf-8", "surrogateescape")).rc
            if rc < count:
                raise AssertionError(f"{name} has {count} links, and its header says {rc}")
    return found


def is_clean(path):
    """Whether h5dump of HDF5 1.10 reads all of a file without a complaint; True where there is no h5dump."""
    if H5DUMP is None:
        return True
    done = subprocess.run([H5DUMP, path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=120, check=False)
    return done.returncode == 0 and not done.stderr


def apply(content, step):
    if step[0] == "w":
        data = bytes.fromhex(step[2])
        if len(content) < step[1] + len(data):
            content.extend(bytes(step[1] + len(data) - len(content)))
        content[step[1] : step[1] + len(data)] = data
    elif step[0] == "t":
        if len(content) > step[1]:
            del content[step[1] :]
        else:
            content.extend(bytes(step[1] - len(content)))


def torn(step, rng):
    """A part of a write, up to a sector's edge; undefined for one that lies in a sector."""
    _, offset, data = step
    length = len(data) // 2
    edges = range(SECTOR * (offset // SECTOR + 1), offset + length, SECTOR)
    if not len(edges):
        return None
    at = rng.choice(edges) - offset
    return ["w", offset, data[: 2 * at]] if rng.random() < 0.5 else ["w", offset + at, data[2 * at :]]


def recovered(content, redo):
    """What a redo file makes of a file; its layout is that of redo-record.ts."""
    if not redo:
        return content
    content = bytearray(content)
    assert redo[:8] == b"HDMFREDO"
    count = int.from_bytes(redo[12:16], "little")
    at = 24
    for _ in range(count):
        offset, length = int.from_bytes(redo[at : at + 8], "little"), int.from_bytes(redo[at + 8 : at + 12], "little")
        content[offset : offset + length] = redo[at + 16 : at + 16 + length]
        at += 16 + length
    return content


class Disk:
    """A file on a device: what is on it for certain, and what was written since the last barrier."""

    def __init__(self, content, how, rng):
        self.content, self.how, self.rng = bytearray(content), how, rng
        self.waiting, self.redo = [], b""

    def states(self, trace):
        """Does what the trace says; each file that a kill, or a loss of power, may leave, and where."""
        for index, step in enumerate(trace):
            yield from self.step(index, step)

    def step(self, index, step):
        redos = [self.redo]
        if step[0] == "r":
            # It appears and goes as a whole, and is on the device at once; what was written to the file before it may not be.
            self.redo = bytes.fromhex(step[1])
            redos.append(self.redo)
        if self.how == "all":
            if step[0] == "w":
                part = torn(step, self.rng)
                if part is not None:
                    half = bytearray(self.content)
                    apply(half, part)
                    yield recovered(half, self.redo), f"{index}, torn"
            apply(self.content, step)
            yield recovered(self.content, self.redo), str(index)
            return
        if step[0] in "wt":
            self.waiting.append(step)
            return
        for redo in redos if self.how == "orders" else []:
            for turn in range(7 + min(4, len(self.waiting)) if len(self.waiting) > 1 else 2 if self.waiting else 1):
                some = bytearray(self.content)
                for one in self.some(turn):
                    part = torn(one, self.rng) if one[0] == "w" and self.rng.random() < 0.3 else None
                    apply(some, part or one)
                yield recovered(some, redo), f"before {index}, turn {turn}"
        if step[0] == "s":
            for one in self.waiting:
                apply(self.content, one)
            self.waiting = []

    def some(self, turn):
        """Writes that reached the device: none, all but one, any."""
        if turn < 2:
            return list(self.waiting) if turn else []
        if turn < 2 + min(4, len(self.waiting)):
            left = (turn - 2) if len(self.waiting) <= 4 else self.rng.randrange(len(self.waiting))
            return [one for index, one in enumerate(self.waiting) if index != left]
        chosen = [one for one in self.waiting if self.rng.random() < 0.5]
        self.rng.shuffle(chosen)
        return chosen

    def whole(self):
        content = bytearray(self.content)
        for one in self.waiting:
            apply(content, one)
        return content


def go_on(content, expected):
    """What a user does next: h5py adds to the file, which must stay whole."""
    path = f"{FOLDER}/on.h5"
    with open(path, "wb") as file:
        file.write(content)
    wrong = []
    with h5py.File(path, "r+") as file:
        names = []
        file.visititems(lambda name, item: names.append(name) if isinstance(item, h5py.Dataset) and item.chunks else None)
        file.attrs["added"] = np.arange(3)
        groups = [file]
        file.visititems(lambda _, item: groups.append(item) if isinstance(item, h5py.Group) else None)
        for group in groups:
            for index in range(10):
                group.create_group(f"added {index}")
        for group in groups:
            for index in range(10):
                del group[f"added {index}"]
        del file.attrs["added"]
        for name in names:
            dataset = file[name]
            if dataset.maxshape[0] is not None or dataset.dtype.kind not in "iuf":
                continue
            values, length = dataset[()], len(dataset)
            dataset.resize(length + 9, axis=0)
            dataset[length:] = 1
            if dataset[:length].tobytes() != values.tobytes() or not (dataset[length:] == 1).all():
                wrong.append(f"{name} after it grew")
            dataset.resize(0, axis=0)
            dataset.resize(length, axis=0)
            dataset[...] = values
    if dump(path) != expected:
        wrong.append("not as before after h5py edited it")
    return wrong


def run(case):
    rng = random.Random(case.get("seed", 0))
    disk = Disk(Path(case["file"]).read_bytes(), case["states"], rng)
    theirs = f"{FOLDER}/theirs.h5"
    shutil.copy(case["file"], theirs)
    os.chmod(theirs, 0o644)
    wrong, count = [], 0
    expected = dump(theirs)
    dumps = case["states"] == "ends" and is_clean(case["file"])
    for number, commit in enumerate(case["commits"]):
        old = expected
        try:
            with h5py.File(theirs, "r+", **case.get("options", {})) as file:
                for step in commit["edits"]:
                    edit(file, step)
            expected = dump(theirs)
        except Exception as error:  # noqa: BLE001
            return {"wrong": [], "count": 0, "states": count, "theirs": f"commit {number}: {type(error).__name__}: {error}"}
        for content, where in disk.states(commit["trace"]):
            count += 1
            try:
                found = look(content)
                if found != old and found != expected:
                    wrong.append(f"commit {number}, write {where}: neither old nor new")
                elif rng.random() < case.get("on", 0):
                    wrong += [f"commit {number}, write {where}: {one}" for one in go_on(content, found)]
            except Exception as error:  # noqa: BLE001 that h5py cannot is the answer
                wrong.append(f"commit {number}, write {where}: {type(error).__name__}: {error}")
        if case["states"] == "orders" and look(recovered(disk.content, disk.redo)) != expected:
            wrong.append(f"commit {number}: it is not on the device when it is done")
        ours = disk.whole()
        try:
            found = look(ours)
            count += 1
            if found != expected:
                wrong.append(f"commit {number}: {difference(found, expected)}")
                break
            # What 1.10 does not know in what h5py makes of the edits it need not know in ours.
            if dumps and not is_clean(f"{FOLDER}/state.h5") and is_clean(theirs):
                wrong.append(f"commit {number}: h5dump complains")
            wrong += [f"commit {number}: {one}" for one in (go_on(ours, expected) if case.get("on") else [])]
        except Exception as error:  # noqa: BLE001
            wrong.append(f"commit {number}: {type(error).__name__}: {error}")
            break
    return {"wrong": wrong[:20], "count": len(wrong), "states": count}


def difference(found, expected):
    for path in [*expected, *found]:
        if found.get(path) != expected.get(path):
            return f"{path} is {str(found.get(path))[:600]} instead of {str(expected.get(path))[:600]}"
    return "the order of the objects differs"


def answer_of(case):
    try:
        return run(case)
    except Exception as error:  # noqa: BLE001
        return {"wrong": [f"{type(error).__name__}: {error}"], "count": 1, "states": 0}


def in_child(case):
    return apart(lambda: answer_of(case), lambda status: {"wrong": [f"crashed: {status}"], "count": 1, "states": 0})


def main():
    for line in sys.stdin:
        print(json.dumps(in_child(json.loads(line))), flush=True)
    shutil.rmtree(FOLDER)


main()
