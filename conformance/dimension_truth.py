"""For packages/build: prints, as JSON, how hdmf-zarr labels the axes of each NWB file given when it exports it: by file, then by path, the
`_ARRAY_DIMENSIONS` of each array, null where it has none. A file that hdmf-zarr cannot export has an "error".

    python conformance/dimension_truth.py FILE...
"""

import json
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")

import zarr  # noqa: E402
from hdmf_zarr import NWBZarrIO  # noqa: E402
from pynwb import NWBHDF5IO  # noqa: E402


def labels(group, path, found):
    for name, child in group.members():
        inner = f"{path}/{name}"
        if isinstance(child, zarr.Array):
            found[inner] = child.attrs.asdict().get("_ARRAY_DIMENSIONS")
        elif inner != "/specifications":
            labels(child, inner, found)
    return found


def export(path):
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/store.zarr"
        try:
            with NWBHDF5IO(path, "r", load_namespaces=True) as source, NWBZarrIO(store, "w") as target:
                target.export(src_io=source, write_args={"link_data": False})
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}"[:300]}
        return labels(zarr.open_group(store, mode="r"), "", {})


print(json.dumps({path: export(path) for path in sys.argv[1:]}))
