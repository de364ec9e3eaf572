"""Proves compare_zarr.py: plants one error at a time in a copy of a store that is right, and asks the judge.

Environment B. Usage: python conformance/prove_judge.py HDF5 ZARR, where ZARR is hdmf-zarr 0.14's own export of HDF5 (main.nwb).
Prints {"untouched": [...differences], "<name of the error>": [[kind, path] ...], ...}.
"""

import json
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import zarr

sys.path.insert(0, str(Path(__file__).parent))

from judge.builders import compare_builders  # noqa: E402
from judge.compare import Comparison  # noqa: E402


def edit(change, path=""):
    """An error in the document of a node; the consolidated metadata is renewed afterwards."""

    def plant(store):
        file = store / path / "zarr.json"
        document = json.loads(file.read_text())
        change(document)
        file.write_text(json.dumps(document))

    return plant


def attribute(path, name, value):
    def change(document):
        if value is None:
            del document["attributes"][name]
        else:
            document["attributes"][name] = value

    return edit(change, path)


def element(path, index, value):
    def plant(store):
        array = zarr.open_array(str(store / path), mode="r+")
        array[index] = value

    return plant


def field(path, index, name, value):
    def plant(store):
        array = zarr.open_array(str(store / path), mode="r+")
        row = array[index : index + 1]
        row[name] = value
        array[index : index + 1] = row

    return plant


def links(path, change):
    return edit(lambda document: change(document["attributes"]["_LINKS"]), path)


def replaced(path, dtype):
    """The same numbers in another type."""

    def plant(store):
        array = zarr.open_array(str(store / path), mode="r")
        data, attributes, chunks = array[...], dict(array.attrs), array.chunks
        new = zarr.create_array(str(store / path), shape=data.shape, dtype=dtype, chunks=chunks, overwrite=True)
        new[...] = data.astype(dtype)
        new.attrs.update({**attributes, "_DTYPE": np.dtype(dtype).name})

    return plant


def dropped(path):
    return lambda store: shutil.rmtree(store / path)


def copied_link(path, target):
    def plant(store):
        links(str(Path(path).parent), lambda entries: entries.remove(next(e for e in entries if e["name"] == Path(path).name)))(store)
        shutil.copytree(store / target, store / path)

    return plant


def last_digit(store):
    array = zarr.open_array(str(store / "acquisition/ts_rate/data"), mode="r+")
    array[9, 1] = array[9, 1] + 1


def one_bit(store):
    array = zarr.open_array(str(store / "acquisition/es/channel_conversion"), mode="r+")
    array[2] = np.nextafter(array[2], np.inf)


def minus_zero(store):
    array = zarr.open_array(str(store / "acquisition/es/starting_time"), mode="r+", config={"write_empty_chunks": True})
    array[()] = -0.0


def specification(store):
    folder = next((store / "specifications/core").iterdir())
    array = zarr.open_array(str(folder / "nwb.base"), mode="r+")
    array[()] = str(array[()]).replace("a", "b", 1)


def added(store):
    zarr.open_group(str(store), mode="r+").create_group("acquisition/more")


PLANTED = {
    "a number": last_digit,
    "one bit of a float": one_bit,
    "minus zero": minus_zero,
    "a text": element("session_description", (), "another"),
    "an element of a text column": element("acquisition/licks/annotation", 1, "HO"),
    "a chunk that is gone": dropped("acquisition/ts_rate/data/c"),
    "a missing attribute": attribute("acquisition/es", "filtering", None),
    "another attribute": attribute("acquisition/es/data", "conversion", 1.5),
    "an extra attribute": attribute("acquisition/es", "more", 1),
    "another object id": attribute("acquisition/es", "object_id", "7f8785c0-0000-4971-8d5d-1e72e54d2a09"),
    "another type": attribute("acquisition/es", "neurodata_type", "TimeSeries"),
    "a wrong reference in an attribute": attribute(
        "acquisition/es/electrodes", "table", {"_REFERENCE": {"source": ".", "path": "/units"}}
    ),
    "a dead reference in an attribute": attribute(
        "acquisition/es/electrodes", "table", {"_REFERENCE": {"source": ".", "path": "/nowhere"}}
    ),
    "a wrong reference in a dataset": element("units/electrode_group", 0, "/units"),
    "a wrong reference in a compound": field("intervals/trials/timeseries", 0, "timeseries", "/units"),
    "another number in a compound": field("intervals/trials/timeseries", 0, "count", 77),
    "a reference dataset said to be text": attribute("units/electrode_group", "_DTYPE", "str"),
    "reference fields that are not said": attribute("intervals/trials/timeseries", "_REFERENCE_FIELDS", None),
    "a dropped object": dropped("acquisition/es"),
    "a dropped dataset": dropped("units/spike_times"),
    "an extra object": added,
    "a dropped link": links("acquisition/tp", lambda entries: entries.clear()),
    "a wrong link": links("acquisition/tp", lambda entries: entries[0].update(path="/units")),
    "a copy instead of a link": copied_link("acquisition/tp/imaging_plane", "general/optophysiology/ip"),
    "a wider type": replaced("acquisition/ts_rate/data", "int32"),
    "another shape": edit(lambda document: document.update(shape=[11, 2]), "acquisition/ts_rate/data"),
    "a specification": specification,
    "another place of the specifications": attribute("", ".specloc", "spec"),
}


def stale(store):
    """Consolidated metadata that an edit has left behind."""
    attribute("acquisition/es", "filtering", "changed")(store)


def main():
    hdf5, right = sys.argv[1:3]
    answers = {}

    def ask(name, store, need_records=False):
        try:
            found = Comparison(hdf5, str(store), need_records).run()["differences"]
        except Exception as error:  # noqa: BLE001 a store that cannot be read counts as found
            found = [{"kind": "unreadable", "path": str(error)}]
        answers[name] = [[item["kind"], item["path"]] for item in found]
        try:
            second = compare_builders(hdf5, str(store))
        except Exception as error:  # noqa: BLE001
            second = [{"kind": "builder-unreadable", "path": str(error)[:200]}]
        answers[name] += [[item["kind"], item["path"]] for item in second]

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ask("untouched", Path(right))
        ask("no record of what is lost", Path(right), need_records=True)
        for name, plant in {**PLANTED, "stale consolidated metadata": stale}.items():
            store = Path(folder) / "store.zarr"
            shutil.copytree(right, store)
            for path in [store, *store.rglob("*")]:
                path.chmod(0o755 if path.is_dir() else 0o644)
            plant(store)
            if plant is not stale:
                zarr.consolidate_metadata(str(store))
            ask(name, store)
            shutil.rmtree(store)
    print(json.dumps(answers))


main()
