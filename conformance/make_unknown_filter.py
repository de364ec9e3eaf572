"""Makes fixtures/reader/unknown-filter.h5: chunks of a filter that nobody has, number 300, which adds its only option to each byte.

    python make_unknown_filter.py        (environment a)

The chunks are written as they stand; the elements are 0, 1, 2, ...
"""

from pathlib import Path

import h5py
import numpy as np
from h5py import h5d, h5p, h5s, h5t, h5z

values = np.arange(24, dtype="<i4").reshape(4, 6)
with h5py.File(Path(__file__).parent / "fixtures" / "reader" / "unknown-filter.h5", "w") as file:
    plist = h5p.create(h5p.DATASET_CREATE)
    plist.set_obj_track_times(False)
    plist.set_chunk((2, 6))
    plist.set_shuffle()
    plist.set_filter(300, h5z.FLAG_OPTIONAL, (7,))
    dataset = h5d.create(file.id, b"added", h5t.STD_I32LE, h5s.create_simple((4, 6)), plist)
    for row in (0, 2):
        shuffled = np.frombuffer(values[row : row + 2].tobytes(), "u1").reshape(-1, 4).T
        dataset.write_direct_chunk((row, 0), (shuffled + np.uint8(7)).tobytes(), 0)
