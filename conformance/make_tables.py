"""For packages/common: writes an NWB file whose scratch holds tables of every form that hdmf can make.

    python conformance/make_tables.py FILE
"""

import sys
import warnings
from datetime import datetime, timezone

warnings.filterwarnings("ignore")

import numpy as np  # noqa: E402
from hdmf.common import AlignedDynamicTable, DynamicTable, VectorData  # noqa: E402
from pynwb import NWBHDF5IO, NWBFile, TimeSeries  # noqa: E402

start = datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
file = NWBFile(session_description="tables", identifier="tables", session_start_time=start)
series = [TimeSeries(name=f"s{i}", data=[1.0, 2.0], unit="V", rate=1.0) for i in range(3)]
for one in series:
    file.add_acquisition(one)


def table(name, rows, **columns):
    made = DynamicTable(name=name, description=name, id=list(range(10, 10 + rows)))
    for column, options in columns.items():
        made.add_column(name=column, description=column, **options)
    return made


plain = table(
    "plain",
    3,
    floats={"data": [np.nan, np.inf, -np.inf]},
    small={"data": np.array([1, -2, 3], dtype="int8")},
    large={"data": np.array([2**63 - 1, -(2**63), 2**53 + 1], dtype="int64")},
    unsigned={"data": np.array([2**64 - 1, 0, 1], dtype="uint64")},
    single={"data": np.array([0.1, 0.2, 0.3], dtype="float32")},
    flags={"data": [True, False, True]},
    texts={"data": ["", "ünïcode \U0001f600", "tab\tline\n"]},
    pairs={"data": np.arange(6, dtype="uint16").reshape(3, 2)},
    cubes={"data": np.arange(24.0).reshape(3, 2, 4)},
    objects={"data": [series[2], series[0], series[0]]},
)
ragged = table(
    "ragged",
    4,
    numbers={"data": [[1.5], [], [2.5, 3.5], []], "index": True},
    texts={"data": [["a"], ["b", "c"], [], ["", "d"]], "index": True},
    flags={"data": [[True], [False, True], [], []], "index": True},
    pairs={"data": np.arange(10).reshape(5, 2), "index": [0, 2, 2, 5]},
    twice={"data": [[[1], [2, 3]], [], [[4]], [[5, 6, 7], [8]]], "index": 2},
    thrice={"data": [[[["x"]]], [[["y", "z"], ["w"]]], [[["v"]]], [[["u"], ["t"]], [["s"]]]], "index": 3},
    objects={"data": [series[0], series[1], series[2], series[0]], "index": [1, 1, 3, 4]},
    region={"data": [0, 2, 1, 1, 0], "index": [1, 1, 3, 5], "table": plain},
)
long = table(
    "long",
    300,
    wide={"data": np.arange(90000, dtype="int32"), "index": [(i + 1) * 300 for i in range(300)]},
    region={"data": np.arange(300) % 3, "table": plain},
    kind={"data": np.arange(300) % 2, "enum": ["even", "odd"]},
)
empty = table("empty", 0, a={"data": np.zeros(0)}, b={"data": np.zeros((0, 3), dtype="int16")})
bare = DynamicTable(name="bare", description="no columns at all")
names = table("names", 1, **{name: {"data": [1]} for name in ("constructor", "__proto__", "then", "b c", "Ünï")})
aligned = AlignedDynamicTable(
    name="aligned",
    description="with categories",
    columns=[VectorData(name="own", description="own", data=[1, 2])],
    category_tables=[
        table("second", 2, a={"data": [[1], [2, 3]], "index": True}),
        table("first", 2, a={"data": ["x", "y"]}, kind={"data": [1, 0], "enum": ["n", "y"]}),
    ],
    categories=["second", "first"],
)
for each in (plain, ragged, long, empty, bare, names, aligned):
    file.add_scratch(each)
with NWBHDF5IO(sys.argv[1], "w") as io:
    io.write(file)
