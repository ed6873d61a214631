"""The block of agreements in a real browser (R15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from atrium.clients.tests.test_browser import sign_in
from atrium.documents.models import Agreement

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_r15_long_words_stay_in_the_block_and_its_address_moves_its_pane_alone(
    page: Any, live_server: Any, alice: Member, bakery: Client
) -> None:
    today = alice.organisation.today()
    told = {"title": "Rahmenvertrag" * 9, "signed_by": "Ü" * 200}
    Agreement.sign(bakery, by=alice, kind="other", signed_on=today, **told)
    page.set_viewport_size({"width": 1440, "height": 500})
    page.goto(f"{sign_in(page, live_server, alice)}clients/1/#agreements")
    page.wait_for_selector("#agreements .agreed .btn")
    block = "const block = document.querySelector('#agreements');"
    page.evaluate(f"() => {{ {block} block.scrollIntoView(); }}")
    assert page.evaluate("document.querySelector('main').scrollTop") == 0, "its head stays in sight"
    wider = f"() => {{ {block} return block.scrollWidth > block.clientWidth; }}"
    assert page.evaluate(wider) is False
