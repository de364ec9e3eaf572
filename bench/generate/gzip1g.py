"""An NWB file with one int16 dataset of 1 GB (10^9 bytes and a bit), gzip-compressed, with or without a byte shuffle before.

Chunks are compressed once for 24 different contents and written as they are, so that it takes seconds.
Environment A. Usage: python bench/generate/gzip1g.py OUT gzip|gzip+shuffle [CHUNKS]
"""

import datetime
import sys
import uuid
import zlib

import h5py
import numpy as np

ids = iter(range(1, 1000))
uuid.uuid4 = lambda: uuid.UUID(int=(0xB1 << 120) + next(ids))  # hdmf takes each object id from here

from hdmf.backends.hdf5 import H5DataIO  # noqa: E402
from pynwb import NWBHDF5IO, NWBFile, TimeSeries  # noqa: E402

ROWS, CHANNELS = 16384, 64
out, filters = sys.argv[1], sys.argv[2].split("+")
chunks = int(sys.argv[3]) if len(sys.argv) > 3 else 477
shuffle = "shuffle" in filters
when = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)
nwb = NWBFile(session_description="benchmark", identifier="gzip1g", session_start_time=when, file_create_date=[when])
data = H5DataIO(
    shape=(ROWS * chunks, CHANNELS), dtype=np.dtype("int16"), maxshape=(None, CHANNELS), chunks=(ROWS, CHANNELS),
    compression="gzip", compression_opts=4, shuffle=shuffle,
)
nwb.add_acquisition(TimeSeries(name="raw", data=data, unit="V", rate=30000.0))
with NWBHDF5IO(out, "w") as io:
    io.write(nwb)

random = np.random.default_rng(1)
walk = np.cumsum(random.integers(-3, 4, (ROWS * 24, CHANNELS), dtype=np.int16), axis=0, dtype=np.int16)
ready = []
for i in range(24):
    raw = walk[i * ROWS : (i + 1) * ROWS].tobytes()
    if shuffle:
        raw = np.frombuffer(raw, dtype=np.uint8).reshape(-1, 2).T.tobytes()
    ready.append(zlib.compress(raw, 4))
with h5py.File(out, "r+") as file:
    dataset = file["acquisition/raw/data"]
    for i in range(chunks):
        dataset.id.write_direct_chunk((i * ROWS, 0), ready[i % len(ready)])
