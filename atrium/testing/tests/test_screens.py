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
from atrium.config.environment import CHECKOUT
from atrium.demo.settling import settle
from atrium.demo.world import world
from atrium.testing.screens import LOGIN, PLACE, THEMES, WIDTHS, Screen, screens

PACKAGES = CHECKOUT / "node_modules"
AXE = PACKAGES / "axe-core" / "axe.min.js"
NU = PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
NARROW = 320
AT_REST = "document.getAnimations().every(a => !(a instanceof CSSTransition) || a.playState !== 'running')"
RUN = """options => axe.run({resultTypes: ["violations"], ...options}).then(found => found.violations.map(
    each => `${each.id}: ${each.nodes[0].html.slice(0, 200)} (${each.nodes.length})`))"""


@pytest.fixture
def owner(settings: Any) -> Browser:
    """The owner of the demo organisation, signed in, on a server that shows its styleguide."""
    settings.STYLEGUIDE = True
    settle(world(PLACE))
    browser = Browser()
    browser.force_login(User.objects.get(email=LOGIN))
    return browser


@pytest.mark.browser
@pytest.mark.django_db
def test_every_page_is_valid_html(owner: Browser, tmp_path: Path) -> None:
    java = shutil.which("java")
    if java is None or not NU.exists():
        pytest.skip(f"the Nu validator needs Java and {NU.relative_to(CHECKOUT)} (make test)")
    files = []
    for screen in screens():
        page = (Browser() if screen.public else owner).get(screen.path)
        files.append(tmp_path / f"{screen.name}.html")
        files[-1].write_bytes(page.content)
    command = [java, "-Xss4m", "-jar", str(NU), "--format", "json", "--errors-only"]
    command += [str(file) for file in files]
    done = subprocess.run(command, capture_output=True, check=False)
    found = json.loads(done.stderr)["messages"]
    assert [(Path(line["url"]).stem, line["message"], line["extract"]) for line in found] == []


@pytest.fixture
def look(browser: Any, live_server: Any, owner: Browser) -> Iterator[Callable[[Screen], Any]]:
    """Open a screen in a tab whose policy lets axe in; the page itself is served with its policy."""
    session = owner.cookies["session"].value
    contexts = {}
    for public in (True, False):
        contexts[public] = browser.new_context(bypass_csp=True, reduced_motion="reduce")
        contexts[public].set_default_timeout(20_000)
    contexts[False].add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    tabs = {public: context.new_page() for public, context in contexts.items()}

    def opened(screen: Screen) -> Any:
        tab = tabs[screen.public]
        tab.set_viewport_size({"width": 1440, "height": WIDTHS[1440]})
        screen.show(tab, live_server.url)
        tab.evaluate(AXE.read_text())
        return tab

    yield opened
    for context in contexts.values():
        context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing(look: Callable[[Screen], Any]) -> None:
    if not AXE.exists():
        pytest.skip(f"no {AXE.relative_to(CHECKOUT)} (make test)")
    found = []
    for screen in (screen for screen in screens() if screen.main):
        tab = look(screen)
        for width, theme in product(WIDTHS, THEMES):
            if (options := _options(width, theme)) is None:
                continue
            tab.set_viewport_size({"width": width, "height": WIDTHS[width]})
            tab.emulate_media(color_scheme=theme)
            tab.wait_for_function(AT_REST)
            found += [
                f"{screen.name} {width} {theme} {line}" for line in tab.evaluate(RUN, options)
            ]
    assert found == []


def _options(width: int, theme: str) -> dict[str, Any] | None:
    """A theme changes colours only, and the narrowest page has the colours of the narrow one; axe is slow at them."""
    if theme == "dark":
        return None if width == NARROW else {"runOnly": ["color-contrast"]}
    return {"rules": {"color-contrast": {"enabled": False}}} if width == NARROW else {}
