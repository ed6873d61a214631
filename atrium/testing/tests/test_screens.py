"""Every screen of the demo: valid HTML, and nothing that axe finds at any width in either theme."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.accounts.models import User
from atrium.clients.duplicates.scan import look as look_for_duplicates
from atrium.config.environment import CHECKOUT
from atrium.demo.settling import settle
from atrium.demo.world import world
from atrium.organisations import current
from atrium.testing import databases
from atrium.testing.screens import LOGIN, PLACE, THEMES, WIDTHS, Screen, screens

PACKAGES = CHECKOUT / "node_modules"
AXE = PACKAGES / "axe-core" / "axe.min.js"
NU = PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
WIDE, NARROW = 1440, 320
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Colours that are on their way between two themes are no colours to judge.
STILL = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important }");
    document.adoptedStyleSheets.push(sheet);
}"""
PARTS = 8
JUDGING = Path(__file__).parent / "judging.js"
# The kinds of text whose contrast this process has judged, by theme: see judging.js.
judged: dict[str, set[int]] = {theme: set() for theme in THEMES}


def settle_harbour() -> None:
    """The demo organisation, with the duplicates among its clients looked for."""
    with current.entered(settle(world(PLACE))):
        look_for_duplicates()


@pytest.fixture
def owner(settings: Any) -> Browser:
    """The owner of the demo organisation, signed in, on a server that shows its styleguide."""
    settings.STYLEGUIDE = True
    databases.lay(PLACE, settle_harbour)
    browser = Browser()
    browser.force_login(User.objects.get(email=LOGIN))
    return browser


def served(screen: Screen, browser: Browser) -> Any:
    """The page as the server writes it."""
    page = browser.get(screen.path, follow=True)
    return browser.get(screen.followed(page.text)) if screen.link else page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_page_is_valid_html(owner: Browser, tmp_path: Path) -> None:
    java = shutil.which("java")
    if java is None or not NU.exists():
        pytest.skip(f"the Nu validator needs Java and {NU.relative_to(CHECKOUT)} (make test)")
    files = []
    for screen in screens():
        files.append(tmp_path / f"{screen.name}.html")
        files[-1].write_bytes(served(screen, Browser() if screen.public else owner).content)
    command = [java, "-Xss4m", "-jar", str(NU), "--format", "json", "--errors-only"]
    command += [str(file) for file in files]
    done = subprocess.run(command, capture_output=True, check=False)
    found = json.loads(done.stderr)["messages"]
    assert [(Path(line["url"]).stem, line["message"], line["extract"]) for line in found] == []


def _judges() -> str:
    """The script that judges a page."""
    if not AXE.exists():
        pytest.skip(f"no {AXE.relative_to(CHECKOUT)} (make test)")
    return f"{AXE.read_text()}\n{JUDGING.read_text()}"


@pytest.fixture
def look(browser: Any, live_server: Any, owner: Browser) -> Iterator[Callable[[Screen], Any]]:
    """Open a screen in a tab; what the browser complains about meanwhile is in the tab's ``complaints``."""
    judges = _judges()
    session = owner.cookies["session"].value
    contexts = {}
    for public in (True, False):
        contexts[public] = browser.new_context(reduced_motion="reduce")
        contexts[public].set_default_timeout(20_000)
        # Past the policy of the page, and once for all pages of the context.
        contexts[public].add_init_script(script=judges)
    contexts[False].add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    tabs = {public: context.new_page() for public, context in contexts.items()}
    for tab in tabs.values():
        tab.complaints = []
        tab.on("console", lambda said, tab=tab: complain(tab, said.type, said.text))
        tab.on("pageerror", lambda error, tab=tab: complain(tab, "error", str(error)))

    def opened(screen: Screen) -> Any:
        tab = tabs[screen.public]
        tab.set_viewport_size({"width": WIDE, "height": WIDTHS[WIDE]})
        tab.complaints.clear()
        tab.emulate_media(color_scheme="light")
        screen.show(tab, live_server.url)
        # In the tab's own console, where the policy of the page does not bind.
        tab.evaluate(STILL)
        return tab

    yield opened
    for context in contexts.values():
        context.close()


def complain(tab: Any, kind: str, text: str) -> None:
    """Keep an error, but for the answer that a screen is there to show."""
    answer = "Failed to load resource" in text and any(
        code in text for code in ("404", "410", "422")
    )
    if kind == "error" and not answer:
        tab.complaints.append(text)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", range(PARTS))
def test_axe_and_the_browser_find_nothing(look: Callable[[Screen], Any], part: int) -> None:
    found = []
    for screen in screens()[part::PARTS]:
        tab = look(screen)
        found += [f"{screen.name} {line}" for line in _judge(tab, screen)]
        found += [f"{screen.name} {line}" for line in tab.complaints]
    assert not found, "\n".join(found)


WRONG = """<!doctype html><html lang="en"><head><title>Wrong</title>
<style>.pale { color: #ccc } @media (width > 400px) { .phone { display: none } }
@media (prefers-color-scheme: dark) { body { background: #000; color: #fff } .dim { color: #333 } }</style></head>
<body><main><h1>Wrong</h1><p>Plain</p><p class="pale">Pale</p><p class="dim">Dim</p>
<p disabled aria-disabled="true"><span style="color: #ddd">Off</span></p><p><span style="color: #ddd">On</span></p>
<div class="phone"><input></div></main></body></html>"""


@pytest.mark.browser
def test_what_is_wrong_is_found_at_its_width_and_in_its_theme(page: Any) -> None:
    page.set_content(WRONG)
    page.evaluate(_judges())
    [light], kinds = page.evaluate("judging.contrasts([])")
    assert 'class="pale"' in light
    assert light.endswith("(2)"), "the text that is on, not the one that is off"
    assert page.evaluate("known => judging.contrasts(known)", kinds) == [[], []]
    page.emulate_media(color_scheme="dark")
    [dark], _ = page.evaluate("known => judging.contrasts(known)", kinds)
    assert 'class="dim"' in dark
    assert page.evaluate("judging.whole()") == []
    page.set_viewport_size({"width": NARROW, "height": 640})
    [found] = page.evaluate("judging.shownOnlyHere()")
    assert found.startswith("label: <input>")


def _judge(tab: Any, screen: Screen) -> Iterator[str]:
    """What is wrong with a screen at any width in either theme.

    axe is slow, so it reads a page once, and a narrow one for what it alone shows.
    Contrast is judged once for each kind of text, in each theme, on whichever screen first shows it.
    """
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": WIDTHS[width]})
        if (wider := tab.evaluate(WIDER)) > 0:
            yield f"{width} {wider} px too wide"
        structure = {WIDE: "judging.whole()", NARROW: "judging.shownOnlyHere()"}.get(width)
        if structure:
            yield from (f"{width} {line}" for line in tab.evaluate(structure))
        # The narrow pages have the colours of the wide one, but for what only they show: the main screens show it.
        if width == WIDE or (screen.main and width != NARROW):
            yield from (f"{width} {line}" for line in _contrasts(tab))


def _contrasts(tab: Any) -> Iterator[str]:
    for theme in THEMES:
        tab.emulate_media(color_scheme=theme)
        wrong, known = tab.evaluate("known => judging.contrasts(known)", [*judged[theme]])
        judged[theme].update(known)
        yield from (f"{theme} {line}" for line in wrong)
    tab.emulate_media(color_scheme=THEMES[0])
