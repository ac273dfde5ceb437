"""dbt's command line in a child process: dbt is imported once, and nothing of a call is left behind."""

import os
import sys

from dbt.cli.main import cli


def call(arguments, folder, capture, before=None):
    """One call in a folder; its output goes to a file. `before` runs in the child. Returns the exit code."""
    child = os.fork()
    if child == 0:
        handle = os.open(capture, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.chdir(folder)
        sys.argv = ["dbt", *arguments]
        if before:
            before()
        code = 0
        try:
            cli(arguments, prog_name="dbt")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        sys.stdout.flush()
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
