#!/usr/bin/env python3
"""Writes the DataFrames of this folder, each as the data of a message: a list of one argument, in CBOR.

    pip install pyarrow polars && ./make.py
"""

import pathlib
import struct

import polars as pl
import pyarrow as pa


def write(name, stream):
    head = b"\x81" + b"\xd8\x50" + b"\x5a" + struct.pack(">I", len(stream))
    pathlib.Path(__file__).with_name(name + ".cbor").write_bytes(head + stream)


def arrow(table):
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write(table)
    return sink.getvalue().to_pybytes()


def runs(rows, value):
    return pa.RunEndEncodedArray.from_arrays(pa.array([rows], pa.int32()), pa.array([value]))


write("small", pl.DataFrame({"name": ["a", None], "value": [1.5, 2.0]}).write_ipc_stream(None).getvalue())
# A few hundred bytes for 5,000 and for two thousand million rows.
write("long", arrow(pa.table({"text": runs(5000, "in every one of the rows")})))
write("endless", arrow(pa.table({"text": runs(2**31 - 1, "in every one of the rows")})))
