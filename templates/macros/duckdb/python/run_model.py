"""Runs one model in Python: run_model.py JOB.json ANSWER.json

What the model reads lies in Parquet files and stands in a database in memory under its own names. What it gives back is
written into a Parquet file; the statements that make the table of it are only noted, as the database is held by the caller.
"""

import json
import linecache
import os
import re
import sys
import traceback
import types


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def read_back(file, columns):
    """The rows of a file with the types that they had before they were written."""
    shown = ", ".join(f"cast({quoted(name)} as {kind}) as {quoted(name)}" for name, kind in columns)
    return f"select {shown} from read_parquet({literal(file)})"


def stored(columns, as_text):
    """What is written of columns: Parquet has not every type, and text loses nothing."""
    def one(name, kind):
        is_text = re.search(as_text, kind) is not None
        return f"cast({quoted(name)} as varchar) as {quoted(name)}" if is_text else quoted(name)
    return ", ".join(one(name, kind) for name, kind in columns)


class Recorder:
    """Stands for the connection that the table is made with. `con` is one on which the rows can be read."""

    def __init__(self, con, job):
        self.con = con
        self.job = job
        self.views = []
        self.statements = []

    def register(self, name, rows):
        self.con.register(name, rows)
        found = self.con.execute(f"describe from {quoted(name)}").fetchall()
        columns = [(row[0], "INTEGER" if row[1] == '"NULL"' else row[1]) for row in found]
        file = os.path.join(self.job["folder"], f"result-{len(self.views)}.parquet")
        what = stored(columns, self.job["asText"])
        self.con.execute(f"copy (select {what} from {quoted(name)}) to {literal(file)} (format parquet)")
        self.views.append({"name": name, "file": file, "columns": columns})

    def execute(self, sql, *_):
        self.statements.append(sql)
        return self

    sql = execute
    query = execute

    def unregister(self, name):
        self.con.unregister(name)


def prepare(con):
    """What the profile says of connections. What this Python's DuckDB does not have is missed only by a model that uses it."""
    import duckdb

    for sql in json.loads(os.environ.pop("SLUICE_PYTHON_SETUP", "[]")):
        try:
            con.execute(sql)
        except duckdb.Error:
            pass


def stand_in(con, database):
    """Names without a database are looked up where the target's are."""
    con.execute(f"attach if not exists ':memory:' as {quoted(database)}")
    con.execute(f"use {quoted(database)}")


def offer(con, inputs):
    """Makes the inputs known to the connection; answers with what to select from for each text that stands for one."""
    known = {}
    for at, each in enumerate(inputs):
        rows = read_back(each["file"], each["columns"])
        place = each["place"]
        if place is None:
            name = f"__input_{at}"
        else:
            database, schema, identifier = place
            con.execute(f"attach if not exists ':memory:' as {quoted(database)}")
            con.execute(f"create schema if not exists {quoted(database)}.{quoted(schema)}")
            name = ".".join(quoted(part) for part in place)
        con.execute(f"create or replace view {name} as {rows}")
        known[each["text"]] = name
    return known


def load(job):
    """The model's file as a module; errors in it name the file of the project."""
    with open(job["code"], encoding="utf-8") as file:
        code = file.read()
    shown = job["path"]
    linecache.cache[shown] = (len(code), None, code.splitlines(keepends=True), shown)
    module = types.ModuleType(job["identifier"])
    module.__file__ = shown
    sys.modules[job["identifier"]] = module
    exec(compile(code, shown, "exec"), module.__dict__)
    return module


def problem(error, job):
    """An error from the first line of the model on; what runs it is left out."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != job["path"]:
        trace = trace.tb_next
    frames = [
        {"file": frame.filename, "line": frame.lineno, "name": frame.name}
        for frame in traceback.extract_tb(trace)
    ] if trace is not None else []
    if isinstance(error, SyntaxError) and error.filename == job["path"]:
        frames.append({"file": error.filename, "line": error.lineno or 1, "name": "<module>"})
    is_syntax = isinstance(error, SyntaxError)
    shown = traceback.format_exception_only(error) if is_syntax and trace is None else (
        traceback.format_exception(type(error), error, trace or error.__traceback__)
    )
    text = "".join(shown)
    module = error.name if isinstance(error, ModuleNotFoundError) else None
    said = error.msg if is_syntax else (str(error).strip() or "no message").splitlines()[0]
    message = f"{type(error).__name__}: {said}"
    return {"text": text, "frames": frames, "message": message, "module": module}


def run(job):
    try:
        import duckdb
    except ImportError as error:
        return {"engine": str(error)}
    try:
        con = duckdb.connect(":memory:")
        prepare(con)
        stand_in(con, job["database"])
        known = offer(con, job["inputs"])
        module = load(job)
        dbt = module.dbtObj(lambda text: con.query(f"select * from {known.get(text, text)}"))
        rows = module.model(dbt, con)
        # A connection that is asked anything else forgets the rows of a stream that it has not yet given.
        is_own = isinstance(rows, duckdb.DuckDBPyRelation)
        recorder = Recorder(con if is_own else con.cursor(), job)
        try:
            module.materialize(rows, recorder)
        except duckdb.InvalidInputException as error:
            kind = type(rows).__name__
            message = f"model() gives back a value of type '{kind}', which is no table"
            return {"problem": {**problem(error, job), "message": message, "frames": []}}
        return {"views": recorder.views, "statements": recorder.statements}
    except Exception as error:
        return {"problem": problem(error, job)}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as given:
        task = json.load(given)
    answer = run(task)
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        json.dump(answer, out)
