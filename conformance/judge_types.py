"""Prints what HDF5 reads from datatype messages, a JSON list of hexadecimal digits on the standard input.

Of each message `dtype` and `details` as dump_hdf5.py shows them, or `error`.
"""

import json
import sys

from dump_hdf5 import details_of, dtype_of
from h5py import h5t


def judge(message):
    try:
        # HDF5 puts the number of the message and a version in front of it.
        tid = h5t.decode(bytes([3, 0]) + bytes.fromhex(message))
        return {"dtype": dtype_of(tid), "details": details_of(tid, 8)}
    except Exception as error:
        return {"error": str(error)}


json.dump([judge(message) for message in json.load(sys.stdin)], sys.stdout)
