"""Makes broken variants of an NWB file: one seeded defect each.

    python make_broken.py MAIN.nwb FOLDER

MAIN is `nwb/generated/main.nwb` (one of everything) or `nwb/generated/ndx/demo.nwb` (objects of an extension) of the fixtures.
Prints the names of the files made, one a line.
"""

import shutil
import sys
from pathlib import Path

import h5py
import numpy as np

TEXT = h5py.string_dtype()
REF = h5py.ref_dtype


def replace(file, path, data, **options):
    """Another array under the same name, with the attributes of the first."""
    attributes = dict(file[path].attrs)
    del file[path]
    dataset = file.create_dataset(path, data=data, **options)
    for name, value in attributes.items():
        dataset.attrs[name] = value


def attribute(path, name, value, **options):
    def change(file):
        if name in file[path].attrs:
            del file[path].attrs[name]
        file[path].attrs.create(name, value, **options)

    return change


def without_attribute(path, name):
    return lambda file: file[path].attrs.__delitem__(name)


def without(path):
    return lambda file: file.__delitem__(path)


def data(path, value, **options):
    return lambda file: replace(file, path, value, **options)


def soft(path, target):
    def change(file):
        if path in file:
            del file[path]
        file[path] = h5py.SoftLink(target)

    return change


def moved(path, to):
    return lambda file: file.move(path, to)


def references(path, targets):
    def change(file):
        replace(file, path, np.array([file[each].ref for each in targets], dtype=REF), dtype=REF)

    return change


def reference_attribute(path, name, target):
    def change(file):
        del file[path].attrs[name]
        file[path].attrs.create(name, file[target].ref if target else h5py.Reference(), dtype=REF)

    return change


def compound(path, fields, values):
    return data(path, np.array(values, dtype=fields))


def extra_dataset(file):
    file["acquisition/ts_ts/extra"] = 1


def extra_group(file):
    file.create_group("acquisition/extra")


def typed(path, kind):
    return attribute(path, "neurodata_type", kind)


def second_device_link(file):
    file["general/extracellular_ephys/eg0/other"] = h5py.SoftLink("/general/devices/dev")


def linked_column(file):
    file.move("units/id", "general/hidden")
    file["units/id"] = h5py.SoftLink("/general/hidden")


def hard_linked(file):
    file["acquisition/again"] = file["acquisition/ts_ts"]


DEFECTS = {
    "no-defect": lambda file: None,
    "missing-dataset": without("identifier"),
    "missing-session-start": without("session_start_time"),
    "missing-typed-dataset": without("units/id"),
    "missing-nested-dataset": without("general/optophysiology/ip/oc/emission_lambda"),
    "missing-data": without("acquisition/ts_rate/data"),
    "missing-group": without("acquisition"),
    "missing-nested-group": without("stimulus/presentation"),
    "missing-typed-group": without("general/optophysiology/ip/oc"),
    "missing-attribute": without_attribute("acquisition/ts_rate/data", "unit"),
    "missing-colnames": without_attribute("units", "colnames"),
    "missing-description": without_attribute("processing/ophys", "description"),
    "missing-reference-attribute": without_attribute("units/spike_times_index", "target"),
    "missing-rate": without_attribute("acquisition/ts_rate/starting_time", "rate"),
    "missing-object-id": without_attribute("acquisition/ts_ts", "object_id"),
    "missing-namespace": without_attribute("acquisition/ts_ts", "namespace"),
    "missing-type": without_attribute("acquisition/ts_ts", "neurodata_type"),
    "missing-type-of-column": without_attribute("units/spike_times", "neurodata_type"),
    "unknown-type": typed("acquisition/ts_ts", "Unheard"),
    "unknown-namespace": attribute("acquisition/ts_ts", "namespace", "ndx-unheard"),
    "base-type": typed("units", "DynamicTable"),
    "device-of-other-type": typed("general/devices/dev", "Subject"),
    "attribute-int-for-text": attribute("acquisition/ts_rate/data", "unit", 5),
    "attribute-int-for-float": attribute("acquisition/ts_rate/data", "conversion", np.int32(1)),
    "attribute-text-for-float": attribute("acquisition/ts_rate/data", "conversion", "one"),
    "attribute-array-for-scalar": attribute("acquisition/ts_rate/data", "conversion", np.array([1.0, 2.0], "f4")),
    "attribute-scalar-for-array": attribute("units", "colnames", "one"),
    "attribute-2d-for-1d": attribute("units", "colnames", np.array([["a"], ["b"]], dtype=object), dtype=TEXT),
    "attribute-empty": attribute("units", "colnames", np.zeros(0)),
    "attribute-null-space": lambda file: file["acquisition/ts_rate/data"].attrs.create("unit", h5py.Empty("f4")),
    "attribute-value-changed": attribute("acquisition/ts_rate/starting_time", "unit", "minutes"),
    "attribute-bytes-for-text": attribute("acquisition/ts_rate/data", "unit", np.bytes_("V")),
    "attribute-float64-for-float32": attribute("acquisition/ts_rate/data", "conversion", np.float64(1)),
    "attribute-bool-for-float": attribute("acquisition/ts_rate/data", "conversion", np.bool_(True)),
    "extra-attribute": attribute("acquisition/ts_rate", "extra", 1),
    "dataset-int-for-text": data("session_description", 5),
    "dataset-text-for-float": data("general/optophysiology/ip/oc/emission_lambda", "green"),
    "dataset-int-for-float64": data("acquisition/ts_ts/timestamps", np.arange(10)),
    "dataset-float32-for-float64": data("acquisition/ts_ts/timestamps", np.zeros(10, "f4")),
    "dataset-float16-for-float64": data("acquisition/ts_ts/timestamps", np.zeros(10, "f2")),
    "dataset-big-endian": data("acquisition/ts_ts/timestamps", np.zeros(10, ">f8")),
    "dataset-fixed-text": data("session_description", np.bytes_("abc")),
    "dataset-bool-for-numeric": data("acquisition/tp/data", np.zeros((5, 3, 4), bool)),
    "dataset-compound-for-float": compound("acquisition/ts_ts/timestamps", [("a", "i4"), ("b", "f8")], [(1, 2.0)]),
    "dataset-empty-of-other-dtype": data("acquisition/ts_ts/timestamps", np.zeros(0, "i4")),
    "index-int64": data("units/spike_times_index", np.array([1, 2, 603])),
    "id-float": data("units/id", np.array([0.0, 1, 2])),
    "id-text": data("units/id", np.array(["a", "b", "c"], dtype=object), dtype=TEXT),
    "timestamps-2d": data("acquisition/ts_ts/timestamps", np.zeros((10, 1))),
    "data-5d": data("acquisition/ts_ts/data", np.zeros((2, 1, 1, 1, 1), "i8")),
    "image-of-two-channels": data("acquisition/imgs/rgb", np.zeros((3, 4, 2), "u1")),
    "scalar-for-array": data("file_create_date", "2020-01-01T00:00:00Z"),
    "number-scalar-for-array": data("acquisition/ts_ts/timestamps", 1.0),
    "array-for-scalar": data("session_description", np.array(["a", "b"], dtype=object), dtype=TEXT),
    "one-element-for-scalar": data("session_description", np.array(["a"], dtype=object), dtype=TEXT),
    "date-malformed": data("session_start_time", "notadate"),
    "date-without-zone": data("session_start_time", "2020-01-01T00:00:00"),
    "date-only": data("session_start_time", "2020-01-01"),
    "date-with-space": data("session_start_time", "2020-01-01 00:00:00+00:00"),
    "date-month-13": data("session_start_time", "2020-13-01T00:00:00Z"),
    "dates-malformed": data("file_create_date", np.array(["notadate"], dtype=object), dtype=TEXT),
    "dates-second-malformed": data("file_create_date", np.array(["2020-01-01T00:00:00Z", "x"], dtype=object), dtype=TEXT),
    "dates-without-zone": data("file_create_date", np.array(["2020-01-01T00:00:00"], dtype=object), dtype=TEXT),
    "date-optional-malformed": data("general/subject/date_of_birth", "yesterday"),
    "reference-to-other-type": reference_attribute("acquisition/es/electrodes", "table", "units/id"),
    "reference-to-untyped": reference_attribute("acquisition/es/electrodes", "table", "general"),
    "reference-null": reference_attribute("acquisition/es/electrodes", "table", None),
    "reference-is-text": attribute("acquisition/es/electrodes", "table", "/general/extracellular_ephys/electrodes"),
    "references-to-other-type": references("units/electrode_group", ["general/devices/dev"] * 3),
    "references-are-text": data("units/electrode_group", np.array(["a"] * 3, dtype=object), dtype=TEXT),
    "image-references-to-other-type": references("stimulus/templates/imgs_ordered/order_of_images", ["units"]),
    "link-removed": without("general/extracellular_ephys/eg0/device"),
    "link-to-other-type": soft("general/extracellular_ephys/eg0/device", "/units"),
    "link-dead": soft("general/extracellular_ephys/eg0/device", "/nowhere"),
    "link-for-dataset": soft("acquisition/ts_rate/data", "/acquisition/ts_ts/data"),
    "link-for-illegal": linked_column,
    "link-extra": second_device_link,
    "link-hard": hard_linked,
    "link-outside-missing": lambda file: file.__setitem__("acquisition/out", h5py.ExternalLink("no.nwb", "/x")),
    "compound-shorter": compound("processing/ophys/ImageSegmentation/ps/pixel_mask", [("x", "u4"), ("y", "u4")], [(1, 2)]),
    "compound-renamed": compound(
        "processing/ophys/ImageSegmentation/ps/pixel_mask",
        [("a", "u4"), ("b", "u4"), ("c", "f4")],
        [(1, 2, 3.0)],
    ),
    "compound-longer": compound(
        "processing/ophys/ImageSegmentation/ps/pixel_mask",
        [("x", "u4"), ("y", "u4"), ("weight", "f4"), ("z", "f4")],
        [(1, 2, 3.0, 4.0)],
    ),
    "compound-of-other-dtypes": compound(
        "processing/ophys/ImageSegmentation/ps/pixel_mask",
        [("x", "i4"), ("y", "u4"), ("weight", "f4")],
        [(1, 2, 3.0)],
    ),
    "compound-is-array": data("processing/ophys/ImageSegmentation/ps/pixel_mask", np.zeros((3, 3))),
    "compound-of-no-references": compound(
        "intervals/trials/timeseries", [("idx_start", "i4"), ("count", "i4"), ("timeseries", "i4")], [(0, 1, 2)]
    ),
    "extra-dataset": extra_dataset,
    "extra-group": extra_group,
    "object-elsewhere": moved("general/devices/dev", "general/dev"),
    "dataset-is-group": lambda file: (file.__delitem__("identifier"), file.create_group("identifier")),
    "images-without-images": lambda file: [file["acquisition/imgs"].pop(name) for name in list(file["acquisition/imgs"])],
    "two-subjects": lambda file: file.copy("general/subject", "general/other_subject"),
    "columns-of-other-length": data("units/quality", np.array(["a"], dtype=object), dtype=TEXT),
    "vlen-numbers": lambda file: (
        file.__delitem__("acquisition/ts_ts/timestamps"),
        file.create_dataset("acquisition/ts_ts/timestamps", (2,), dtype=h5py.vlen_dtype("f8")),
    ),
}


def compound_of(target):
    def change(file):
        dtype = [("i", "i4"), ("s", TEXT), ("r", REF)]
        replace(file, "general/lab2/cpd", np.array([(1, "a", file[target].ref)], dtype=dtype), dtype=dtype)

    return change


EXTENSION_DEFECTS = {
    "ext-no-defect": lambda file: None,
    "ext-missing-attribute": without_attribute("general/lab2", "num"),
    "ext-missing-fixed-attribute": without_attribute("general/lab2", "fixed"),
    "ext-optional-attribute": without_attribute("general/lab2", "flag"),
    "ext-attribute-dtype": attribute("general/lab2", "num", np.int16(1)),
    "ext-attribute-wider": attribute("general/lab2", "num", np.int64(1)),
    "ext-attribute-shape": attribute("general/lab2", "arr", np.zeros((2, 2))),
    "ext-flag-is-number": attribute("general/lab2", "flag", np.int8(1)),
    "ext-fixed-value": attribute("general/lab2", "fixed", "OTHER"),
    "ext-date-without-zone": attribute("general/lab2", "when", "2020-01-01T00:00:00"),
    "ext-date-malformed": attribute("general/lab2", "when", "soon"),
    "ext-reference-to-other-type": reference_attribute("general/lab2", "dev", "acquisition/ts"),
    "ext-missing-child": lambda file: file.__delitem__("acquisition/m/z"),
    "ext-child-of-other-type": lambda file: file["acquisition/m"].move("z", "../../general/devices/z"),
    "ext-missing-column": without("scratch/demo/req"),
    "ext-column-dtype": data("scratch/demo/req", np.array([1, 2])),
    "ext-optional-column-dtype": data("scratch/demo/opt", np.array([1, 2])),
    "ext-scalar-dtype": data("general/lab2/scal", 1.5),
    "ext-text-shape": data("general/lab2/txt", "a"),
    "ext-nested-attribute": attribute("general/lab2/sub", "a", 5),
    "ext-nested-object": without_attribute("general/lab2/sub/q/data", "unit"),
    "ext-named-object": without("general/lab2/named_ts/data"),
    "ext-compound-of-other-type": compound_of("general/devices/dev"),
    "ext-compound-shape": lambda file: replace(file, "general/lab2/cpd", file["general/lab2/cpd"][()].reshape(1, 1)),
    "ext-link-to-other-type": soft("general/lab2/lnk", "/general/devices/dev"),
    "ext-link": soft("general/lab2/lnk", "/acquisition/ts"),
    "ext-base-type": typed("scratch/demo", "DynamicTable"),
    "ext-namespace-of-core": attribute("general/lab2", "namespace", "core"),
}


def main(source, folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    with h5py.File(source, "r") as file:
        defects = EXTENSION_DEFECTS if "general/lab2" in file else DEFECTS
    for name, change in defects.items():
        path = Path(folder) / f"{name}.nwb"
        shutil.copyfile(source, path)
        with h5py.File(path, "r+") as file:
            change(file)
        print(path.name)


main(sys.argv[1], sys.argv[2])
