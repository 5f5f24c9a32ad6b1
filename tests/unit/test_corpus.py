"""The reports that load tests read: the same everywhere, long enough, all different."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kg import build
from kg.analyze.duplicates import find_duplicates
from kg.model import Extraction, Report

SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.fixture(scope="module")
def corpus() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus", SCRIPTS / "corpus.py")
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


def test_a_report_is_the_same_in_every_process(corpus: ModuleType) -> None:
    told = "import sys, corpus; sys.stdout.buffer.write(''.join(map(corpus.report, range(17))).encode())"
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join((str(SCRIPTS), *sys.path))}
        run = subprocess.run([sys.executable, "-c", told], env=environment, capture_output=True, check=True)
        assert run.stdout.decode() == "".join(map(corpus.report, range(17)))


def test_reports_hold_as_many_figures_as_real_ones(corpus: ModuleType, tmp_path: Path) -> None:
    size = corpus.write_reports(tmp_path / "reports", 17)
    build([tmp_path / "reports"], output=tmp_path / "out", outputs=("ttl",), jobs=1, store=False)
    figures = (tmp_path / "out" / "graph.ttl").read_text("utf-8").count(" a wr:Metric")
    assert 10 < figures / size * 1000 < 16


def test_prose_is_plenty_and_without_figures(corpus: ModuleType) -> None:
    sentences = [sentence for topic in corpus.topics() for sentence in topic.sentences]
    openings = [opening for topic in corpus.topics() for opening in topic.openings]
    assert len(set(sentences)) == len(sentences) >= 160
    assert len(set(openings)) == len(openings) >= 40
    assert all(30 <= len(sentence) <= 80 and sentence.count("。") == 1 for sentence in sentences)
    assert all(text.endswith("。") and not re.search(r"\d", text) for text in sentences + openings)
    assert {kind for topic in corpus.topics() for kind in topic.kinds} <= set(corpus.BODIES)
    assert {sample.kind for sample in corpus.samples()} == set(corpus.BODIES)


def test_no_prose_comes_twice_in_a_report(corpus: ModuleType) -> None:
    # Slots are filled with short words: what stands around them tells a sentence.
    pool = [text for topic in corpus.topics() for text in (*topic.sentences, *topic.openings)]
    patterns = [re.compile(re.sub(r"\\{\w+\\}", "[^，。]{1,14}?", re.escape(text))) for text in pool]
    for text in map(corpus.report, range(34)):
        times = [len(pattern.findall(text)) for pattern in patterns]
        assert max(times) == 1
        assert sum(times) > 30
        assert "{" not in text and "}" not in text
