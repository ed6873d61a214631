"""Two browsers on the same client: who is here is seen, and nothing is overwritten silently (X14)."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from atrium.clients.tests.test_browser import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atrium.clients.models import Client
    from atrium.organisations.models import Member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def edit(page: Any, name: str, text: str) -> None:
    """Open a detail and type into it, without saving."""
    page.click(f"#detail-{name}-open")
    page.fill(f"#detail-{name}-value", text)


def save(page: Any, name: str) -> None:
    page.press(f"#detail-{name}-value", "Enter")


def shown(page: Any, name: str) -> str:
    text: str = page.locator(f"#detail-{name} .detail-value").inner_text().strip()
    return text


@pytest.fixture
def two(
    browser: Any, live_server: Any, alice: Member, bob: Member, bakery: Client
) -> Iterator[Any]:
    """The page of the bakery in the browser of Alice and in that of Bob; what is empty would be folded away."""
    bakery.edit(by=alice, industry="Baking", came_from="A friend")
    contexts = [browser.new_context() for _ in range(2)]
    pages = [context.new_page() for context in contexts]
    for page, member in zip(pages, (alice, bob), strict=True):
        page.goto(f"{sign_in(page, live_server, member)}clients/1/")
    yield tuple(pages)
    for context in contexts:
        context.close()


def test_x14_in_no_order_is_anything_overwritten_silently(
    two: tuple[Any, Any], alice: Member, bakery: Client
) -> None:
    """Each opens a field and saves it, in every order there is; who comes second is asked."""
    orders = sorted(set(permutations("aabb")))
    assert len(orders) == 6
    for number, order in enumerate(orders):
        bakery.edit(by=alice, industry=f"Before {number}")
        for page in two:
            page.reload()
        opened: set[str] = set()
        stale: set[str] = set()
        stands = f"Before {number}"
        for who in order:
            page, mine = two["ab".index(who)], f"{who} {number}"
            if who not in opened:
                opened.add(who)
                page.reload()
                edit(page, "industry", mine)
                continue
            save(page, "industry")
            if who in stale:
                page.wait_for_selector(f"#detail-industry .conflict:has-text('{stands}')")
                assert mine in page.locator("#detail-industry .conflict").inner_text()
            else:
                page.wait_for_selector(f"#detail-industry-open:has-text('{mine}')")
                stands, stale = mine, opened - {who}
        bakery.refresh_from_db()
        assert bakery.industry == stands, order


def test_x14_choosing_undoing_and_archiving_in_between_lose_nothing(
    two: tuple[Any, Any], alice: Member, bakery: Client
) -> None:
    a, b = two

    # Both open the same field, B saves first: A is asked and nothing is lost.
    edit(a, "industry", "Bread")
    edit(b, "industry", "Cake")
    save(b, "industry")
    b.wait_for_selector("#detail-industry-open:has-text('Cake')")
    save(a, "industry")
    a.wait_for_selector("#detail-industry .conflict:has-text('Cake')")
    a.click("#detail-industry .conflict button:has-text('Keep theirs')")
    a.wait_for_selector("#detail-industry-open:has-text('Cake')")

    # B saves another field while A's is open: nobody is asked.
    edit(a, "industry", "Pie")
    edit(b, "came_from", "The fair")
    save(b, "came_from")
    b.wait_for_selector("#detail-came_from-open:has-text('The fair')")
    save(a, "industry")
    a.wait_for_selector("#detail-industry-open:has-text('Pie')")

    # A undoes in between: B, who found Pie, is asked.
    b.reload()
    edit(b, "industry", "Tart")
    a.locator(".toast [data-undo]").last.click()
    a.wait_for_selector("#detail-industry-open:has-text('Cake')")
    save(b, "industry")
    b.wait_for_selector("#detail-industry .conflict:has-text('Cake')")

    # A archives while B still chooses, and B goes back and forth: the archive stands.
    bakery.archive(by=alice)
    b.click("#detail-industry .conflict button:has-text('Save yours')")
    b.wait_for_selector("text=is archived")
    b.goto("about:blank")
    b.go_back()
    b.wait_for_selector("#client-name")
    bakery.refresh_from_db()
    assert (bakery.industry, bakery.came_from, bakery.is_archived) == ("Cake", "The fair", True)


def test_x14_each_sees_the_other_and_the_field_they_edit_on_every_tab(two: tuple[Any, Any]) -> None:
    a, b = two
    a.wait_for_selector("#client-here:has-text('Bob Birch is here')")
    edit(a, "industry", "Bread")
    for page in (a, b):
        page.evaluate("document.querySelector('at-timeline').look()")
    b.wait_for_selector("#client-here:has-text('Alice Ash is editing Industry')")
    b.click("#tab-notes")
    b.wait_for_selector("#tab-body-notes")
    assert "Alice Ash is editing Industry" in b.locator("#client-here").inner_text()
    b.wait_for_selector("#detail-industry [data-edited-by='Alice Ash is editing']")
    a.goto("about:blank")
    b.evaluate("document.querySelector('at-here').look()")
    b.wait_for_selector("#client-here:empty", state="attached")
