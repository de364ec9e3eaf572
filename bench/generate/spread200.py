"""An NWB file of N (200) TimeSeries of 1 MB, 65,536 x 8 int16 each, contiguous; the same at each run.

Its metadata is scattered through all of it, as it is for what is written over months: each series stands behind the data of the one
before. For reading over a network, where each request costs a round trip.

Environment A. Usage: python bench/generate/spread200.py OUT [N]
"""

import datetime
import itertools
import sys
import uuid

import numpy as np

counter = itertools.count(1)
uuid.uuid4 = lambda: uuid.UUID(int=(0xBF << 120) + next(counter))  # hdmf takes each object id from here

from pynwb import NWBHDF5IO, NWBFile, TimeSeries  # noqa: E402

out, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200
random = np.random.default_rng(count)
when = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)
nwb = NWBFile(session_description="benchmark", identifier=f"spread{count}", session_start_time=when, file_create_date=[when])
for i in range(count):
    data = random.integers(-2000, 2000, (65536, 8), dtype=np.int16)
    nwb.add_acquisition(TimeSeries(name=f"series{i:05d}", data=data, unit="V", starting_time=float(i), rate=1000.0))
with NWBHDF5IO(out, "w") as io:
    io.write(nwb)
