"""Puts the DuckLake extension, which a package brings, where DuckDB looks for it under the home folder given."""

import pathlib
import shutil
import sys

import duckdb
import duckdb_extension_ducklake

NAME = "ducklake.duckdb_extension"

version = f"v{duckdb.__version__}"
platform = duckdb.sql("PRAGMA platform").fetchone()[0]
brought = pathlib.Path(duckdb_extension_ducklake.__file__).parent / "extensions" / version / NAME
wanted = pathlib.Path(sys.argv[1]) / ".duckdb" / "extensions" / version / platform / NAME
wanted.parent.mkdir(parents=True)
shutil.copyfile(brought, wanted)
