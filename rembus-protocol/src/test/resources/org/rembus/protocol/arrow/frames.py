#!/usr/bin/env python3
"""Writes frames.json: Arrow streams as pyarrow and polars make them, and the rows that they stand for.

    pip install pyarrow polars && ./frames.py
"""

import base64
import datetime as dt
import decimal
import json
import math
import pathlib

import polars as pl
import pyarrow as pa

UTC = dt.timezone.utc
frames = []


def add(name, table, rows, **options):
    """rows is None when there are none for JSON."""
    if isinstance(table, pl.DataFrame):
        stream = table.write_ipc_stream(None).getvalue()
    else:
        batches = table if isinstance(table, list) else [table]
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batches[0].schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
            for batch in batches:
                writer.write(batch)
        stream = sink.getvalue().to_pybytes()
    frames.append({"name": name, "rows": rows, "stream": base64.b64encode(stream).decode()})


def column(name, array, values):
    add(name, pa.table({"c": array}), [{"c": value} for value in values])


def same(name, values, kind):
    column(name, pa.array(values, kind), values)


for bits in (8, 16, 32, 64):
    same(f"int{bits}", [-(2 ** (bits - 1)), None, -1, 0, 2 ** (bits - 1) - 1], getattr(pa, f"int{bits}")())
    same(f"uint{bits}", [0, None, 2**bits - 1], getattr(pa, f"uint{bits}")())
column("float16", pa.array([1.5, None, -0.5, math.inf], pa.float16()), [1.5, None, -0.5, None])
column("float32", pa.array([0.5, None, math.nan], pa.float32()), [0.5, None, None])
column("float64", pa.array([0.1, None, -math.inf, 1e300], pa.float64()), [0.1, None, None, 1e300])
same("bool", [True, None, False, True, True, False, False, True, True, None], pa.bool_())
same("null", [None, None], pa.null())

texts = ["", None, "a", "grüß \U0001F600", 'quote " and \\', "line\nend", "twelve bytes", "more than twelve bytes, elsewhere"]
for name, kind in (("text", pa.string()), ("large-text", pa.large_string()), ("text-view", pa.string_view())):
    same(name, texts, kind)
binaries = [b"", None, b"\x00\xff", b"more than twelve bytes, elsewhere"]
base64s = [value if value is None else base64.b64encode(value).decode() for value in binaries]
for name, kind in (("binary", pa.binary()), ("large-binary", pa.large_binary()), ("binary-view", pa.binary_view())):
    column(name, pa.array(binaries, kind), base64s)
column("fixed-binary", pa.array([b"ab", None, b"cd"], pa.binary(2)), ["YWI=", None, "Y2Q="])

days = [dt.date(1969, 12, 31), None, dt.date(2026, 11, 27)]
for name, kind in (("date32", pa.date32()), ("date64", pa.date64())):
    column(name, pa.array(days, kind), ["1969-12-31", None, "2026-11-27"])
column("time32-s", pa.array([0, None, 86399], pa.time32("s")), ["00:00:00", None, "23:59:59"])
column("time32-ms", pa.array([1], pa.time32("ms")), ["00:00:00.001"])
column("time64-us", pa.array([1], pa.time64("us")), ["00:00:00.000001"])
column("time64-ns", pa.array([1], pa.time64("ns")), ["00:00:00.000000001"])
for unit, counts, expected in (
    ("s", [0, -1], ["1970-01-01T00:00:00", "1969-12-31T23:59:59"]),
    ("ms", [1500], ["1970-01-01T00:00:01.5"]),
    ("us", [1], ["1970-01-01T00:00:00.000001"]),
    ("ns", [1795474503222333403, None], ["2026-11-23T22:55:03.222333403", None]),
):
    column(f"timestamp-{unit}", pa.array(counts, pa.timestamp(unit)), expected)
column("timestamp-utc", pa.array([1500], pa.timestamp("ms", "UTC")), ["1970-01-01T00:00:01.5Z"])
column("timestamp-rome", pa.array([0], pa.timestamp("s", "Europe/Rome")), ["1970-01-01T01:00:00+01:00"])
column("timestamp-offset", pa.array([0], pa.timestamp("s", "-07:30")), ["1969-12-31T16:30:00-07:30"])
column("timestamp-nowhere", pa.array([0], pa.timestamp("s", "Nowhere/At_All")), ["1970-01-01T00:00:00Z"])
column("duration-s", pa.array([90, None], pa.duration("s")), ["PT1M30S", None])
column("duration-ns", pa.array([1], pa.duration("ns")), ["PT0.000000001S"])
column(
    "interval",
    pa.array([(14, 3, 1500000000), (0, 0, 0), (0, 3, 0), None], pa.month_day_nano_interval()),
    ["P1Y2M3DT1.5S", "PT0S", "P3D", None],
)

for name, kind in (
    ("decimal32", pa.decimal32(5, 2)),
    ("decimal64", pa.decimal64(5, 2)),
    ("decimal128", pa.decimal128(5, 2)),
    ("decimal256", pa.decimal256(5, 2)),
):
    column(name, pa.array([decimal.Decimal("-123.45"), None, decimal.Decimal("0.10")], kind), [-123.45, None, 0.1])

lists = [[1, None, 3], None, [], [4]]
for name, kind in (
    ("list", pa.list_(pa.int32())),
    ("large-list", pa.large_list(pa.int32())),
    ("list-view", pa.list_view(pa.int32())),
    ("large-list-view", pa.large_list_view(pa.int32())),
):
    same(name, lists, kind)
same("fixed-list", [[1, 2], None, [3, None]], pa.list_(pa.int8(), 2))
same("list-of-lists", [[["a"], []], None, [None]], pa.list_(pa.list_(pa.string())))
same("struct", [{"x": 1, "y": "a"}, None, {"x": None, "y": ""}], pa.struct([("x", pa.int64()), ("y", pa.string())]))
column("map", pa.array([[("a", 1), ("b", None)], None, []], pa.map_(pa.string(), pa.int8())), [{"a": 1, "b": None}, None, {}])
column("map-of-numbers", pa.array([[(1, True)]], pa.map_(pa.int8(), pa.bool_())), [{"1": True}])

column("dictionary", pa.array(["b", None, "a", "b"]).dictionary_encode(), ["b", None, "a", "b"])
column(
    "dictionary-of-bytes",
    pa.DictionaryArray.from_arrays(pa.array([1, 0, None], pa.uint8()), pa.array(["x", "y"])),
    ["y", "x", None],
)
runs = pa.RunEndEncodedArray.from_arrays(pa.array([2, 3, 6], pa.int32()), pa.array(["a", None, "b"]))
column("runs", runs, ["a", "a", None, "b", "b", "b"])
column("runs-sliced", runs.slice(1, 3), ["a", None, "b"])
kinds = pa.array([0, 1, 0], pa.int8())
column(
    "sparse-union",
    pa.UnionArray.from_sparse(kinds, [pa.array([1, 2, None]), pa.array(["a", "b", "c"])]),
    [1, "b", None],
)
column(
    "dense-union",
    pa.UnionArray.from_dense(kinds, pa.array([0, 0, 1], pa.int32()), [pa.array([1, 2]), pa.array(["a"])]),
    [1, "a", 2],
)

schema = pa.schema([("z", pa.int8()), ("a", pa.string())])
add("no-rows", pa.table({"z": [], "a": []}, schema), [])
add("no-columns", pa.table({}), [])
add(
    "several-batches",
    [pa.record_batch([[1, 2], ["a", "b"]], schema), pa.record_batch([[], []], schema), pa.record_batch([[3], [None]], schema)],
    [{"z": 1, "a": "a"}, {"z": 2, "a": "b"}, {"z": 3, "a": None}],
)
encoded = pa.schema([("c", pa.dictionary(pa.int8(), pa.string()))])
add(
    "dictionary-replaced",
    [
        pa.record_batch([pa.DictionaryArray.from_arrays(pa.array([0], pa.int8()), [value])], encoded)
        for value in ("first", "second")
    ],
    [{"c": "first"}, {"c": "second"}],
)
add(
    "dictionary-grows",
    [
        pa.record_batch(
            [pa.DictionaryArray.from_arrays(pa.array([len(values) - 1, 0], pa.int8()), list(values))], encoded
        )
        for values in ("a", "ab", "abc")
    ],
    [{"c": value} for value in "aabaca"],
    emit_dictionary_deltas=True,
)
add(
    "polars",
    pl.DataFrame(
        {
            "text": ["a", "more than twelve bytes, elsewhere", None],
            "kind": pl.Series(["x", "y", "x"], dtype=pl.Categorical),
            "when": [dt.datetime(2026, 11, 27, 12, 0, tzinfo=UTC), None, None],
            "many": [[1], [], None],
            "in": [{"u": 1.5}, {"u": None}, {"u": 2.0}],
        }
    ),
    [
        {"text": "a", "kind": "x", "when": "2026-11-27T12:00:00Z", "many": [1], "in": {"u": 1.5}},
        {"text": "more than twelve bytes, elsewhere", "kind": "y", "when": None, "many": [], "in": {"u": None}},
        {"text": None, "kind": "x", "when": None, "many": None, "in": {"u": 2.0}},
    ],
)

words = pa.table({"c": ["word"] * 100})
add("compressed-lz4", words, None, compression="lz4")
add("compressed-zstd", words, None, compression="zstd")
add("two-of-one-name", pa.table([[1], [2]], names=["c", "c"]), None)
add("key-twice", pa.table({"c": pa.array([[("a", 1), ("a", 2)]], pa.map_(pa.string(), pa.int8()))}), None)

here = pathlib.Path(__file__).parent
lines = ",\n".join(json.dumps(frame, ensure_ascii=False) for frame in frames)
(here / "frames.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
