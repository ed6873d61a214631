"""The board as a person works it without a mouse (C11, X15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from atrium.clients.tests.test_browser import sign_in
from atrium.projects.models import Project

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_c11_x15_cards_are_carried_by_keyboard_and_put_back(
    page: Any, live_server: Any, alice: Member, bakery: Client
) -> None:
    for title in ("Menu", "Signs"):
        Project.add(bakery, by=alice, title=title)
    home = sign_in(page, live_server, alice)
    page.goto(f"{home}projects/")
    page.wait_for_selector("at-board[data-ready]")

    page.focus("#grip-1")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    page.wait_for_selector("text=Place 1 of 2 in To do.")
    page.keyboard.press("Escape")
    page.wait_for_selector("text=Put Menu back. Place 2 of 2 in To do.")

    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_selector(".toast:has-text('Moved P-0001 Menu to In progress')")
    assert page.evaluate("document.activeElement.id") == "grip-1"
    assert Project.objects.get(title="Menu").column.label == "In progress"
    with page.expect_response(lambda answer: "/undo/" in answer.url):
        page.locator(".toast [data-undo]").last.click()
    page.goto(f"{home}projects/")
    page.wait_for_selector("[data-name='To do'] #card-1")
