"""Makes conformance/fixtures/reader/widths-4-8.h5: addresses of four bytes, lengths of eight. Judge: h5py.

    .venv-a/bin/python conformance/make_reader_widths.py
"""

from pathlib import Path

import h5py
from h5py import h5f, h5p

target = Path(__file__).parent / "fixtures/reader/widths-4-8.h5"
creation = h5p.create(h5p.FILE_CREATE)
creation.set_sizes(4, 8)
access = h5p.create(h5p.FILE_ACCESS)
access.set_libver_bounds(h5f.LIBVER_EARLIEST, h5f.LIBVER_LATEST)
with h5py.File(h5f.create(str(target).encode(), flags=h5f.ACC_TRUNC, fcpl=creation, fapl=access)) as file:
    file.create_dataset("numbers", data=[1, 2, 3], track_times=False)
    inner = file.create_group("outer/inner")
    inner.attrs["answer"] = 42
    inner["soft"] = h5py.SoftLink("/numbers")
