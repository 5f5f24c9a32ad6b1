#!/usr/bin/env python3
"""Measures the extractor and writes the table of quality into both READMEs.

    KG_GOLD=FOLDER python scripts/readme_tables.py [--held-out TABLE]

TABLE is a file with the totals of reports that were used for nothing else, as a scorer prints them: the name of a row
first, its F1 last.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import kg
from kg.analyze.score import ROWS

ROOT = Path(__file__).resolve().parent.parent
DEMO = Path(kg.__file__).resolve().parent / "demo"
HEADS = {
    "README.md": ("F1", "demo reports", "real reports", "held-out reports"),
    "README.zh-CN.md": ("F1", "示例报告", "真实报告", "留出报告"),
}
MEANINGS = {
    "organizations": ("bodies, resolved to their full names", "机构（解析为全称）"),
    "initiatives": ("undertakings by name", "举措名称"),
    "documents": ("titled texts", "文件"),
    "quantity": ("figures: value, unit, hedge, place", "数字：数值、单位、约数、位置"),
    "quantity+org": ("… and whose", "……归属机构"),
    "quantity+indicator": ("… and which indicator", "……指标"),
    "quantity+initiative": ("… and under which undertaking", "……所属举措"),
    "quantity+period": ("… and when", "……时期"),
    "quantity+modality": ("… and done, planned or rule", "……完成、计划或常规"),
    "other body": ("whose, where not the report's own body", "归属（非本机构）"),
    "other period": ("when, where not the report's own year", "时期（非本年）"),
    "planned or norm": ("planned or rule, where not done", "计划或常规"),
    "relations": ("relations", "关系"),
}


def scored(arguments: list[str], facts: Path, corpus: Path) -> tuple[int, dict[str, float]]:
    """Number of reports, and row -> F1."""
    with tempfile.TemporaryDirectory() as output:
        run = [sys.executable, "-m", "kg"]
        subprocess.run(
            [*run, "build", *arguments, "--output", output, "--outputs", "ttl"], check=True, capture_output=True
        )
        told = subprocess.run(
            [*run, "score", output, "--facts", str(facts), "--corpus", str(corpus), "--json"],
            check=True,
            capture_output=True,
        )
    answer = json.loads(told.stdout)
    return answer["count"], {row: answer["total"][row]["f1"] for row in ROWS}


def table_of(path: Path) -> tuple[int, dict[str, float]]:
    """The same from a printed table."""
    lines = [re.split(r"\s{2,}", line.strip()) for line in path.read_text("utf-8").splitlines()]
    rows = {cells[0]: float(cells[-1]) for cells in lines if cells[0] in ROWS}
    count = next(int(cells[0].split()[0]) for cells in lines if re.match(r"\d+ ", cells[0]))
    return count, rows


def main() -> None:
    """Measure and write."""
    columns = [scored([], DEMO / "facts", DEMO / "reports")]
    if gold := os.environ.get("KG_GOLD"):
        folder = Path(gold)
        arguments = [str(folder / "corpus"), "--reports", str(folder / "reports.csv")]
        columns.append(scored(arguments, folder / "facts", folder / "corpus"))
    if "--held-out" in sys.argv:
        columns.append(table_of(Path(sys.argv[sys.argv.index("--held-out") + 1])))
    for language, (name, heads) in enumerate(HEADS.items()):
        lines = [
            "| "
            + " | ".join(
                [heads[0], *(f"{head} ({count})" for head, (count, _) in zip(heads[1:], columns, strict=False))]
            )
            + " |",
            "|---" * (1 + len(columns)) + "|",
        ]
        for row in ROWS:
            lines.append(
                "| " + " | ".join([MEANINGS[row][language], *(f"{rows[row]:.2f}" for _, rows in columns)]) + " |"
            )
        path = ROOT / name
        text = path.read_text("utf-8")
        block = "<!-- quality -->\n" + "\n".join(lines) + "\n<!-- /quality -->"
        before, _, after = text.partition("<!-- quality -->\n")
        text = before + block + after.rpartition("<!-- /quality -->")[2]
        path.write_text(text, "utf-8")
    print("written")


if __name__ == "__main__":
    main()
