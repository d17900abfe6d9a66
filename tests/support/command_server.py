"""Run `kg` in forks of one process, which has imported it, and has loaded the model where tests may use it.

    python command_server.py ADDRESS

A command is a process of its own here as well, with its own streams, folder, environment and exit code; what it saves is
half a second of imports, two of compiling the ontology, and four of loading the model. A connection to the Unix socket
sends a request as a line of JSON, and three streams; it gets the exit code. The server ends when its stdin does.
"""

import atexit
import fcntl
import gc
import json
import os
import resource
import select
import socket
import sys
import termios
import threading
import traceback
from contextlib import suppress
from functools import cache
from typing import NamedTuple

import datasketch  # noqa: F401  # builds import it late
from support.commands import WITH_MODEL

import kg.query.session
import kg.report.report_run  # noqa: F401
from kg.cli.main import main
from kg.graph.inference_rules import compile_rules
from kg.model import Article
from kg.reading.parse.nlp import MODEL
from kg.reading.pipeline import load_reader

_READING = (["build"], ["read"])


class Request(NamedTuple):
    """A command to run."""

    arguments: list
    folder: str
    environment: dict
    file_sizes: list  #: soft and hard limit, in bytes


def serve(address):
    """Answer requests, each in a process of its own, until stdin ends."""
    compile_rules()
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        print("ready", flush=True)
        while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:
            connection, _ = listener.accept()
            with connection:
                request, streams = _received(connection)
                if WITH_MODEL in request.environment and request.arguments[:1] in _READING:
                    _warm()
                if os.fork() == 0:
                    _answer(connection, request, streams)
                for stream in streams:
                    os.close(stream)
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


@cache
def _warm():
    """Load the model, and all that reading makes when it first needs it."""
    load_reader(MODEL).read(Article("warm", "Rebels shelled Goma on Tuesday, the army said."))
    gc.freeze()


def _received(connection):
    message, streams, _, _ = socket.recv_fds(connection, 1 << 16, 3)
    while not message.endswith(b"\n"):
        message += connection.recv(1 << 16)
    return Request(*json.loads(message)), streams


def _answer(connection, request, streams):
    child = os.fork()
    if child == 0:
        connection.close()
        _become(request, streams)
        _end()
    _, status = os.waitpid(child, 0)
    connection.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _become(request, streams):
    """Make this process what a fresh one would be."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    if os.isatty(0):
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C gets here
    os.chdir(request.folder)
    os.environ.clear()
    os.environ.update(request.environment)
    resource.setrlimit(resource.RLIMIT_FSIZE, request.file_sizes)
    if "KG_ONTOLOGY" in request.environment or "--ontology" in request.arguments:  # is read when kg is imported
        os.execve(sys.executable, [sys.executable, "-m", "kg", *request.arguments], request.environment)
    sys.argv = ["kg", *request.arguments]
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115


def _end():
    """Run the command, and end as it does, without taking down the interpreter: that takes longest in a fork."""
    code = 1
    try:
        main()
    except SystemExit as left:
        code = left.code or 0
    except BaseException:
        traceback.print_exc()
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    serve(sys.argv[1])
