"""Prints, as JSON, namespaces and what hdmf resolves of them: those that an HDF5 file caches, or those of YAML files.

    python dump_spec.py FILE.nwb
    python dump_spec.py NAMESPACE.yaml…      (what a namespace includes comes first)
    python dump_spec.py A.yaml B.yaml -- C.yaml     (a line for each set of files)

{"namespaces": [{"name", "version", "sources": {name: text}}], "types": {namespace: {type: spec}} or {"failed": message}}

Of YAML files also "cached": {namespace: {name: text}}, what hdmf would cache of them in a file.

A spec is given with its children; what a child inherits from its type is there too, and its own children as
[kind, name, type] only, since types may contain each other.
"""

import json
import sys
import warnings
from pathlib import Path

import h5py
from hdmf.backends.hdf5 import HDF5IO
from hdmf.backends.utils import NamespaceToBuilderHelper
from hdmf.spec import DatasetSpec, GroupSpec, NamespaceCatalog, RefSpec, SpecNamespace
from hdmf.spec.write import SpecWriter
from pynwb.spec import NWBDatasetSpec, NWBGroupSpec, NWBNamespace
from ruamel.yaml import YAML

warnings.simplefilter("ignore")


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def cached(path):
    """Every version, names in the order of the file."""
    found = []
    with h5py.File(path, "r") as file:
        place = file.attrs.get(".specloc")
        for name, versions in (file[place] if place is not None else {}).items():
            for version, group in versions.items():
                sources = {key: text(group[key][()]) for key in group}
                found.append({"name": name, "version": version, "sources": sources})
    return found


def written(paths):
    """The texts of YAML files, as a file would cache them."""
    yaml = YAML(typ="safe", pure=True)
    found = []
    for path in map(Path, paths):
        for space in yaml.load(path.read_text())["namespaces"]:
            sources = {"namespace": json.dumps({"namespaces": [space]}, default=str)}
            for element in space["schema"]:
                if "source" in element:
                    sources[element["source"]] = json.dumps(yaml.load((path.parent / element["source"]).read_text()), default=str)
            found.append({"name": space["name"], "version": str(space.get("version")), "sources": sources})
    return found


def dtype(value):
    if isinstance(value, list):
        return [{"name": each.name, "dtype": dtype(each.dtype)} for each in value]
    if isinstance(value, RefSpec):
        return {"target": value.target_type, "reftype": value.reftype}
    return value


def values(spec):
    return {
        "dtype": dtype(spec.dtype),
        "shape": spec.shape,
        "dims": spec.dims,
        "value": spec.value,
        "default": spec.default_value,
    }


def attribute(spec):
    return {"name": spec.name, "required": spec.required, **values(spec)}


def key(spec):
    kind = "group" if isinstance(spec, GroupSpec) else "dataset" if isinstance(spec, DatasetSpec) else "link"
    return [kind, spec.name, spec.target_type if kind == "link" else spec.data_type]


def link(spec):
    return {"name": spec.name, "target": spec.target_type, "quantity": spec.quantity}


def stored(spec, depth):
    result = {
        "name": spec.name,
        "def": spec.data_type_def,
        "inc": spec.data_type_inc,
        "quantity": spec.quantity,
        "linkable": spec.linkable,
        "attributes": [attribute(each) for each in spec.attributes],
    }
    if isinstance(spec, DatasetSpec):
        return {"kind": "dataset", **result, **values(spec)}
    if depth == 0:
        children = {"children": [key(each) for each in (*spec.datasets, *spec.groups, *spec.links)]}
    else:
        children = {
            "datasets": [stored(each, depth - 1) for each in spec.datasets],
            "groups": [stored(each, depth - 1) for each in spec.groups],
            "links": [link(each) for each in spec.links],
        }
    return {"kind": "group", **result, **children}


class Texts(SpecWriter):
    """What HDF5IO caches, without the file."""

    def __init__(self):
        self.found = {}

    def write_spec(self, spec, path):
        self.found[path] = json.dumps(spec, separators=(",", ":"))

    def write_namespace(self, namespace, path):
        self.write_spec({"namespaces": [namespace]}, path)


def to_cache(catalog, name):
    writer = Texts()
    NamespaceToBuilderHelper.convert_namespace(catalog, name).export("namespace", writer=writer)
    return writer.found


def main(paths):
    """The dump of one set of files."""
    is_yaml = paths[0].endswith(".yaml")
    namespaces = written(paths) if is_yaml else cached(paths[0])
    nwb = any("neurodata_type" in each for space in namespaces for each in space["sources"].values())
    classes = (NWBGroupSpec, NWBDatasetSpec, NWBNamespace) if nwb else (GroupSpec, DatasetSpec, SpecNamespace)
    catalog = NamespaceCatalog(*classes)
    result = {"namespaces": namespaces}
    try:
        if is_yaml:
            for path in paths:
                catalog.load_namespaces(path)
            result["cached"] = {name: to_cache(catalog, name) for name in catalog.namespaces}
        else:
            HDF5IO.load_namespaces(catalog, paths[0])
        types = {}
        for name in catalog.namespaces:
            space = catalog.get_namespace(name)
            types[name] = {
                each: {"hierarchy": list(space.get_hierarchy(each)), **stored(space.get_spec(each), 1)}
                for each in space.get_registered_types()
            }
        result["types"] = types
    except Exception as error:  # noqa: BLE001 - hdmf raises anything
        result["failed"] = f"{type(error).__name__}: {error}"
    return json.dumps(result)


sets = [[]]
for argument in sys.argv[1:]:
    if argument == "--":
        sets.append([])
    else:
        sets[-1].append(argument)
for files in sets:
    print(main(files))
