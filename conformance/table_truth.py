"""For packages/common: prints, as JSON, every DynamicTable of each NWB file given, as pynwb reads it: by file, then by path,
{"columns": [name, ...], "rows": [{name: cell, ...}, ...]}.

A cell is what to_dataframe(index=True) holds: ragged cells are lists, a DynamicTableRegion is row numbers, a reference
{"path": ...}, a compound an object, EnumData its element. Columns of the categories of an aligned table are named "category/column".

    python conformance/table_truth.py FILE...
"""

import json
import math
import sys
import warnings

warnings.filterwarnings("ignore")

import numpy as np  # noqa: E402
from hdmf.common import AlignedDynamicTable, DynamicTable, EnumData, VectorData  # noqa: E402
from hdmf.container import AbstractContainer  # noqa: E402
from pynwb import NWBHDF5IO  # noqa: E402
from pynwb.base import TimeSeriesReferenceVectorData  # noqa: E402

# pynwb replaces a negative start or count by None; what is stored is wanted here.
TimeSeriesReferenceVectorData.get = VectorData.get


def path_of(manager, container):
    path = manager.get_builder(container).path
    return (path[4:] if path.startswith("root") else path) or "/"


def plain(value, manager):
    if isinstance(value, AbstractContainer):
        return {"path": path_of(manager, value)}
    if hasattr(value, "_fields"):
        return {name: plain(getattr(value, name), manager) for name in value._fields}
    if isinstance(value, np.void) and value.dtype.names:
        return {name: plain(value[name], manager) for name in value.dtype.names}
    if isinstance(value, (bytes, np.bytes_)):
        return value.decode()
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value) if abs(int(value)) <= 2**53 else str(int(value))
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else repr(float(value)).replace("nan", "NaN").replace("inf", "Infinity")
    if isinstance(value, str):
        return value
    return [plain(item, manager) for item in value]


def cells_of(table, name, manager):
    frame = DynamicTable.to_dataframe(table, index=True)
    column = table[name]
    values = list(frame[name])
    if isinstance(column, EnumData) and not isinstance(values[0] if values else "", str):
        values = [column.elements[value] for value in values]
    return [plain(value, manager) for value in values]


def read_table(table, manager):
    columns = {"id": [plain(value, manager) for value in table.id[:]]}
    for name in table.colnames:
        columns[name] = cells_of(table, name, manager)
    if isinstance(table, AlignedDynamicTable):
        for category in table.categories:
            inner = read_table(table.category_tables[category], manager)
            for name in inner["columns"]:
                columns[f"{category}/{name}"] = [row[name] for row in inner["rows"]]
    rows = [{name: cells[i] for name, cells in columns.items()} for i in range(len(table.id))]
    return {"columns": list(columns), "rows": rows}


def read_file(path):
    with NWBHDF5IO(path, "r", load_namespaces=True) as io:
        objects = io.read().all_children()
        tables = [each for each in objects if isinstance(each, DynamicTable)]
        return {path_of(io.manager, table): read_table(table, io.manager) for table in tables}


print(json.dumps({path: read_file(path) for path in sys.argv[1:]}))
