"""A new build is taken up without a restart, and no answer mixes the old graph with the new one."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Service, alive, wait_until

from kg import build
from kg.graph.store import open_store
from kg.serve.exchange import Request
from kg.serve.limits import Limits
from kg.serve.pool import Pool

COUNT = "SELECT (COUNT(DISTINCT ?x) AS ?reports) (MAX(?v) AS ?most) { ?x a wr:Report . ?f wr:value ?v }"
TEXTS = (
    "沙溪市政协2023年工作报告\n\n2023年走访企业20家。\n",
    "石桥县政协2023年工作报告\n\n2023年走访企业7000家。\n",
)


def built(folder: Path, count: int, *, store: bool = False) -> None:
    """Build the first so many reports into a folder."""
    reports = folder.parent / "reports"
    reports.mkdir(exist_ok=True)
    for number, text in enumerate(TEXTS[:count]):
        (reports / f"{number}.txt").write_text(text, "utf-8")
    build([reports], output=folder, jobs=1, store=store)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[Path, Service]]:
    """A folder with one report, and its service."""
    folder = tmp_path / "out"
    built(folder, 1)
    made = Service(folder)
    yield folder, made
    made.stop()


def said(service: Service) -> tuple[str, str, str]:
    """Reports, greatest figure, and tag of the answer."""
    got = service.query(COUNT)
    assert got.status == 200, got.body
    (row,) = got.json()["results"]["bindings"]
    return row["reports"]["value"], row["most"]["value"], got.headers["etag"]


def test_rebuild_is_taken_up_and_no_answer_is_a_mixture(fresh: tuple[Path, Service]) -> None:
    folder, service = fresh
    before = said(service)
    seen: set[tuple[str, str, str]] = {before}
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            seen.add(said(service))

    asking = threading.Thread(target=ask)
    asking.start()
    family = service.family()
    built(folder, 2)
    assert wait_until(lambda: len(seen) > 1, 20)
    stop.set()
    asking.join()
    after = said(service)
    assert seen == {before, after}
    assert (before[0], after[0]) == ("1", "2")
    assert float(after[1]) == 7000
    assert before[2] != after[2]
    assert service.query(COUNT, if_none_match=before[2]).status == 200, "the old tag no longer holds"
    assert wait_until(lambda: len(alive(family)) == 1, 10), (
        "the old keeper and its workers are gone, the service is not"
    )
    page = service.ask("/page").body.decode()
    assert re.search("石桥县", page)
    assert len(service.ask("/api/reports").json()["items"]) == 2


def test_store_on_disk_is_asked_in_place_and_followed(tmp_path: Path) -> None:
    """Workers open the store for themselves; a large graph is never loaded."""
    folder = tmp_path / "out"
    built(folder, 1, store=True)

    async def run() -> None:
        pool = Pool(folder, Limits(on_disk=1, poll=0.1, deadline=30))
        await pool.start()
        try:
            assert pool.current.triples == len(open_store(folder / "graph.ttl"))
            assert await counted(pool) == "1"
            assert "7000" not in await listed(pool)
            await asyncio.to_thread(built, folder, 2, store=True)
            for _ in range(200):
                if await counted(pool) == "2":
                    break
                await asyncio.sleep(0.1)
            assert await counted(pool) == "2"
            assert "7000" in await listed(pool)
        finally:
            await pool.close()

    asyncio.run(run())


async def counted(pool: Pool) -> str:
    reply, _ = await pool.ask(Request("sparql", (("query", COUNT),)))
    assert reply.status == 200, reply.body
    value: str = json.loads(reply.body)["results"]["bindings"][0]["reports"]["value"]
    return value


async def listed(pool: Pool) -> str:
    reply, _ = await pool.ask(Request("figures", origin="http://localhost"))
    assert reply.status == 200, reply.body
    return reply.body.decode()


def test_folder_that_breaks_leaves_the_last_good_graph(fresh: tuple[Path, Service]) -> None:
    folder, service = fresh
    before = said(service)
    whole = (folder / "graph.ttl").read_bytes()
    for broken in (b"no turtle", whole[: len(whole) // 2]):
        (folder / "new").write_bytes(broken)
        (folder / "new").replace(folder / "graph.ttl")
        assert not wait_until(lambda: said(service) != before, 1.4)
    (folder / "graph.ttl").unlink()
    assert not wait_until(lambda: said(service) != before, 1.5)
    (folder / "new").write_bytes(whole)
    (folder / "new").replace(folder / "graph.ttl")
    assert wait_until(lambda: said(service)[2] != before[2], 10)
    assert said(service)[:2] == before[:2]
    service.stop()
    assert all("the last good graph stays" in line for line in service.errors().splitlines() if "new graph" not in line)


def test_no_link_leads_out_of_the_folder(fresh: tuple[Path, Service], tmp_path: Path) -> None:
    folder, service = fresh
    secret = tmp_path / "secret.txt"
    secret.write_text("classified", "utf-8")
    (folder / "texts" / "rep_0123456789abcdef.txt").symlink_to(secret)
    (folder / "metrics.csv").unlink()
    (folder / "metrics.csv").symlink_to(secret)
    shutil.copy(secret, folder / "private.txt")
    (report,) = (one["id"] for one in service.ask("/api/reports").json()["items"])
    assert service.ask(f"/texts/{report}.txt").body.decode() == TEXTS[0]
    for target in (
        "/texts/rep_0123456789abcdef.txt",
        "/api/reports/rep_0123456789abcdef/text",
        "/files/metrics.csv",
        "/files/private.txt",
        "/files/../../secret.txt",
        "/files/..%2f..%2fsecret.txt",
        "/texts/..%2F..%2Fsecret.txt",
        "/texts/%2e%2e%2f%2e%2e%2fsecret",
        "/assets/..%2Fserved.py",
        f"/texts/{report}.txt%00",
        "//etc/hostname",
    ):
        got = service.ask(target)
        assert got.status == 404, target
        assert b"classified" not in got.body, target
