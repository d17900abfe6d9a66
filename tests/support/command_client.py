"""Have a command run by the server at the address KG_TEST_SERVER, with this process's streams; end as it ended.

python -ES command_client.py ARGUMENTS…
"""

import json
import os
import resource
import socket
import sys


def main():
    """Send the arguments and the streams, and wait for the exit code."""
    folder = os.getcwd()  # noqa: PTH109  # pathlib takes longer to import
    request = json.dumps([sys.argv[1:], folder, dict(os.environ), resource.getrlimit(resource.RLIMIT_FSIZE)])
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(os.environ["KG_TEST_SERVER"])
        socket.send_fds(connection, [request.encode() + b"\n"], [0, 1, 2])
        code = int(connection.makefile().readline())
    if code < 0:
        os.kill(os.getpid(), -code)
    sys.exit(code)


if __name__ == "__main__":
    main()
