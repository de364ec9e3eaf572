"""An NWB file of N TimeSeries of 1,000 float32, N trials of 4 columns and N units of 50 to 149 spikes; the same at each run.

Environment A. Usage: python bench/generate/nwb.py OUT N
"""

import datetime
import itertools
import sys
import uuid

import numpy as np

counter = itertools.count(1)
uuid.uuid4 = lambda: uuid.UUID(int=(0xBE << 120) + next(counter))  # hdmf takes each object id from here

from pynwb import NWBHDF5IO, NWBFile, TimeSeries  # noqa: E402

out, count = sys.argv[1], int(sys.argv[2])
random = np.random.default_rng(count)
when = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)
nwb = NWBFile(session_description="benchmark", identifier=f"nwb{count}", session_start_time=when, file_create_date=[when])
for i in range(count):
    nwb.add_acquisition(TimeSeries(
        name=f"series{i:05d}", data=random.standard_normal(1000, dtype=np.float32), unit="V", starting_time=float(i), rate=1000.0,
    ))
nwb.add_trial_column("side", "left or right")
nwb.add_trial_column("reward", "in microlitres")
for i in range(count):
    nwb.add_trial(start_time=float(i), stop_time=i + 0.5, side=("left", "right")[i % 2], reward=float(random.integers(0, 9)))
for i in range(count):
    nwb.add_unit(spike_times=np.sort(random.uniform(0, 1000, 50 + int(random.integers(0, 100)))))
with NWBHDF5IO(out, "w") as io:
    io.write(nwb)
