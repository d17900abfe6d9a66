"""Builds and drops in processes of their own, each of which a named point may kill; the model is loaded once.

A line of JSON in: where to be killed, "" for nowhere, and the arguments of `kg`. A line out: how the process ended, as
`os.waitstatus_to_exitcode` has it.
"""

import json
import os
import sys

from kg.cli.main import _run
from kg.reading.parse.nlp import MODEL
from kg.reading.pipeline import load_reader


def main() -> None:
    """Run what comes in until nothing does."""
    load_reader(MODEL).load_model()
    for line in sys.stdin:
        where, arguments = json.loads(line)
        child = os.fork()  # this process has opened no store: those of the engine do not live through a fork
        if child == 0:
            os.environ["KG_TEST_KILL_AT"] = where
            os.dup2(2, 1)  # stdout is for the answers
            os._exit(_run(arguments))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
