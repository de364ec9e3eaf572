"""The independent judge of a conversion: does a Zarr store hold what its HDF5 original holds?

Environment B (h5py 3.16, zarr-python 3.4.2). Usage:
  python conformance/compare_zarr.py [--no-records] HDF5 ZARR      one pair; prints {"differences", "allowed", "counts"}
  python conformance/compare_zarr.py [--no-records] --batch        pairs as JSON lines ["HDF5", "ZARR"] on stdin, answers as JSON lines
`--no-records` judges stores of others, which have no hdmf-ts.json. Exit 0: no differences, 1: some, 2: unusable input.
"""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from judge.builders import compare_builders  # noqa: E402
from judge.compare import Comparison  # noqa: E402


def judge(hdf5, store, need_records):
    try:
        comparison = Comparison(hdf5, store, need_records)
        answer = comparison.run()
        answer["differences"] += compare_builders(hdf5, store, comparison.hard_links)
    except Exception as error:  # noqa: BLE001 one broken store must not end a batch
        if not Path(hdf5).is_file():
            raise
        answer = {"differences": [{"path": "/", "kind": "unreadable", "store": f"{type(error).__name__}: {error}"}], "allowed": []}
    return answer


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-records", action="store_true")
    parser.add_argument("--batch", action="store_true")
    parser.add_argument("pair", nargs="*")
    args = parser.parse_args()
    pairs = [json.loads(line) for line in sys.stdin if line.strip()] if args.batch else [args.pair]
    worst = 0
    for hdf5, store in pairs:
        answer = judge(hdf5, store, not args.no_records)
        worst = max(worst, 1 if answer["differences"] else 0)
        print(json.dumps(answer, default=str, ensure_ascii=True, indent=None if args.batch else 1), flush=True)
    return worst


sys.exit(main())
