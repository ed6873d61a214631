"""Nothing on a page moves away from the finger while it comes over a slow line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from atrium.clients.tests.test_browser import PHONE, sign_in
from atrium.conversations.models import Note

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# 400 kB and 100 ms a journey: a phone between two masts.
SLOW = {
    "offline": False,
    "latency": 100,
    "downloadThroughput": 400_000,
    "uploadThroughput": 100_000,
}
WATCH = """
window.moved = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    window.moved.push([entry.value, ...entry.sources.map(({ node }) => node?.id || node?.className || "")]);
}).observe({ type: "layout-shift", buffered: true });
"""
# A fifth of what web.dev calls good (0.1): blocks that are filled when they are seen may grow at the fold.
STILL = 0.02


@pytest.mark.parametrize("size", [PHONE, {"width": 1440, "height": 900}], ids=["phone", "wide"])
def test_nothing_of_a_client_page_moves_while_it_loads(
    page: Any, live_server: Any, alice: Member, bakery: Client, size: dict[str, int]
) -> None:
    home = sign_in(page, live_server, alice)
    Note.write(bakery, by=alice, html="<p>The oven door, Łódź</p>")
    page.set_viewport_size(size)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    page.add_init_script(WATCH)
    page.goto(f"{home}clients/{bakery.number}/", wait_until="networkidle")
    assert page.locator(".rich-tools").evaluate("tools => !tools.inert")
    moved = page.evaluate("window.moved")
    assert sum(entry[0] for entry in moved) <= STILL, moved
