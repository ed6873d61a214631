"""The board as a person works it without a mouse (C11, X15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from atrium.clients.tests.test_browser import sign_in
from atrium.documents.models import File, Upload
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


def test_c14_files_of_a_project_are_chosen_pasted_cancelled_and_go_on(
    page: Any, live_server: Any, alice: Member, bakery: Client
) -> None:
    Project.add(bakery, by=alice, title="Menu")
    page.goto(f"{sign_in(page, live_server, alice)}projects/1/")
    held: list[Any] = []
    page.route("**/uploads/*/0/", lambda route: held.append(route))  # noqa: PLW0108 - the driver marks what it is given
    page.set_input_files(
        "#project-upload",
        [
            {"name": f"{n}.txt", "mimeType": "text/plain", "buffer": f"proof {n}".encode()}
            for n in range(3)
        ],
    )
    page.wait_for_selector("text=Uploading 3")
    page.wait_for_function("document.querySelectorAll('.upload-line').length === 3")
    for n in (2, 0):
        page.click(f"[aria-label='Cancel {n}.txt']")
        page.wait_for_selector(f".upload-line:has-text('{n}.txt'):has-text('Nothing was saved.')")
    page.unroute("**/uploads/*/0/")
    page.wait_for_selector(".upload-line:has-text('1.txt'):has-text('Added')")
    page.wait_for_selector("#project-listed >> text=1.txt")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["pasted"], "pasted.txt"));
          document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }"""
    )
    page.wait_for_selector("#project-listed >> text=pasted.txt")
    assert set(File.objects.values_list("name", flat=True)) == {"1.txt", "pasted.txt"}
    assert Upload.objects.filter(file=None).count() == 0


def test_c11_a_card_is_carried_by_touch_into_a_column_beyond_the_edge(
    page: Any, live_server: Any, alice: Member, bakery: Client
) -> None:
    Project.add(bakery, by=alice, title="Menu")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{sign_in(page, live_server, alice)}projects/")
    page.wait_for_selector("at-board[data-ready]")
    finger = page.context.new_cdp_session(page)
    card, last = page.locator("#card-1"), page.locator(".board-cards").last
    name = last.get_attribute("data-name")

    def touch(how: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        finger.send("Input.dispatchTouchEvent", {"type": how, "touchPoints": points})

    box = card.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch("touchStart", x, y)
    page.wait_for_selector(".sortable-chosen")
    touch("touchMove", x + 20, y)
    page.wait_for_selector(".board-drag")
    turn = 0
    while last.bounding_box()["x"] > 390 / 2:
        turn += 1
        assert turn < 1000, "the board goes along"
        touch("touchMove", 384 + turn % 2, y)
    box = last.bounding_box()
    for step in (60, 62):
        touch("touchMove", box["x"] + step, box["y"] + 40)
    page.wait_for_selector(f".board-cards[data-name='{name}'][data-aimed]")
    with page.expect_response(lambda answer: answer.url.endswith("/move/")):
        touch("touchEnd")
    page.wait_for_selector(".toast:has-text('Moved P-0001 Menu')")
    assert Project.objects.get(title="Menu").column.label == name
