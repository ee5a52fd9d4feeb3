"""The public dashboard in a real Chromium, opened as a file: quiet, usable by keyboard, readable, in five languages."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from helpers.browser import Browser, browser
from helpers.workspace import CHEAP
from pypdf import PdfReader

from gedesk import i18n
from gedesk.documents.dashboard_page import unpacked
from gedesk.domain import days
from gedesk.domain.vocabularies import vocabulary
from gedesk.services import demonstration_data
from gedesk.services import desk as desks

WIDTHS = (320, 375, 768, 1024, 1440)
HOSTILE = "</script><img src=x onerror=window.hurt=1><b>bold</b>"
PUBLIC = {"sensitivity": "public"}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration of Tanzania, with texts that mean harm and few people somewhere, published."""
    folder = tmp_path_factory.mktemp("published")
    with desks.create(folder / "s" / "s.gedesk", country="tz", role="hq", place="TZ", name="HQ", cost=CHEAP) as desk:
        demonstration_data.fill(desk, "tz")
        desk.records.add("commitment", [
            PUBLIC | {"title": HOSTILE, "statement": HOSTILE, "coalitions": ["GBV"], "stage": "planning", "start": "2026-01-01"},
            *(PUBLIC | {"title": f"Further promise {n}", "coalitions": ["FML"], "stage": "completed"} for n in range(30)),
        ])  # fmt: skip
        desk.records.add("activity", [
            PUBLIC | {"title": "Small", "start": "2026-08-10", "participants": {"female|60+|with": 2, "male|60+|without": 50}, "progress": "done"},
        ])  # fmt: skip
        return desk.publishing.publish(folder / "out").file


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


@pytest.fixture
def opened(chromium: Browser, page: Path) -> Browser:
    chromium.open(page)
    return chromium


@contextmanager
def quiet(opened: Browser) -> Iterator[None]:
    """Nothing on the console, nothing asked of the network."""
    yield
    assert opened.complaints == []
    assert opened.requests == []


def speak(opened: Browser, language: str) -> None:
    opened.run(f"(() => {{ const e = document.getElementById('language'); e.value = '{language}'; e.dispatchEvent(new Event('change')); }})()")


def unfold(opened: Browser) -> None:
    opened.run("document.querySelectorAll('details').forEach(one => one.open = true)")


def status(opened: Browser) -> str:
    return str(opened.run("document.getElementById('commitment-count').textContent"))


def titles(opened: Browser) -> list[str]:
    return list(opened.run("[...document.querySelectorAll('#commitment-list h3')].map(one => one.textContent)"))


# -- quiet -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dark", [False, True])
def test_it_asks_the_network_for_nothing_and_complains_of_nothing(chromium: Browser, page: Path, dark: bool) -> None:
    chromium.open(page, dark=dark)
    with quiet(chromium):
        for language in i18n.LANGUAGES:
            speak(chromium, language)
            unfold(chromium)
            assert chromium.run("document.documentElement.lang") == language
        chromium.run("document.getElementById('theme').click()")
        chromium.run("document.querySelectorAll('[data-key]').forEach((one, at) => at < 2 && document.querySelectorAll('[data-key]')[at].click())")


def test_texts_that_mean_harm_are_shown_as_they_are(opened: Browser) -> None:
    with quiet(opened):
        assert HOSTILE in titles(opened)
        assert opened.run("window.hurt === undefined && !document.querySelector('img[src=x]') && !document.querySelector('h3 b')")
    refused = "try { document.body.innerHTML = '<i>x</i>'; false } catch (error) { error instanceof TypeError }"
    assert opened.run(refused), "the policy refuses texts as markup"


# -- small and large, light and dark -----------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_has_to_be_scrolled_sideways(chromium: Browser, page: Path, width: int) -> None:
    chromium.open(page, width=width, height=800)
    for language in i18n.LANGUAGES:
        speak(chromium, language)
        unfold(chromium)
        wide = chromium.run(
            "[document.documentElement.scrollWidth, [...document.querySelectorAll('main *')].filter(one => !one.closest('.scroll, svg, .away') "
            "&& one.getBoundingClientRect().right > innerWidth + 1).map(one => one.className || one.tagName).slice(0, 5)]"
        )
        assert wide == [width, []], language


def _contrasts(opened: Browser) -> list[dict[str, Any]]:
    """Texts whose colour is too near to the colour behind them (WCAG 2.2, 1.4.3: 4.5, large texts 3)."""
    return list(opened.run("""
        (() => {
          const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
          const parse = (colour) => {
            canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data];
          };
          const light = ([r, g, b]) => [r, g, b].map((one) => one / 255)
            .map((one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
            .reduce((all, one, at) => all + one * [0.2126, 0.7152, 0.0722][at], 0);
          const behind = (element) => {
            for (let one = element; one; one = one.parentElement) {
              const colour = parse(getComputedStyle(one).backgroundColor);
              if (colour[3] === 255) return colour;
            }
            return [255, 255, 255, 255];
          };
          const found = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const node = walker.currentNode, element = node.parentElement;
            if (!node.textContent.trim() || element.closest("script, style, noscript, .away, option, .seg.gone, .skip")) continue;
            const box = element.getBoundingClientRect();
            if (!box.width || !box.height) continue;
            const style = getComputedStyle(element);
            const [one, other] = [light(parse(style.color)), light(behind(element))].sort((a, b) => b - a);
            const ratio = (one + 0.05) / (other + 0.05);
            const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
            if (ratio < (large ? 3 : 4.5)) found.push({ text: node.textContent.slice(0, 40), ratio: ratio.toFixed(2), of: element.className });
          }
          return found;
        })()
    """))


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_can_be_read_on_what_is_behind_it(chromium: Browser, page: Path, dark: bool) -> None:
    chromium.open(page, dark=dark)
    unfold(chromium)
    assert _contrasts(chromium) == []
    chromium.run("document.getElementById('theme').click()")
    assert chromium.run("document.documentElement.dataset.theme") == ("light" if dark else "dark")
    assert _contrasts(chromium) == []


# -- for those who hear the page ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_every_control_has_a_name(opened: Browser, language: str) -> None:
    speak(opened, language)
    unfold(opened)
    nodes = opened.call("Accessibility.getFullAXTree")["nodes"]
    roles = {"button", "link", "textbox", "searchbox", "combobox", "img", "image", "region", "navigation", "table", "heading", "search",
             "DisclosureTriangle"}  # fmt: skip
    nameless = [
        node["role"]["value"] for node in nodes
        if not node.get("ignored") and node["role"]["value"] in roles and not node.get("name", {}).get("value", "").strip()
    ]  # fmt: skip
    assert nameless == []
    there = {node["role"]["value"] for node in nodes if not node.get("ignored")}
    assert {"banner", "navigation", "main", "contentinfo", "search", "status"} <= there


def test_headings_ids_and_tables_are_in_order(opened: Browser) -> None:
    unfold(opened)
    levels = opened.run("[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(one => +one.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert opened.run("(ids => ids.length === new Set(ids).size)([...document.querySelectorAll('[id]')].map(one => one.id))")
    assert opened.run("[...document.querySelectorAll('table')].every(one => one.caption && one.querySelector('thead th[scope=col]'))")
    assert opened.run("[...document.querySelectorAll('input, select')].every(one => one.labels.length)")
    assert opened.run("[...document.querySelectorAll('nav a')].every(one => document.querySelector(one.getAttribute('href')))")
    assert opened.run("[...document.querySelectorAll('[lang]')].every(one => /^[a-z]{2}$/.test(one.lang))")


# -- by keyboard -------------------------------------------------------------------------------------------------


def reach(opened: Browser, selector: str, limit: int = 80) -> None:
    """With the tabulator only."""
    for _step in range(limit):
        opened.press("Tab")
        if opened.run(f"document.activeElement.matches({json.dumps(selector)})"):
            return
    pytest.fail(f"{selector} is not reached by keyboard")


def test_the_first_stop_skips_to_the_content(opened: Browser) -> None:
    opened.press("Tab")
    assert opened.run("document.activeElement.className") == "skip"
    assert opened.run("document.activeElement.getBoundingClientRect().top") >= 0
    opened.press("Enter")
    opened.until("document.activeElement.id === 'main'")


def test_what_has_the_focus_can_be_seen(opened: Browser) -> None:
    for _step in range(30):
        opened.press("Tab")
        assert opened.run("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2, opened.run("document.activeElement.outerHTML.slice(0, 80)")


def test_commitments_are_filtered_by_keyboard(opened: Browser) -> None:
    with quiet(opened):
        assert status(opened) == "Commitments shown: 35 of 35"
        assert len(titles(opened)) == 20
        reach(opened, "#filter-text")
        opened.type("day-care MARKÉTS")
        assert titles(opened) == ["Day-care centres at markets and workplaces"]
        assert status(opened) == "Commitments shown: 1 of 35"
        reach(opened, "#clear")
        opened.press("Enter")
        assert status(opened) == "Commitments shown: 35 of 35"
        assert opened.run("document.activeElement.id") == "filter-text"
        reach(opened, "#filter-stage")
        opened.press("p")  # Planning
        assert status(opened) == "Commitments shown: 1 of 35"
        assert titles(opened) == [HOSTILE]


def test_a_bar_leads_to_its_commitments_and_back(opened: Browser) -> None:
    reach(opened, "[data-key='coalition-GBV']")
    opened.press("Enter")
    assert titles(opened) == [HOSTILE]
    assert opened.run("document.activeElement.getAttribute('aria-pressed')") == "true"
    assert opened.run("document.getElementById('filter-coalition').value") == "GBV"
    opened.press(" ")
    assert status(opened) == "Commitments shown: 35 of 35"


def test_nothing_found_says_so(opened: Browser) -> None:
    reach(opened, "#filter-text")
    opened.type("xyzzy")
    assert titles(opened) == []
    assert status(opened) == "No commitment matches. Clear a filter."


def test_more_are_shown_when_asked_for(opened: Browser) -> None:
    opened.run("document.getElementById('more').focus()")
    opened.press("Enter")
    assert len(titles(opened)) == 35
    assert opened.run("document.activeElement === document.querySelectorAll('#commitment-list summary')[20]")
    assert opened.run("document.getElementById('more').hidden")


# -- languages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_words_and_numbers_are_in_the_language_chosen(opened: Browser, language: str) -> None:
    reach(opened, "#language")
    speak(opened, language)
    assert opened.run("document.activeElement.id") == "language"
    text = opened.run("document.getElementById('page').innerText")
    assert vocabulary("action_coalition").label("EJR", language) in text
    assert vocabulary("sex").label("female", language) in text
    i18n.use(language)
    assert days.shown(demonstration_data.DAY.replace(year=2026, month=6, day=30)) in text
    thousands = {"en": "7,", "sw": "7,", "fr": "7\u202f", "ru": "7\u00a0", "bs": "7."}[language]
    assert thousands in opened.run("document.querySelector('#people .big').textContent")
    assert "{" not in opened.run("document.querySelector('main').innerText").replace("{{", "")


# -- what it gives -----------------------------------------------------------------------------------------------


def test_every_file_is_handed_out_whole(opened: Browser, page: Path, tmp_path: Path) -> None:
    opened.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path), eventsEnabled=True)
    downloads = unpacked(page.read_bytes())["downloads"]
    assert len(downloads) == 8
    with quiet(opened):
        for one in downloads:
            opened.run(f"document.querySelector('[data-file=\"{one['name']}\"]').focus()")
            opened.press("Enter")
            opened.await_event("Browser.downloadProgress", state="completed")
            assert (tmp_path / one["name"]).read_bytes().decode("utf-8") == one["text"]


def test_few_people_are_hidden_and_the_page_says_why(opened: Browser) -> None:
    unfold(opened)
    assert "hidden" in opened.run("[...document.querySelectorAll('#people td.gone')].map(one => one.textContent)")
    text = opened.run("document.getElementById('about').innerText")
    assert "Where fewer than 5 people were counted" in text
    assert "Hidden numbers on this page: 0" not in text
    assert "hidden: fewer than 5 people" in opened.run("document.getElementById('people').innerText")


def test_it_can_be_printed(opened: Browser, tmp_path: Path) -> None:
    import base64

    data = opened.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"]
    (tmp_path / "page.pdf").write_bytes(base64.b64decode(data))
    text = "\n".join(one.extract_text() for one in PdfReader(tmp_path / "page.pdf").pages)
    assert "Day-care centres" in text
    assert "Clear filters" not in text


def test_without_script_it_says_what_is_missing(chromium: Browser, page: Path) -> None:
    chromium.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        chromium.visit(page)
        tree = chromium.call("Accessibility.getFullAXTree")["nodes"]
        assert any("needs JavaScript" in node.get("name", {}).get("value", "") for node in tree)
    finally:
        chromium.call("Emulation.setScriptExecutionDisabled", value=False)


def test_what_a_country_does_not_have_is_left_out(chromium: Browser, tmp_path: Path) -> None:
    with desks.create(tmp_path / "s" / "s.gedesk", country="apac", role="hq", place="X-APAC", name="HQ", cost=CHEAP) as desk:
        empty = desk.publishing.publish(tmp_path / "a").file
        desk.records.add("story", [PUBLIC | {"title": "Heard", "story_text": "An interpreter came.", "publication": "public"}])
        told = desk.publishing.publish(tmp_path / "b").file
    sections = "[...document.querySelectorAll('main > section')].map(one => one.id).join(' ')"
    links = "[...document.querySelectorAll('nav a')].map(one => one.getAttribute('href').slice(1)).join(' ')"
    for file, wanted in ((empty, "overview open-data about"), (told, "overview stories open-data about")):
        chromium.open(file)
        with quiet(chromium):
            assert chromium.run(sections) == wanted
            assert chromium.run(links) == wanted
