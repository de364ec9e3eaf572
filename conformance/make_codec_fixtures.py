"""Makes conformance/fixtures/codecs.json: bytes as numcodecs and the HDF5 library encode them.

Run it once with each environment, as each knows one part:
  .venv-a/bin/python conformance/make_codec_fixtures.py   (h5py and hdf5plugin: "hdf5")
  .venv-b/bin/python conformance/make_codec_fixtures.py   (numcodecs: "zarr", "vlen")
The samples are formulas, so that only encoded bytes are kept; packages/codecs/test/samples.ts has the same.
"""

import base64
import json
import pathlib
import sys
import tempfile

import numpy as np

TARGET = pathlib.Path(__file__).parent / "fixtures" / "codecs.json"


def stairs(count, size):
    values = [(i // 24 * 2654435761) % (256**size) + i % 3 for i in range(count)]
    values = [value % (256**size) for value in values]
    return b"".join(value.to_bytes(size, "little") for value in values)


def noise(count):
    state, result = 1, bytearray()
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        result.append((state >> 16) & 255)
    return bytes(result)


SAMPLES = {
    "stairs1": (stairs(1000, 1), 1),
    "stairs2": (stairs(2501, 2), 2),
    "stairs4": (stairs(2503, 4), 4),
    "stairs8": (stairs(1104, 8), 8),
    "stairs3": (stairs(700, 3), 3),
    "noise": (noise(1500), 1),
    "odd": (stairs(13, 1), 1),
    "zeros": (bytes(40000), 8),
}


def text(data):
    return base64.b64encode(bytes(data)).decode()


def zarr_cases():
    import numcodecs

    def case(sample, **config):
        data, size = SAMPLES[sample]
        array = np.frombuffer(data, f"<u{size}" if size in (1, 2, 4, 8) else "u1")
        encoded = numcodecs.get_codec(dict(config)).encode(array)
        return {"sample": sample, "config": config, "bytes": text(encoded)}

    for sample in ("stairs4", "noise", "odd", "zeros"):
        for level in (0, 1, 9) if sample in ("odd", "noise") else (1, 9):
            yield case(sample, id="zlib", level=level)
        yield case(sample, id="gzip", level=5)
        yield case(sample, id="zstd", level=0)
        yield case(sample, id="zstd", level=22, checksum=True)
        yield case(sample, id="lz4", acceleration=1)
    for sample in ("stairs1", "noise", "odd"):
        yield case(sample, id="fletcher32")
        yield case(sample, id="crc32c")
    yield case("stairs8", id="zstd", level=-5)
    yield case("stairs1", id="shuffle", elementsize=2)
    yield case("stairs3", id="shuffle", elementsize=3)
    yield case("stairs8", id="shuffle", elementsize=8)
    yield case("stairs1", id="shuffle", elementsize=4)
    for cname in ("blosclz", "lz4", "lz4hc", "zlib", "zstd"):
        for sample in ("stairs2", "stairs4", "stairs8"):
            for shuffle in (0, 1, 2) if sample == "stairs8" else (1, 2):
                yield case(sample, id="blosc", cname=cname, clevel=5, shuffle=shuffle, blocksize=2048)
        yield case("zeros", id="blosc", cname=cname, clevel=9, shuffle=1, blocksize=0)
    yield case("stairs4", id="blosc", cname="lz4", clevel=5, shuffle=-1, blocksize=0)
    yield case("stairs4", id="blosc", cname="lz4", clevel=1, shuffle=2, blocksize=1000)
    yield case("noise", id="blosc", cname="lz4", clevel=5, shuffle=1, blocksize=0)
    yield case("noise", id="blosc", cname="blosclz", clevel=9, shuffle=2, blocksize=512)
    yield case("odd", id="blosc", cname="zstd", clevel=5, shuffle=1, blocksize=0)


def vlen_cases():
    from numcodecs.vlen import VLenBytes, VLenUTF8

    texts = ["", "a", "grün", "日本語", "😀 smile", "x" * 300, "line\nbreak", "nul\0inside"]
    items = [b"", b"\xff\xfe", b"abc", bytes(range(256))]
    yield {"kind": "vlen-utf8", "texts": texts, "bytes": text(VLenUTF8().encode(np.array(texts, object)))}
    yield {"kind": "vlen-utf8", "texts": [], "bytes": text(VLenUTF8().encode(np.array([], object)))}
    encoded = VLenBytes().encode(np.array(items, object))
    yield {"kind": "vlen-bytes", "items": [text(item) for item in items], "bytes": text(encoded)}


def hdf5_cases():
    import h5py
    import hdf5plugin

    lists = [
        ("stairs4", {"compression": "gzip", "compression_opts": 4}),
        ("stairs2", {"compression": "gzip", "compression_opts": 9, "shuffle": True, "fletcher32": True}),
        ("stairs8", {"compression": "gzip", "shuffle": True}),
        ("noise", {"compression": "gzip", "shuffle": True}),
        ("odd", {"fletcher32": True}),
        ("stairs1", {"fletcher32": True}),
        ("stairs1", {"shuffle": True}),
        ("stairs4", {"compression": "lzf", "shuffle": True}),
        ("stairs8", {"compression": "lzf"}),
        ("zeros", {"compression": "lzf"}),
        ("stairs4", dict(hdf5plugin.Zstd(clevel=3))),
        ("stairs4", dict(hdf5plugin.LZ4(nbytes=0))),
        ("stairs8", dict(hdf5plugin.LZ4(nbytes=2048))),
        ("noise", dict(hdf5plugin.LZ4(nbytes=512))),
    ]
    for cname in ("blosclz", "lz4", "lz4hc", "zlib", "zstd"):
        for shuffle in (0, 1, 2):
            lists.append(("stairs4", dict(hdf5plugin.Blosc(cname=cname, clevel=5, shuffle=shuffle))))
    with tempfile.TemporaryDirectory() as folder, h5py.File(pathlib.Path(folder, "a.h5"), "w") as file:
        for index, (sample, options) in enumerate(lists):
            data, size = SAMPLES[sample]
            array = np.frombuffer(data, f"<u{size}")
            dataset = file.create_dataset(str(index), data=array, chunks=array.shape, **options)
            mask, raw = dataset.id.read_direct_chunk((0,))
            created = dataset.id.get_create_plist()
            filters = [created.get_filter(i) for i in range(created.get_nfilters())]
            yield {
                "sample": sample,
                "filters": [[number, list(client)] for number, _, client, _ in filters],
                "mask": mask,
                "bytes": text(raw),
            }


def main():
    known = json.loads(TARGET.read_text()) if TARGET.exists() else {}
    if "venv-b" in sys.prefix:
        known |= {"zarr": list(zarr_cases()), "vlen": list(vlen_cases())}
    else:
        known |= {"hdf5": list(hdf5_cases())}
    rows = [f'"{part}": [\n' + ",\n".join(json.dumps(case) for case in known[part]) + "\n]" for part in sorted(known)]
    TARGET.write_text("{" + ",\n".join(rows) + "}\n")


main()
