"""The wheel, installed into an empty environment outside the checkout, builds the demo."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*command: object, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_wheel_builds_the_demo(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    build = "from hatchling.build import build_wheel; print(build_wheel('{}'))"
    run(sys.executable, "-c", build.format(tmp_path.as_posix()), cwd=ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    home = tmp_path / "env"
    venv.create(home, with_pip=False)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    # Dependencies come from the environment of the tests, so that nothing is fetched; the package does not.
    packages = Path(next(path for path in sys.path if path.endswith("site-packages")))
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", own, wheel, cwd=tmp_path)
    (own / "dependencies.pth").write_text(f"{packages}\n")
    place = run(python, "-c", "import kg; print(kg.__file__)", cwd=tmp_path)
    assert str(own) in place
    run(python, "-m", "kg", "build", "--output", tmp_path / "out", cwd=tmp_path)
    assert "conforms" in run(python, "-m", "kg", "--lang", "en", "check", tmp_path / "out", cwd=tmp_path)
    assert "figures-of-body" in run(python, "-m", "kg", "query", "--list", cwd=tmp_path)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "graph.html", "graph.ttl", "metrics.csv", "metrics.xlsx", "skipped.jsonl", "texts",
    ]  # fmt: skip
