#!/usr/bin/env python3
"""Throws at ``kg serve`` whatever its OpenAPI description allows, and what it forbids (schemathesis).

    python scripts/fuzz_service.py [DIR] [--examples 5] [--only REGEX] [--seed N]

No answer may be a fault of the server, none may differ from its description, and what the description forbids has to be
refused. Without DIR the demo reports are built and served. Five examples an address make about 3,500 requests.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CONFIG = """
# Most texts are no SPARQL, and are refused although the description, which knows no grammar, allows them.
[[operations]]
include-path = "/sparql"
[operations.checks]
positive_data_acceptance.enabled = false
"""


def main(arguments: argparse.Namespace) -> int:
    """Serve, fuzz, stop; 0 if nothing was found."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        folder = arguments.folder or home / "out"
        if arguments.folder is None:
            build = [sys.executable, "-m", "kg", "build", "--output", str(folder)]
            subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
        service = subprocess.Popen(
            [sys.executable, "-m", "kg", "--lang", "en", "serve", str(folder), "--port", "0"],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert service.stdout is not None
            address = service.stdout.readline().split()[0]
            return fuzz(address, home, arguments)
        finally:
            service.terminate()
            service.wait()


def fuzz(address: str, home: Path, arguments: argparse.Namespace) -> int:
    """Run schemathesis; its exit status."""
    config = home / "schemathesis.toml"
    config.write_text(CONFIG, "utf-8")
    command = [str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(config), "run"]
    command += [f"{address}openapi.json", "--max-examples", str(arguments.examples), "--no-color"]
    command += ["--warnings", "off", "--suppress-health-check", "all"]
    command += ["--include-path-regex", arguments.only] if arguments.only else []
    command += ["--seed", str(arguments.seed)] if arguments.seed is not None else []
    return subprocess.run(command, cwd=home, env={**os.environ, "PYTHONUTF8": "1"}).returncode


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--examples", type=int, default=5)
    parser.add_argument("--only", default="")
    parser.add_argument("--seed", type=int)
    sys.exit(main(parser.parse_args()))
