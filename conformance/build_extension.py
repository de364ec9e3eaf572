"""Writes an extension by the calls of a JSON file, with hdmf's or pynwb's own NamespaceBuilder.

    python build_extension.py CALLS.json FOLDER

{"nwb", "about": {name, version, doc, full_name?, author?, contact?, date?}, "calls": [[method, …arguments]]}, where the methods are
add_group(source, spec), add_dataset(source, spec), include_type(namespace, type), include_namespace(namespace) and add_source(source, doc).
"""

import json
import sys
import warnings
from pathlib import Path

from hdmf.spec import DatasetSpec, GroupSpec
from hdmf.spec.write import NamespaceBuilder
from pynwb.spec import NWBDatasetSpec, NWBGroupSpec, NWBNamespace

warnings.simplefilter("ignore")

plan = json.loads(Path(sys.argv[1]).read_text())
group_class, dataset_class = (NWBGroupSpec, NWBDatasetSpec) if plan["nwb"] else (GroupSpec, DatasetSpec)
builder = NamespaceBuilder(**plan["about"], **({"namespace_cls": NWBNamespace} if plan["nwb"] else {}))
methods = {
    "add_group": lambda source, spec: builder.add_spec(source, group_class.build_spec(spec)),
    "add_dataset": lambda source, spec: builder.add_spec(source, dataset_class.build_spec(spec)),
    "include_type": lambda namespace, name: builder.include_type(name, namespace=namespace),
    "include_namespace": builder.include_namespace,
    "add_source": lambda source, doc: builder.add_source(source, doc=doc),
}
for method, *arguments in plan["calls"]:
    methods[method](*arguments)
builder.export(plan["about"]["name"] + ".namespace.yaml", outdir=sys.argv[2])
