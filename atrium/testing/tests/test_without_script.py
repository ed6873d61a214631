"""V05, R07, R13: a browser without script signs in, lists, opens a client and writes into it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client as Browser

from atrium.clients.models import Client, Contact
from atrium.conversations.models import Note
from atrium.organisations.models import Member

PASSWORD = "a long enough one"
PAGE = "/acme/clients/1/"


def form_in(page: Any, action: str) -> dict[str, str]:
    """What the form with this address sends of itself: its hidden fields and its values."""
    [form] = re.findall(rf'<form\b[^>]*action="{action}"[^>]*>(.*?)</form>', page.text, re.DOTALL)[
        :1
    ]
    fields = re.findall(r"<input\b[^>]*>", form)
    named = [
        (re.search(r'\bname="([^"]*)"', tag), re.search(r'\bvalue="([^"]*)"', tag))
        for tag in fields
        if 'type="checkbox"' not in tag
    ]
    return {name[1]: unescape(value[1]) if value else "" for name, value in named if name}


def send(browser: Browser, shown: str, action: str, **typed: str) -> Any:
    """Fill in the form on a page as a person would, and go where the answer leads."""
    form = form_in(browser.get(shown, follow=True), action)
    return browser.post(action, form | typed, follow=True)


def test_v05_the_work_goes_on_without_script(
    alice: Member, bakery: Client, visitor: Browser
) -> None:
    alice.user.set_password(PASSWORD)
    alice.user.save()

    login = "/accounts/login/"
    at_home = send(visitor, login, login, login="alice@acme.example", password=PASSWORD)
    assert at_home.request["PATH_INFO"] == "/acme/"
    assert f'href="{PAGE}"' in visitor.get("/acme/clients/").text

    detail = f"{PAGE}details/about/"
    page = visitor.get(f"{detail}?edit")
    assert "<textarea" in page.text
    saved = send(visitor, f"{detail}?edit", detail, value="Bakes at night.")
    assert saved.request["PATH_INFO"] == PAGE
    assert "Bakes at night." in saved.text

    noted = send(visitor, PAGE, f"{PAGE}notes/new/", text="Rang about the oven.")
    assert noted.request["PATH_INFO"].startswith(PAGE)
    assert Note.objects.get().text == "Rang about the oven."

    contact = f"{PAGE}contacts/add/"
    added = send(visitor, contact, contact, given_name="Mina", family_name="Patel")
    assert added.request["PATH_INFO"].startswith(PAGE)
    assert "Mina Patel" in added.text
    assert str(Contact.objects.get()) == "Mina Patel"
