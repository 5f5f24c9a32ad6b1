"""Nothing of a report runs, nothing is fetched, and the policy would stop it if it tried."""

from __future__ import annotations

from kg.model import Skipped, Span
from tests.browser.conftest import Open
from tests.unit.view.graphs import HOSTILE, hostile_graph, small_graph

VIEWS = ("graph", "table", "figures", "figures?mode=list", "answers", "report")


def test_hostile_report_runs_nothing_in_any_view(visit: Open) -> None:
    skipped = {"rep_3333333333333333": [Skipped(Span(0, 4), "x", "number", HOSTILE[2], HOSTILE[1])]}
    one = visit(hostile_graph(), skipped=skipped)
    names = one.ask("KG.things.map(({id}) => id).concat(KG.links.map(({id}) => id))")
    for view in VIEWS:
        one.ask("hash => { location.hash = hash }", f"#{view}")
        one.page.wait_for_timeout(60)
    for name in names:
        one.ask("sel => KG.state.go({view: 'graph', sel})", name)
        one.page.wait_for_timeout(15)
    for attack in HOSTILE:
        one.page.fill("#search", attack)
        one.ask("hash => { location.hash = hash }", f"#report?rep={attack}&at={attack}&sel={attack}")
        one.page.wait_for_timeout(15)
    assert one.ask("window.__ran") is None
    assert one.ask("document.querySelectorAll('main script, aside script, main img, aside img, iframe').length") == 0
    links = one.ask("[...document.querySelectorAll('a[href]')].map(a => a.protocol)")
    assert set(links) <= {"file:", "http:", "https:"}


def test_every_node_of_a_hostile_report_shows_its_words_as_words(visit: Open) -> None:
    one = visit(hostile_graph())
    for number, attack in enumerate(HOSTILE):
        one.ask("sel => KG.state.go({sel})", f"org_{number}")
        one.page.wait_for_function("text => document.querySelector('#panel h2')?.textContent === text", arg=attack)
        assert attack in one.page.inner_text("#panel blockquote >> nth=0")


def test_policy_stops_scripts_handlers_and_fetching(visit: Open) -> None:
    one = visit(small_graph())
    found = one.ask(
        """async () => {
          const stopped = [];
          document.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
          const script = document.createElement("script");
          script.textContent = "window.__ran = 1";
          document.body.append(script);
          const button = document.createElement("button");
          button.setAttribute("onclick", "window.__ran = 2");
          document.body.append(button);
          button.click();
          const image = document.createElement("img");
          image.src = "https://example.org/x.png";
          document.body.append(image);
          const fetched = await fetch("https://example.org/").then(() => true, () => false);
          setTimeout("window.__ran = 3");
          await new Promise((done) => setTimeout(done, 50));
          return { stopped, fetched, ran: window.__ran };
        }"""
    )
    assert found["ran"] is None and not found["fetched"]
    assert {"script-src-elem", "script-src-attr", "img-src", "connect-src"} <= set(found["stopped"])
    one.watch.console.clear()  # the browser reports what it stopped, as it should
    one.watch.requests.clear()
