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
import signal
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
    """Run what is requested, each in a process of its own, until stdin ends."""
    compile_rules()
    gc.freeze()
    running = {}  # process → the connection that waits for its exit code
    ended = _ended_children()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        print("ready", flush=True)
        while sys.stdin not in (ready := select.select([listener, ended, sys.stdin], [], [])[0]):
            if listener in ready:
                connection, _ = listener.accept()
                running[_start(connection)] = connection
            if ended in ready:
                os.read(ended, 1 << 10)
                _answer(running)


def _ended_children():
    """Return a file descriptor that can be read when a child has ended."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(writer)
    return reader


def _start(connection):
    """Start the command that is requested, and return its process."""
    request, streams = _received(connection)
    if WITH_MODEL in request.environment and request.arguments[:1] in _READING:
        _warm()
    child = os.fork()
    if child == 0:
        connection.close()
        _become(request, streams)
        _end()
    for stream in streams:
        os.close(stream)
    return child


def _answer(running):
    """Send the exit codes of the processes that have ended."""
    for child in list(running):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            with running.pop(child) as connection, suppress(BrokenPipeError):  # a test may have stopped waiting
                connection.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


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


def _become(request, streams):
    """Make this process what a fresh one would be."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
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
