import csv
import io
import json

from facts import FIRST, extractions

from kg.write.tables import COLUMNS, figure_rows, metrics_csv, one_line, skipped_jsonl

LABELS = {"proposals-submitted": "提案提交数"}


def rows() -> list[dict[str, str]]:
    text = "".join(metrics_csv(figure_rows(extractions(), LABELS)))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_one_row_a_figure_in_order_of_report_and_place() -> None:
    assert [(row["report"], row["value"], row["high"], row["unit"]) for row in rows()] == [
        ("a/second.txt | z.txt", "300", "310", "件"),
        ("b/first.txt", "318", "", "件"),
        ("b/first.txt", "300", "", "件"),
        ("b/first.txt", "150000000", "", "元"),
    ]


def test_the_order_of_the_reports_changes_nothing() -> None:
    assert figure_rows(extractions()[::-1], LABELS) == figure_rows(extractions(), LABELS)


def test_a_row_says_all_of_its_figure() -> None:
    row = rows()[1]
    assert set(row) == set(COLUMNS)
    assert row["body"] == "政协云溪市委员会"
    assert (row["indicator"], row["indicator_label"]) == ("proposals-submitted", "提案提交数")
    assert row["sentence"] == "全年征集提案318件， 立案近300件。"
    assert FIRST[int(row["start"]) : int(row["end"])] == "318件"
    assert row["source"] == "https://example.org/first.html?a=1&b=2"
    assert rows()[3]["initiative"] == "清泉行动"


def test_skipped_lines_point_at_their_place() -> None:
    lines = [json.loads(line) for line in "".join(skipped_jsonl(extractions())).splitlines()]
    assert [(line["kind"], line["reason"], line["surface"]) for line in lines] == [
        ("mention", "unresolved-place", "云溪市"),
        ("number", "ordinal", "第3名"),
    ]
    assert all(FIRST[line["start"] : line["end"]] == line["surface"] for line in lines)


def test_a_sentence_is_one_line() -> None:
    assert one_line("征集\n  提案\r\n3件") == "征集提案 3件"
