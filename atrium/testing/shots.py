"""``make shots``: every screen in light and dark, wide and on a phone, and what the browser complains about.

``BASE`` names a running server with the demo organisations; without it, one is started on data that is thrown
away. The telling screens go to docs/screens, the others to .shots; ``ARGS`` may name the screens wanted.
``LANGUAGE`` (de, ar) has them in that language, all in .shots.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

from atrium.testing import chromium
from atrium.testing.ports import free_port
from atrium.testing.screens import THEMES, WIDTHS, Screen, screens, sign_in

ROOT = Path(__file__).resolve().parents[2]
TOLD, OTHERS = ROOT / "docs" / "screens", ROOT / ".shots"
PASSWORD = "demo-demo-demo"  # noqa: S105  (the demo prints it at every start)
PHOTOGRAPHED = (1440, 390)
PATIENCE = 60.0
ENGLISH, LOCALES = "en-gb", ROOT / "atrium" / "locale"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def main(wanted: Sequence[str]) -> int:
    """Photograph the screens ``wanted``, else all; 1 when the browser complained or a page was too wide."""
    chosen = [screen for screen in screens() if not wanted or screen.name in wanted]
    complaints: list[str] = []
    with _base() as base, _chromium() as browser:
        state = _signed_in(browser, base)
        for width, theme in product(PHOTOGRAPHED, THEMES):
            complaints += _photograph(browser, base, state, chosen, width, theme)
    for line in complaints or ["No page is too wide; the browser has no complaints."]:
        print(line, flush=True)
    return 1 if complaints else 0


def _photograph(
    browser: Any, base: str, state: Any, chosen: list[Screen], width: int, theme: str
) -> Iterator[str]:
    """Take one width and theme; yields the complaints."""
    look = {
        "viewport": {"width": width, "height": WIDTHS[width]},
        "color_scheme": theme,
        "reduced_motion": "reduce",
        "locale": _language(),
    }
    for public in (True, False):
        context = browser.new_context(**look, storage_state=None if public else state)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)  # noqa: B023
        page.on("pageerror", lambda error: said.append(str(error)))  # noqa: B023
        for screen in (screen for screen in chosen if screen.public == public):
            screen.show(page, base)
            page.wait_for_timeout(150)
            name = f"{screen.name}-{width}-{theme}.png"
            page.screenshot(path=_folder(screen) / name)
            if (wider := page.evaluate(WIDER)) > 0:
                yield f"{name}: {wider} px too wide"
            yield from (f"{name}: {line}" for line in said if not _expected(line))
            said.clear()
        context.close()


def _language() -> str:
    """What the browser asks for. Systems set LANGUAGE as well, in other words (de_DE:de): they ask for nothing."""
    asked = os.environ.get("LANGUAGE", "")
    return asked if asked and (LOCALES / asked).is_dir() else ENGLISH


def _folder(screen: Screen) -> Path:
    if _language() != ENGLISH:
        folder = OTHERS / _language()
        folder.mkdir(exist_ok=True)
        return folder
    return TOLD if screen.told else OTHERS


def _expected(line: str) -> bool:
    """Whether a line only tells of an answer that the screen is there to show."""
    return "Failed to load resource" in line and any(code in line for code in ("404", "422"))


def _signed_in(browser: Any, base: str) -> Any:
    context = browser.new_context()
    sign_in(context.new_page(), base, PASSWORD)
    state = context.storage_state()
    context.close()
    return state


@contextmanager
def _chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    executable = chromium.program()
    if executable is None:
        sys.exit("no Chromium on PATH; on Debian: apt install chromium")
    for folder in (TOLD, OTHERS):
        folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=executable, args=chromium.ARGUMENTS)


@contextmanager
def _base() -> Iterator[str]:
    """The address of a server with the demo organisations."""
    if given := os.environ.get("BASE", ""):
        yield given.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="atrium-shots-") as data:
        port = str(free_port())
        base = f"http://127.0.0.1:{port}"
        environment = os.environ | {"ATRIUM_DATA": data, "ATRIUM_BASE_URL": base}
        environment |= {"ATRIUM_DATABASE_URL": "", "ATRIUM_STYLEGUIDE": "1"}
        atrium = str(Path(sys.executable).with_name("atrium"))
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        for step in migrate, [atrium, "demo"]:
            subprocess.run(step, env=environment, check=True, cwd=ROOT)
        serve = [atrium, "serve", "--host", "127.0.0.1", "--port", port]
        server = subprocess.Popen(serve, env=environment, cwd=ROOT)
        try:
            _wait_for(f"{base}/readyz", server)
            yield base
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(url):  # noqa: S310  (our own server)
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    sys.exit("The server did not start; the lines above say why.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
