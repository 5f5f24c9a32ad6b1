from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Manifest
from kg.read.manifest import Reports, parse_manifest, read_manifest


def test_rows_give_what_they_have() -> None:
    rows = parse_manifest(
        "file,url,title,body,place,year,issued\na.txt,https://example.org/1,题,政协云溪市委员会,云溪市,2023,2024/1/8\n"
        "b.txt,,,,,,\n",
        place="r.csv",
    )
    assert rows["a.txt"] == Manifest("https://example.org/1", "题", "政协云溪市委员会", "云溪市", 2023, "2024-01-08")
    assert rows["b.txt"] == Manifest()


def test_columns_come_in_any_order_and_may_be_missing() -> None:
    assert parse_manifest("year,file\n2023,a.txt\n", place="r.csv") == {"a.txt": Manifest(year=2023)}


def test_chinese_headings_tabs_and_excel_encoding_are_read(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes("文件\t年份\t发布日期\r\n甲.txt\t2023年\t2024年1月18日\r\n".encode("gbk"))
    assert read_manifest(path).rows == {"甲.txt": Manifest(year=2023, issued="2024-01-18")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,yaer\na.txt,2023\n", "r.csv:1 column yaer"),
        ("file,file\na.txt,b.txt\n", "r.csv:1 column file: twice"),
        ("file,year\n\na.txt,sometime\n", "r.csv:3 column year"),
        ("file,issued\na.txt,2024-02-30\n", "r.csv:2 column issued"),
        ("file,url\na.txt,javascript:alert(1)\n", "r.csv:2 column url"),
        ("file,year\na.txt,2023\n./a.txt,2024\n", "r.csv:3 column file: a.txt stands in line 2"),
        ("file,year\na.txt,2023,x\n", "r.csv:2: 3 cells for 2 columns"),
        ("", "r.csv:1: empty"),
    ],
)
def test_faults_name_line_and_column(text: str, said: str) -> None:
    with pytest.raises(InputError, match="any may be empty or missing") as error:
        parse_manifest(text, place="r.csv")
    assert said in str(error.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InputError) as error:
        parse_manifest("file,year,issued\na.txt,x,y\nb.txt,z,\n", place="r.csv")
    assert str(error.value).count("r.csv:") == 3


def test_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="list of reports"):
        read_manifest(tmp_path / "none.csv")


def test_files_are_found_by_path_or_base_name() -> None:
    reports = Reports(
        "r.csv", {"x/a.txt": Manifest(year=2021), "a.txt": Manifest(year=2022), "b.txt": Manifest(year=2023)}
    )
    assert reports.row_of("x/a.txt").year == 2021
    assert reports.row_of("y/a.txt").year == 2022
    assert reports.row_of("deep/down/x/a.txt").year == 2021
    assert reports.row_of("z/b.txt").year == 2023
    assert reports.row_of("c.txt") == Manifest()
    assert reports.unused(["x/a.txt", "c.txt"]) == ("a.txt", "b.txt")
