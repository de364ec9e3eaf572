"""Makes examples/convert/example.nwb: a small NWB file with a bit of everything, the same bytes of content at each run.

Environment A (pynwb 4.2). Usage: python conformance/make_example.py [OUT]
"""

import datetime
import itertools
import sys
import uuid
from pathlib import Path

import numpy as np

OUT = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "examples/convert/example.nwb")
IDS = uuid.UUID("5f0f1a8e-0000-4000-8000-000000000000").int
counter = itertools.count(1)
uuid.uuid4 = lambda: uuid.UUID(int=IDS + next(counter))  # hdmf takes each object id from here

from hdmf.common import DynamicTable, VectorData  # noqa: E402
from hdmf.backends.hdf5 import H5DataIO  # noqa: E402
from pynwb import NWBHDF5IO, NWBFile, TimeSeries  # noqa: E402
from pynwb.behavior import Position, SpatialSeries  # noqa: E402
from pynwb.ecephys import LFP, ElectricalSeries  # noqa: E402
from pynwb.file import Subject  # noqa: E402

UTC = datetime.timezone.utc
START = datetime.datetime(2024, 5, 17, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=-7)))
RATE = 400.0
SECONDS = 20
random = np.random.default_rng(20240517)

nwb = NWBFile(
    session_description="A mouse on a linear track: made-up numbers with the shape of a real session",
    identifier="hdmf-ts-example",
    session_start_time=START,
    file_create_date=[datetime.datetime(2024, 5, 17, 18, 0, tzinfo=UTC)],
    experimenter=["Doe, Jane", "Müller, Jörg"],
    lab="Example lab",
    institution="Nowhere University",
    experiment_description="Shows what a converted file looks like",
    keywords=["hippocampus", "place cells", "例"],
    session_id="2024-05-17",
)
nwb.subject = Subject(
    subject_id="M042",
    age="P90D",
    sex="F",
    species="Mus musculus",
    description="A mouse that does not exist",
    date_of_birth=datetime.datetime(2024, 2, 17, tzinfo=UTC),
    weight="0.021 kg",
)

# Recording: a probe of two shanks, a raw and a filtered signal.
device = nwb.create_device(name="probe", description="Two shanks of four sites", manufacturer="Example Probes")
groups = [
    nwb.create_electrode_group(name=f"shank{i}", description=f"shank {i}", location="CA1", device=device)
    for i in range(2)
]
nwb.add_electrode_column("label", "the name of the site")
nwb.add_electrode_column("good", "whether the site was used")
for i in range(8):
    nwb.add_electrode(
        group=groups[i // 4], location="CA1", x=20.0 * (i // 4), y=-25.0 * (i % 4), z=0.0,
        imp=float("nan") if i == 5 else 0.5 + i / 10, label=f"s{i // 4}e{i % 4}", good=i != 5,
    )
samples = int(RATE * SECONDS)
time = np.arange(samples) / RATE
theta = np.sin(2 * np.pi * 8 * time)[:, None] * np.linspace(200, 320, 8)
raw = np.round((theta + random.normal(0, 4, (samples, 8))) / 8).astype("int16") * 8
everywhere = nwb.create_electrode_table_region(region=list(range(8)), description="all sites")
nwb.add_acquisition(ElectricalSeries(
    name="raw", description="The raw signal, gzip-compressed after a byte shuffle", electrodes=everywhere,
    data=H5DataIO(raw, compression="gzip", compression_opts=4, shuffle=True, chunks=(2048, 8), maxshape=(None, 8)),
    starting_time=0.0, rate=RATE, conversion=1e-6, channel_conversion=np.linspace(1, 1.07, 8),
))
lfp = LFP(name="LFP")
nwb.create_processing_module("ecephys", "Filtered signals").add(lfp)
first = nwb.create_electrode_table_region(region=[0, 4], description="one site a shank")
lfp.create_electrical_series(
    name="lfp", electrodes=first, data=raw[::10, [0, 4]].astype("float32") * np.float32(1e-6),
    timestamps=time[::10], filtering="none, every tenth sample",
)

# Behaviour: a position, and a series that shares its timestamps by a link.
track = np.column_stack([50 + 45 * np.sin(2 * np.pi * time[::25] / 10), np.full(samples // 25, 2.5)])
position = SpatialSeries(name="position", data=track, timestamps=time[::25], reference_frame="start of the track", unit="cm")
behavior = nwb.create_processing_module("behavior", "What the mouse did")
behavior.add(Position(spatial_series=position))
speed = TimeSeries(
    name="speed", data=np.abs(np.gradient(track[:, 0], 0.05)).astype("float32"), timestamps=position, unit="cm/s",
    description="Shares the timestamps of the position",
)
behavior.add(speed)
nwb.add_acquisition(TimeSeries(name="lick", data=(track[::4, 0] > 90), rate=RATE / 100, unit="n/a", description="Booleans"))
nwb.add_stimulus(TimeSeries(
    name="laser", data=np.array([2**53 + 1, -(2**53) - 1, 0], dtype="int64"), timestamps=[1.0, 8.5, 16.0], unit="counts",
    description="64-bit integers beyond what a double holds",
))

# Tables: trials with a ragged, a text and a reference column, and units.
nwb.add_trial_column("choice", "where the mouse went")
nwb.add_trial_column("licks", "times of licks", index=True)
nwb.add_trial_column("correct", "whether it was rewarded")
for i in range(6):
    start = 0.5 + 3.2 * i
    nwb.add_trial(
        start_time=start, stop_time=start + 2.5, choice=["left", "right", "tout droit → là"][i % 3],
        licks=list(np.round(start + 0.3 * np.arange(i % 4), 3)), correct=bool(i % 2),
        timeseries=[speed, position] if i % 2 else [speed], tags=["first"] if i == 0 else ["later", "α"],
    )
nwb.add_epoch(start_time=0.0, stop_time=10.0, tags=["baseline"], timeseries=[speed])
nwb.add_epoch(start_time=10.0, stop_time=20.0, tags=["task", "laser"], timeseries=[speed, position])
nwb.add_unit_column("quality", "by whom it was accepted")
for i in range(5):
    nwb.add_unit(
        spike_times=np.round(np.sort(random.uniform(0, SECONDS, 20 + 15 * i)), 5), obs_intervals=[[0.0, 9.0], [9.5, 20.0]],
        electrodes=[i, i + 3], electrode_group=groups[i % 2], quality=["good", "mua"][i % 2],
        waveform_mean=random.normal(0, 40, (30, 2)).astype("float32"),
    )
nwb.add_scratch(DynamicTable(
    name="notes", description="A table of the experimenter",
    columns=[VectorData(name="note", description="text", data=["started late", "", "Ähm"]),
             VectorData(name="minute", description="when", data=np.array([1, 5, 19], dtype="uint8"))],
))

OUT.parent.mkdir(parents=True, exist_ok=True)
with NWBHDF5IO(OUT, "w") as io:
    io.write(nwb)
print(OUT, OUT.stat().st_size)
