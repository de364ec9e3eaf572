"""Makes fixtures/reader/part-of-several-*.h5: the first member of a family of files, in the oldest and in the newest form.

    python make_reader_parts.py
"""

from pathlib import Path

import h5py
from h5py import h5f, h5p

folder = Path(__file__).parent / "fixtures" / "reader"
for name, versions in (("earliest", (h5f.LIBVER_EARLIEST, h5f.LIBVER_LATEST)), ("latest", (h5f.LIBVER_LATEST,) * 2)):
    access = h5p.create(h5p.FILE_ACCESS)
    access.set_fapl_family(1 << 20, h5p.create(h5p.FILE_ACCESS))
    access.set_libver_bounds(*versions)
    path = folder / f"part-of-several-{name}-%d.h5"
    with h5py.File(h5f.create(str(path).encode(), h5f.ACC_TRUNC, fapl=access)) as file:
        file["one"] = 1
    Path(str(path).replace("%d", "0")).rename(folder / f"part-of-several-{name}.h5")
