import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.write import atomic
from kg.write.atomic import OutputSet, settle, write_whole


def put(folder: Path, **files: str) -> None:
    with OutputSet(folder, stale=lambda name: name.startswith("texts/")) as outputs:
        for name, content in files.items():
            outputs.write(name.replace("__", "/"), content)


def shown(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_set_replaces_its_files_and_leaves_others(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    put(tmp_path, a="1", texts__x="old", texts__y="old")
    put(tmp_path, a="2", texts__x="new")
    assert shown(tmp_path) == {"README.md": "mine", "a": "2", "texts/x": "new"}


def test_line_ends_and_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    with OutputSet(tmp_path) as outputs:
        outputs.write("a", "一\r\n二\r三\n")
        outputs.write("b", b"\xff\x00")
        outputs.write("c", iter(["一", "二"]))
    assert (tmp_path / "a").read_bytes() == "一\r\n二\r三\n".encode()
    assert (tmp_path / "b").read_bytes() == b"\xff\x00"
    assert (tmp_path / "c").read_bytes() == "一二".encode()


def test_a_failure_leaves_the_last_set(tmp_path: Path) -> None:
    put(tmp_path, a="1", b="1")
    with pytest.raises(ZeroDivisionError), OutputSet(tmp_path) as outputs:
        outputs.write("a", "2")
        raise ZeroDivisionError
    assert shown(tmp_path) == {"a": "1", "b": "1"}


@pytest.mark.parametrize("moves", [0, 1, 2])
def test_a_replacement_that_was_interrupted_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    put(tmp_path, a="1", b="1", texts__x="1")
    left = [moves]
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            put(tmp_path, a="2", b="2", c="2")
    settle(tmp_path)
    assert shown(tmp_path) == {"a": "2", "b": "2", "c": "2"}
    settle(tmp_path)
    assert shown(tmp_path) == {"a": "2", "b": "2", "c": "2"}


@pytest.mark.skipif(os.name == "nt", reason="no signals as POSIX has them")
def test_a_killed_writer_leaves_the_last_set(tmp_path: Path) -> None:
    put(tmp_path, a="1", b="1")
    script = (
        "import sys, time; from pathlib import Path; from kg.write.atomic import OutputSet\n"
        "with OutputSet(Path(sys.argv[1])) as outputs:\n"
        "    outputs.write('a', '2'); print('ready', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None and writer.stdout.readline() == "ready\n"
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    assert {name: text for name, text in shown(tmp_path).items() if not name.startswith(".")} == {"a": "1", "b": "1"}
    put(tmp_path, a="3")
    time.sleep(0)
    assert shown(tmp_path) == {"a": "3", "b": "1"}


def test_an_unwritable_place_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="name another folder"), OutputSet(tmp_path / "file" / "out"):
        raise AssertionError("the work began")


def test_one_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "a.nt"
    write_whole(target, ["一", b"\n"])
    assert target.read_bytes() == "一\n".encode()

    def broken() -> object:
        yield "new"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_whole(target, broken())  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["a.nt"]
    assert target.read_bytes() == "一\n".encode()
    with pytest.raises(OutputError):
        write_whole(tmp_path / "none" / "a.nt", "x")


def test_stages_of_running_builds_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / f"{atomic.STAGE}{os.getppid()}").mkdir()
    (tmp_path / f"{atomic.STAGE}999999999").mkdir()
    put(tmp_path, a="1")
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [f"{atomic.STAGE}{os.getppid()}"]


def test_a_link_stays_a_link_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.nt").write_text("old")
    (tmp_path / "link.nt").symlink_to("real/a.nt")
    write_whole(tmp_path / "link.nt", "new")
    assert (tmp_path / "link.nt").is_symlink()
    assert (tmp_path / "real" / "a.nt").read_text() == "new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        write_whole(pipe, ["一", b"\xff"])
        assert reader.communicate(timeout=10)[0] == "一".encode() + b"\xff"
    assert not pipe.is_file() and [path.name for path in tmp_path.iterdir()] == ["pipe"]
