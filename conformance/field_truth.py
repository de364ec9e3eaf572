"""For packages/build: prints, as JSON, the field names that hdmf's object mapper makes of each type's specification, for each file given:
by file, then "namespace/type", a sorted list. The specifications are those cached in the file.

    python conformance/field_truth.py FILE...
"""

import json
import sys
import warnings

warnings.filterwarnings("ignore")

from hdmf.build import ObjectMapper, TypeMap  # noqa: E402
from hdmf.backends.hdf5 import HDF5IO  # noqa: E402
from hdmf.spec import NamespaceCatalog  # noqa: E402
from pynwb.spec import NWBDatasetSpec, NWBGroupSpec, NWBNamespace  # noqa: E402


def fields(path):
    catalog = NamespaceCatalog(NWBGroupSpec, NWBDatasetSpec, NWBNamespace)
    HDF5IO.load_namespaces(TypeMap(catalog), path)
    found = {}
    for name in catalog.namespaces:
        namespace = catalog.get_namespace(name)
        for data_type in namespace.get_registered_types():
            spec = namespace.get_spec(data_type)
            found[f"{name}/{data_type}"] = sorted(ObjectMapper.get_attr_names(spec))
    return found


print(json.dumps({path: fields(path) for path in sys.argv[1:]}))
