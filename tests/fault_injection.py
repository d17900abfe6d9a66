"""Run `kg` in processes that a fault point may kill; the model is loaded once.

A line of JSON in: the fault point, "" for none, and the arguments of `kg`. A line out: the exit code of the process, as
`os.waitstatus_to_exitcode` has it.
"""

import json
import os
import sys

from kg.cli.main import _run
from kg.reading.parse.nlp import MODEL
from kg.reading.pipeline import reader


def main() -> None:
    """Run each line of stdin until it ends."""
    reader(MODEL).warm()
    for line in sys.stdin:
        fault_point, arguments = json.loads(line)
        child = os.fork()  # this process has opened no store: those of the engine do not live through a fork
        if child == 0:
            os.environ["KG_TEST_KILL_AT"] = fault_point
            os.dup2(2, 1)  # stdout is for the answers
            os._exit(_run(arguments))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
