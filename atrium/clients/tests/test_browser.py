"""The list and the page of a client as a person works them: with a finger on a phone, and without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client as Browser

from atrium.clients.models import Tag

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.conftest import NewClient
    from atrium.organisations.models import Member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a-long-word-nobody-guesses"
PHONE = {"width": 390, "height": 844}


def sign_in(page: Any, live_server: Any, member: Member) -> str:
    """Let the tab be the member's without the form; returns the address of the organisation."""
    browser = Browser()
    browser.force_login(member.user)
    session = browser.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    return f"{live_server.url}/{member.organisation.slug}/"


def undo(page: Any) -> None:
    page.locator(".toast [data-undo]").last.click()


def test_a_client_is_worked_on_a_phone(
    page: Any, live_server: Any, alice: Member, bakery: Client, new_client: NewClient
) -> None:
    new_client("Otter Books")
    Tag.add(label="Quarterly", by=alice)
    alice.user.set_password(PASSWORD)
    alice.user.save()
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", alice.user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit] >> nth=0")
    page.wait_for_url("**/acme/")
    page.goto(f"{live_server.url}/acme/clients/")
    page.click("text=Vincent's Bakery")

    name = page.locator("#detail-name")
    name.locator("button").click()
    page.fill("#detail-name-value", "")
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail-name-error")
    page.fill("#detail-name-value", "Vincent & Sons")
    page.click("[aria-label='Save Name']")
    page.wait_for_selector("#client-name:has-text('Vincent & Sons')")
    undo(page)
    page.wait_for_selector('#client-name:has-text("Vincent\'s Bakery")')

    page.select_option("#client-status", label="Dormant")
    page.wait_for_selector(".item-line:has-text('Dormant')")
    page.click("#client-header [aria-label=Tags]")
    page.click("#tags-dialog button:has-text('Quarterly')")
    page.wait_for_selector("#client-header .tags:has-text('Quarterly')")
    page.click("#client-star")
    page.wait_for_selector("#client-star[aria-pressed=true]")
    page.click(".dock [popovertarget=client-actions]")
    page.click("#client-actions >> text=Put on hold")
    page.fill("#hold-dialog [name=reason]", "Waits for the deposit")
    page.click("#hold-dialog [type=submit]")
    page.wait_for_selector("#client-header .hold")


def test_the_client_page_is_worked_without_a_mouse(
    page: Any, live_server: Any, alice: Member, bakery: Client, new_client: NewClient
) -> None:
    new_client("Otter Books")
    page.goto(f"{sign_in(page, live_server, alice)}clients/")
    keys = page.keyboard
    keys.press("j")
    keys.press("j")
    keys.press("Enter")
    page.wait_for_selector('#client-name:has-text("Vincent\'s Bakery")')

    page.locator("#client-status").focus()
    keys.type("Dorm")
    page.wait_for_selector(".item-line:has-text('Dormant')")
    page.locator("#client-name").evaluate("e => document.activeElement.blur()")
    keys.press("n")
    keys.type("Rang about the oven")
    keys.press("Control+Enter")
    page.wait_for_selector(".item-card:has-text('Rang about the oven')")
    page.evaluate("document.activeElement.blur()")
    keys.press("t")
    page.wait_for_selector("#task-title:visible")
    keys.type("Send the quote")
    keys.press("Enter")
    done = page.locator("#tasks-panel .task input[name=done]")
    done.wait_for()
    done.focus()
    keys.press("Space")
    page.wait_for_selector("#tasks-panel .task[data-done]")
    page.evaluate("document.activeElement.blur()")
    keys.press("s")
    page.wait_for_selector("#client-star[aria-pressed=true]")

    keys.press("Control+k")
    keys.type("otter")
    keys.press("Enter")
    page.wait_for_selector("#client-name:has-text('Otter Books')")


def test_back_leads_to_the_same_place_of_the_same_filter(
    page: Any, live_server: Any, alice: Member, new_client: NewClient
) -> None:
    for number in range(40):
        new_client(f"Bakery {number:02}")
    new_client("Otter Books")
    page.goto(f"{sign_in(page, live_server, alice)}clients/?q=bakery")
    rows = page.locator(".list-table tbody tr")
    assert rows.count() == 40
    page.locator("text=Bakery 37").scroll_into_view_if_needed()
    before = page.locator("#client-pane").evaluate("e => e.scrollTop")
    assert before > 0
    page.click("text=Bakery 37")
    page.wait_for_selector("#client-name")
    page.go_back()
    page.wait_for_selector(".list-table")
    assert "q=bakery" in page.url
    assert rows.count() == 40
    page.wait_for_function(
        "y => document.querySelector('#client-pane').scrollTop === y", arg=before
    )


def test_r07_two_tabs_that_change_one_value_are_shown_both(
    page: Any, live_server: Any, alice: Member, bakery: Client
) -> None:
    home = sign_in(page, live_server, alice)
    other = page.context.new_page()
    for tab, name in ((page, "Mine"), (other, "Theirs")):
        tab.goto(f"{home}clients/{bakery.number}/")
        tab.click("#detail-name button")
        tab.fill("#detail-name-value", name)
    other.keyboard.press("Enter")
    other.wait_for_selector("#client-name:has-text('Theirs')")
    page.keyboard.press("Enter")
    conflict = page.locator("#detail-name .conflict")
    conflict.wait_for()
    assert conflict.locator("dd").all_inner_texts() == ["Theirs", "Mine", "Vincent's Bakery"]
    conflict.locator("[value=yours]").click()
    page.wait_for_selector("#client-name:has-text('Mine')")


def test_an_empty_filter_stays_out_of_the_address(
    page: Any, live_server: Any, alice: Member, bakery: Client
) -> None:
    home = sign_in(page, live_server, alice)
    page.goto(f"{home}contacts/")
    page.fill("[name=q]", "mina")
    page.wait_for_url("**q=mina**")
    assert "role=" not in page.url
    page.goto(f"{home}clients/")
    page.fill("#content [name=q]", "bakery")
    page.wait_for_url("**q=bakery**")
    assert not any(part.endswith("=") for part in page.url.split("?")[1].split("&"))
