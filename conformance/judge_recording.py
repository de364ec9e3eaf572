"""Makes a recording with pynwb, and looks at it while recording-child.mjs appends to it: environment A.

Usage: python conformance/judge_recording.py make FILE | h5py FILE | pynwb FILE. The latter check every value against the rule below and print
the lengths of data and timestamps as JSON, or fail; pynwb reads it as its users do, and validates it.
"""

import json
import sys
from datetime import datetime, timezone

import h5py
import numpy as np
from hdmf.backends.hdf5 import H5DataIO
from pynwb import NWBHDF5IO, NWBFile, validate
from pynwb.ecephys import ElectricalSeries

CHANNELS = 64
RATE = 1000
STEP = 1 << 18


def make(path):
    start = datetime(2024, 1, 1, tzinfo=timezone.utc)
    file = NWBFile("a recording that goes on", "recording", start, file_create_date=start)
    probe = file.create_device(name="probe")
    shank = file.create_electrode_group(name="shank", description="all", location="CA1", device=probe)
    for _ in range(CHANNELS):
        file.add_electrode(location="CA1", group=shank)
    series = ElectricalSeries(
        name="recording",
        data=H5DataIO(np.zeros((0, CHANNELS), "i2"), maxshape=(None, CHANNELS), chunks=(256, CHANNELS)),
        timestamps=H5DataIO(np.zeros(0), maxshape=(None,), chunks=(4096,)),
        electrodes=file.create_electrode_table_region(list(range(CHANNELS)), "all"),
        conversion=1e-6,
    )
    file.add_acquisition(series)
    with NWBHDF5IO(path, "w") as io:
        io.write(file)


def check(data, timestamps):
    """Row r, channel c is (31 r + 7919 c) mod 2^16, less 2^15; its time is r / RATE."""
    assert data.shape[1] == CHANNELS and data.dtype == np.int16
    channels = 7919 * np.arange(CHANNELS)
    for begin in range(0, len(data), STEP):
        rows = np.arange(begin, min(begin + STEP, len(data)))
        expected = (31 * rows[:, None] + channels) % 65536 - 32768
        assert (data[begin : begin + STEP] == expected).all(), f"other data from row {begin}"
    assert (timestamps[:] == np.arange(len(timestamps)) / RATE).all(), "other timestamps"
    print(json.dumps({"data": len(data), "timestamps": len(timestamps)}))


def main(kind, path):
    if kind == "make":
        make(path)
    elif kind == "h5py":
        with h5py.File(path, "r") as file:
            series = file["acquisition/recording"]
            check(series["data"], series["timestamps"])
    else:
        with NWBHDF5IO(path, "r") as io:
            series = io.read().acquisition["recording"]
            check(series.data, series.timestamps)
            assert series.electrodes.data.shape == (CHANNELS,)
        with NWBHDF5IO(path, "r") as io:
            found = validate(io=io)
            assert not found, found


main(*sys.argv[1:])
