"""Sandbox the process that runs queries, or a program in its place. Knows the operating system; knows nothing of RDF.

Memory is limited wherever the system can (`setrlimit`). On Linux a seccomp filter also refuses new sockets, so that no
query reaches the network, whatever the engine would do; elsewhere only `kg.store.query_guard` prevents that.
Run as a file, it needs the standard library alone: `python sandbox.py MEMORY PROGRAM ARGUMENT…`.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Mapping
from typing import NoReturn

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # their audit numbers
_NETWORK_CALLS = {"x86_64": (41, 425), "aarch64": (198, 425)}  # socket, io_uring_setup
_EXECUTE_CALLS = {"x86_64": (59, 322), "aarch64": (221, 281)}  # execve, execveat
_X32 = 0x40000000  # calls from this number on are the x86_64 calls under another name

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # classic BPF, as in linux/filter.h
_CALL, _ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER, _PARENT_DEATH_SIGNAL = 38, 22, 2, 1  # for prctl


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def confine(memory: int) -> None:
    """Limit this process to so many bytes of address space, and on Linux refuse it sockets and other programs."""
    _limit_memory(memory)
    _refuse(_NETWORK_CALLS, _EXECUTE_CALLS)


def execute_confined(memory: int, program: list[str]) -> NoReturn:
    """Become a program with so many bytes of address space, on Linux without sockets; it ends when the parent does.

    Raises:
        OSError: it can't be executed.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    _limit_memory(memory)
    _refuse(_NETWORK_CALLS)
    os.execv(program[0], program)


def _limit_memory(memory: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # already lower, or the system knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _refuse(*calls: Mapping[str, tuple[int, ...]]) -> None:
    machine = platform.machine()
    if sys.platform == "linux" and machine in _ARCHITECTURES:
        refused = tuple(number for by_machine in calls for number in by_machine[machine])
        _install_filter(_filter_program(_ARCHITECTURES[machine], refused))


def _filter_program(architecture: int, calls: tuple[int, ...]) -> bytes:
    """Return the filter: refuse calls of another architecture, of the x32 names, and those given."""
    steps = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, _CALL)]
    tests = [(_AT_LEAST, _X32), *((_EQUAL, call) for call in calls)]
    steps += [(code, len(tests) - i, 0, number) for i, (code, number) in enumerate(tests)]  # jump to the last step
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _install_filter(code: bytes) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    program = _Program(len(code) // 8, code)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)  # a kernel without seccomp refuses, and that is all


if __name__ == "__main__":
    execute_confined(int(sys.argv[1]), sys.argv[2:])
