"""The reports that load tests read: the same everywhere, long enough, all different."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kg.analyze.duplicates import find_duplicates
from kg.model import Extraction, Report


@pytest.fixture(scope="module")
def corpus() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus", Path(__file__).parents[2] / "scripts" / "corpus.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["corpus"] = module
    spec.loader.exec_module(module)
    return module


def test_generated_reports_are_long_and_different(corpus: ModuleType) -> None:
    texts = dict(corpus.reports(60))
    assert len(set(texts.values())) == 60
    assert all(3000 <= len(text) < 4000 for text in texts.values())
    assert find_duplicates([Extraction(Report(text, (name,))) for name, text in texts.items()]) == ()
    assert len({text.split("\n")[0] for text in texts.values()}) > 40


def test_a_report_is_told_by_its_number_alone(corpus: ModuleType, tmp_path: Path) -> None:
    later = corpus.report(41)
    assert corpus.write_reports(tmp_path, 42) > 42 * 3000
    assert (tmp_path / "000" / "000041.txt").read_text("utf-8") == later
    assert len(corpus.report(41, 500)) < len(later)
