"""hdmf's side of the rows of the specification language, as in sides/spec.mjs: all types of the NWB schema, resolved.

Usage: python bench/sides/spec.py cached|yaml INPUT [--warm W] [--inner K]; INPUT is made by generate/schema.py.
"""

import argparse
import json
import tempfile
from pathlib import Path

from hdmf.spec import NamespaceCatalog, SpecReader
from pynwb.spec import NWBDatasetSpec, NWBGroupSpec, NWBNamespace
from timed import timed

parser = argparse.ArgumentParser()
parser.add_argument("task")
parser.add_argument("input")
parser.add_argument("--warm", type=int, default=0)
parser.add_argument("--inner", type=int, default=1)
args = parser.parse_args()
given = json.loads(Path(args.input).read_text())


class Texts(SpecReader):
    """As hdmf reads what files cache."""

    def __init__(self, sources):
        super().__init__(source="cached")
        self.sources = sources

    def read_spec(self, spec_path):
        return json.loads(self.sources[spec_path])

    def read_namespace(self, ns_path):
        return json.loads(self.sources["namespace"])["namespaces"]


def counted(catalog):
    return f"{len({type_ for name in catalog.namespaces for type_ in catalog.get_namespace(name).get_registered_types()})} types"


def cached():
    catalog = NamespaceCatalog(NWBGroupSpec, NWBDatasetSpec, NWBNamespace)
    for namespace in given["cached"]:
        catalog.load_namespaces(namespace["name"], reader=Texts(namespace["sources"]))
    return counted(catalog)


def from_yaml():
    catalog = NamespaceCatalog(NWBGroupSpec, NWBDatasetSpec, NWBNamespace)
    for root in given["roots"]:
        catalog.load_namespaces(str(folder / root))
    return counted(catalog)


with tempfile.TemporaryDirectory() as made:
    folder = Path(made)
    for path, text in given["yaml"].items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    timed({"cached": cached, "yaml": from_yaml}[args.task], args.warm, args.inner)
