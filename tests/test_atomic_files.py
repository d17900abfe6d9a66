"""Files are whole or not there at all; what is no file, or stands behind a link, is written to where it is."""

import os
import stat
import threading
from pathlib import Path

import pytest

from kg.atomic_files import write_atomically
from kg.errors import DiskError


def test_a_link_stays_a_link_and_its_file_is_written(tmp_path):
    (tmp_path / "kept").mkdir()
    target = tmp_path / "kept" / "rows.csv"
    target.write_text("old")
    target.chmod(0o640)
    link = tmp_path / "rows.csv"
    link.symlink_to(target)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert not list(tmp_path.glob("**/.*"))


def test_a_link_to_what_is_not_there_yet_makes_it(tmp_path):
    (tmp_path / "rows.csv").symlink_to("later.csv")
    write_atomically(tmp_path / "rows.csv", "new")
    assert (tmp_path / "rows.csv").is_symlink()
    assert (tmp_path / "later.csv").read_text() == "new"


def test_a_named_pipe_is_written_to_and_stays(tmp_path):
    pipe = tmp_path / "rows.csv"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    write_atomically(pipe, "rows")
    reader.join(5)
    assert read == ["rows"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("name", ["/dev/fd/{}", "/proc/self/fd/{}"])
def test_an_open_file_is_written_to_where_it_stands(tmp_path, name):
    with (tmp_path / "log").open("ab") as stream:
        stream.write(b"before, ")
        stream.flush()
        write_atomically(tmp_path.joinpath(name.format(stream.fileno())), "after")
        assert (tmp_path / "log").stat().st_ino == os.fstat(stream.fileno()).st_ino
    assert (tmp_path / "log").read_text() == "before, after"


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="a folder of Linux")
def test_a_file_in_memory_is_a_file():
    file = Path(f"/dev/shm/kg-test-{os.getpid()}.csv")
    file.write_text("old")
    try:
        write_atomically(file, "new")
        assert file.read_text() == "new"
    finally:
        file.unlink()


def test_a_pipe_that_nobody_reads_any_more_is_no_full_disk(tmp_path):
    reader, writer = os.pipe()
    os.close(reader)
    with pytest.raises(BrokenPipeError):
        write_atomically(tmp_path.joinpath(f"/dev/fd/{writer}"), "rows")
    os.close(writer)


def test_a_full_device_is_said_and_stays_a_device(tmp_path):
    device = tmp_path / "full"
    try:
        os.mknod(device, 0o600 | stat.S_IFCHR, os.makedev(1, 7))
        device.open("wb").close()
    except OSError:
        pytest.skip("only root may make devices, and not on each disk")
    with pytest.raises(DiskError, match="No space left"):
        write_atomically(device, "rows")
    assert stat.S_ISCHR(device.stat().st_mode)
