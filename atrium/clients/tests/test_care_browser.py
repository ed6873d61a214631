"""Two browsers on the same client: who is here is seen, and nothing is overwritten silently (X14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from atrium.clients.tests.test_browser import sign_in

if TYPE_CHECKING:
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


def test_x14_two_browsers_edit_the_same_client(
    browser: Any, live_server: Any, alice: Member, bob: Member, bakery: Client
) -> None:
    a, b = (browser.new_context().new_page() for _ in range(2))
    for page, member in ((a, alice), (b, bob)):
        page.goto(f"{sign_in(page, live_server, member)}clients/1/")

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
    b.close()
    a.close()


def test_x14_each_sees_the_other_and_the_field_they_edit(
    browser: Any, live_server: Any, alice: Member, bob: Member, bakery: Client
) -> None:
    a, b = (browser.new_context().new_page() for _ in range(2))
    a.goto(f"{sign_in(a, live_server, alice)}clients/1/")
    edit(a, "industry", "Bread")
    a.evaluate("document.querySelector('at-timeline').look()")
    b.goto(f"{sign_in(b, live_server, bob)}clients/1/")

    b.wait_for_selector("#client-here:has-text('Alice Ash')")
    b.close()
    a.close()
