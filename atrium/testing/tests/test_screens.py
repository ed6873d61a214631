"""Every screen of the demo: valid HTML, and nothing that axe finds at any width in either theme."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import product
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
from atrium.testing.screens import LOGIN, PLACE, THEMES, WIDTHS, Screen, screens

PACKAGES = CHECKOUT / "node_modules"
AXE = PACKAGES / "axe-core" / "axe.min.js"
NU = PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
WIDE, NARROW = 1440, 320
PARTS = 2
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Colours that are on their way between two themes are no colours to judge.
STILL = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important }");
    document.adoptedStyleSheets.push(sheet);
}"""
RUN = """options => axe.run({resultTypes: ["violations"], selectors: false, preload: false, ...options}).then(found => found.violations.map(
    each => `${each.id}: ${each.nodes[0].html.slice(0, 200)} (${each.nodes.length})`))"""


@pytest.fixture
def owner(settings: Any) -> Browser:
    """The owner of the demo organisation, signed in, on a server that shows its styleguide."""
    settings.STYLEGUIDE = True
    with current.entered(settle(world(PLACE))):
        look_for_duplicates()
    browser = Browser()
    browser.force_login(User.objects.get(email=LOGIN))
    return browser


def served(screen: Screen, browser: Browser) -> Any:
    """The page as the server writes it."""
    page = browser.get(screen.path, follow=True)
    return browser.get(screen.followed(page.text)) if screen.link else page


@pytest.mark.browser
@pytest.mark.django_db
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


@pytest.fixture
def look(browser: Any, live_server: Any, owner: Browser) -> Iterator[Callable[[Screen], Any]]:
    """Open a screen in a tab; what the browser complains about meanwhile is in the tab's ``complaints``."""
    session = owner.cookies["session"].value
    contexts = {}
    for public in (True, False):
        contexts[public] = browser.new_context(reduced_motion="reduce")
        contexts[public].set_default_timeout(20_000)
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
        tab.evaluate(AXE.read_text())
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
    if not AXE.exists():
        pytest.skip(f"no {AXE.relative_to(CHECKOUT)} (make test)")
    found = []
    for number, screen in enumerate(screens()[part::PARTS]):
        tab = look(screen)
        for width, theme in product(WIDTHS, THEMES):
            if theme == "light":
                # Once for both themes: drawing a page anew in another width costs as much as axe.
                tab.set_viewport_size({"width": width, "height": WIDTHS[width]})
                if (wider := tab.evaluate(WIDER)) > 0:
                    found.append(f"{screen.name} {width} {wider} px too wide")
            if (options := _options(screen, width, theme, THEMES[number % 2])) is None:
                continue
            tab.emulate_media(color_scheme=theme)
            found += [
                f"{screen.name} {width} {theme} {line}" for line in tab.evaluate(RUN, options)
            ]
        found += [f"{screen.name} {line}" for line in tab.complaints]
    assert not found, "\n".join(found)


def _options(screen: Screen, width: int, theme: str, turn: str) -> dict[str, Any] | None:
    """What axe is to look for; it is slow at contrast, the only thing that a theme changes.

    The colours are those of the components: the ``main`` screens, the styleguide among them, show all of them and are
    judged in both themes, the others in one by turns. The narrow pages have the colours of the wide one, but for what
    only they show: the ``main`` screens show it. A page of one layout at both narrow widths is judged at the narrower.
    """
    coloured = width == WIDE or (screen.main and width != NARROW)
    coloured = coloured and (screen.main or theme == turn)
    if theme == "dark":
        return {"runOnly": ["color-contrast"]} if coloured else None
    if width not in {WIDE, NARROW} and not screen.main:
        return None
    return {} if coloured else {"rules": {"color-contrast": {"enabled": False}}}
