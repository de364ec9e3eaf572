"""Makes plain HDMF files with one defect each, of kinds that NWB has no rules for, and prints hdmf's verdicts.

    python validate_plain.py FOLDER

One line a file, as validate_truth.py prints them.
"""

import json
import sys
import warnings
from pathlib import Path

import h5py
import numpy as np
from hdmf.backends.hdf5 import HDF5IO
from hdmf.build import BuildManager, TypeMap
from hdmf.spec import DatasetSpec, GroupSpec, NamespaceCatalog, SpecNamespace
from hdmf.validate import ValidatorMap

warnings.simplefilter("ignore")


def include(kind, **more):
    return {"data_type_inc": kind, "doc": "d", **more}


ATTRIBUTE = {"name": "x", "dtype": "int", "doc": "d"}
TYPES = {
    "datasets": [{"data_type_def": "D", "dtype": "numeric", "doc": "d"}],
    "groups": [
        {"data_type_def": "A", "doc": "d"},
        {"data_type_def": "B", "data_type_inc": "A", "doc": "d"},
        {"data_type_def": "C", "doc": "d", "attributes": [{**ATTRIBUTE, "required": False}]},
        {
            "data_type_def": "Root",
            "doc": "d",
            "groups": [
                include("A", name="fixed", linkable=False, quantity="?"),
                {
                    "name": "two",
                    "doc": "d",
                    "quantity": "?",
                    "groups": [include("A", quantity=2)],
                },
                {"name": "one", "doc": "d", "quantity": "?", "groups": [include("A"), include("B", quantity="?")]},
                {"name": "site", "doc": "d", "quantity": "?", "groups": [include("C", quantity="*", attributes=[ATTRIBUTE])]},
                {
                    "name": "data",
                    "doc": "d",
                    "quantity": "?",
                    "datasets": [include("D", quantity="+", dtype="float64", shape=[None, 3])],
                    "links": [{"target_type": "A", "doc": "d", "quantity": "*"}],
                },
            ],
        },
    ],
}
NAMESPACE = {"name": "test", "doc": "d", "version": "1.0.0", "schema": [{"source": "types"}]}


def typed(item, kind):
    item.attrs.update({"data_type": kind, "namespace": "test", "object_id": "5b6c4b0e-8a43-4b5c-9c5e-0d5c3d1f2a3b"})
    return item


def groups(parent, *kinds):
    def fill(file):
        for i, kind in enumerate(kinds):
            typed(file.create_group(f"{parent}/g{i}"), kind)

    return fill


def array(value, kind="D", name="d"):
    def fill(file):
        dataset = file.create_dataset(f"data/{name}", data=value)
        if kind:
            typed(dataset, kind)

    return fill


def linked(name, kind="A"):
    def fill(file):
        typed(file.create_group("one/g0"), kind)
        file[name] = h5py.SoftLink("/one/g0")

    return fill


def site(value):
    def fill(file):
        group = typed(file.create_group("site/c"), "C")
        if value is not None:
            group.attrs["x"] = value

    return fill


CASES = {
    "plain-empty": lambda file: None,
    "plain-two-of-two": groups("two", "A", "B"),
    "plain-one-of-two": groups("two", "A"),
    "plain-three-of-two": groups("two", "A", "A", "B"),
    "plain-none-of-two": lambda file: file.create_group("two"),
    "plain-one": groups("one", "A"),
    "plain-two-of-one": groups("one", "A", "A"),
    "plain-subtype-for-base": groups("one", "B"),
    "plain-base-and-subtype": groups("one", "A", "B"),
    "plain-two-subtypes": groups("one", "B", "B"),
    "plain-three-subtypes": groups("one", "B", "B", "B"),
    "plain-illegal-link": linked("fixed"),
    "plain-legal-link": linked("data/l"),
    "plain-link-of-other-type": linked("data/l", "C"),
    "plain-site-attribute": site(np.int32(1)),
    "plain-site-attribute-missing": site(None),
    "plain-site-attribute-dtype": site("text"),
    "plain-array": array(np.zeros((2, 3))),
    "plain-array-dtype": array(np.zeros((2, 3), "i4")),
    "plain-array-shape": array(np.zeros((3, 2))),
    "plain-array-rank": array(np.zeros(3)),
    "plain-array-scalar": array(1.5),
    "plain-array-untyped": array(np.zeros((2, 3)), kind=None),
    "plain-array-of-two-kinds": lambda file: (array(np.zeros((2, 3)), name="a")(file), array(True, name="b")(file)),
}


def write(path, fill):
    with h5py.File(path, "w") as file:
        typed(file, "Root")
        fill(file)
        cache = file.create_group("specifications/test/1.0.0")
        cache["namespace"] = json.dumps({"namespaces": [NAMESPACE]})
        cache["types"] = json.dumps(TYPES)
        file.attrs[".specloc"] = file["specifications"].ref


def errors(path):
    catalog = NamespaceCatalog(GroupSpec, DatasetSpec, SpecNamespace)
    HDF5IO.load_namespaces(catalog, str(path))
    with HDF5IO(str(path), mode="r", manager=BuildManager(TypeMap(catalog))) as io:
        found = ValidatorMap(catalog.get_namespace("test")).validate(io.read_builder())
    return [
        {"class": type(each).__name__, "name": each.name, "location": each.location, "reason": each.reason} for each in found
    ]


for name, fill in CASES.items():
    path = Path(sys.argv[1]) / f"{name}.h5"
    write(path, fill)
    try:
        answer = {"file": path.name, "errors": errors(path)}
    except Exception as error:  # noqa: BLE001 - hdmf raises anything
        answer = {"file": path.name, "failed": f"{type(error).__name__}: {str(error)[:500]}"}
    print(json.dumps(answer))
