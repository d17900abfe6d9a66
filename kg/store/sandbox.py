"""Sandbox the process that runs queries. Knows the operating system; knows nothing of RDF.

Memory is limited wherever the system can (`setrlimit`). On Linux a seccomp filter also refuses new sockets, so that no
query reaches the network, whatever the engine would do; elsewhere only `kg.store.query_guard` prevents that.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import platform
import resource
import struct
import sys

_SYSCALLS = {  # audit number of the architecture; its numbers of socket, execve, execveat, io_uring_setup
    "x86_64": (0xC000003E, (41, 59, 322, 425)),
    "aarch64": (0xC00000B7, (198, 221, 281, 425)),
}
_X32 = 0x40000000  # calls from this number on are the x86_64 calls under another name

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # classic BPF, as in linux/filter.h
_CALL, _ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2  # for prctl


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def confine(memory: int) -> None:
    """Limit this process to so many bytes of address space, and on Linux refuse it sockets and other programs."""
    with contextlib.suppress(ValueError, OSError):  # already lower, or the system knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux" and platform.machine() in _SYSCALLS:
        _install_filter(_filter_program(*_SYSCALLS[platform.machine()]))


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
