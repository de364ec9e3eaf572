"""Prints what hdmf's validator finds in NWB files: a line of JSON a file.

    python validate_truth.py FILE…

`validate-truth.jsonl` is what it printed for the files that `make_broken.py` makes of the two it names.

{"file", "errors": [{"class", "name", "location", "reason"}]} or {"file", "failed": message} where hdmf raises.
Files without cached specifications have "errors": null: hdmf would take a schema of its own.
"""

import hashlib
import json
import sys
import warnings
from pathlib import Path

import h5py
from hdmf.build import BuildManager, TypeMap
from hdmf.spec import NamespaceCatalog
from hdmf.validate import ValidatorMap
from pynwb import NWBHDF5IO
from pynwb.spec import NWBDatasetSpec, NWBGroupSpec, NWBNamespace

warnings.simplefilter("ignore")
loaded = {}


def specifications(path):
    """A digest of what the file caches: files that cache the same share one catalog, loading it takes most of the time."""
    digest = hashlib.sha256()
    with h5py.File(path, "r") as file:
        place = file.attrs.get(".specloc")
        if place is None:
            return None

        def add(name, item):
            if isinstance(item, h5py.Dataset):
                digest.update(repr((name, item[()])).encode())

        file[place].visititems(add)
    return digest.hexdigest()


def validators(path):
    """The catalog, and a validator for each namespace that no other includes, as pynwb chooses them."""
    key = specifications(path)
    if key not in loaded:
        catalog = NamespaceCatalog(NWBGroupSpec, NWBDatasetSpec, NWBNamespace)
        needs = NWBHDF5IO.load_namespaces(namespace_catalog=catalog, path=path) if key else {}
        names = set(needs) - {each for need in needs.values() for each in need} - {"hdmf-experimental"}
        loaded[key] = catalog, [ValidatorMap(catalog.get_namespace(name)) for name in sorted(names)]
    return loaded[key]


def errors(path):
    catalog, maps = validators(path)
    if not maps:
        return None
    with NWBHDF5IO(path=path, mode="r", manager=BuildManager(TypeMap(namespaces=catalog))) as io:
        builder = io.read_builder()
        return [
            {"class": type(each).__name__, "name": each.name, "location": each.location, "reason": each.reason}
            for validator in maps
            for each in validator.validate(builder)
        ]


for path in sys.argv[1:]:
    try:
        answer = {"file": Path(path).name, "errors": errors(path)}
    except Exception as error:  # noqa: BLE001 - hdmf raises anything
        answer = {"file": Path(path).name, "failed": f"{type(error).__name__}: {str(error)[:500]}"}
    print(json.dumps(answer), flush=True)
