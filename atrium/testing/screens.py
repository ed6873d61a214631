"""The screens of the product, as they are photographed and checked: where each is and what opens it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PLACE = "harbour"
LOGIN = f"owner@{PLACE}.example"
BUSY, CROWD, RIGHT_TO_LEFT, LONG, EMPTY = 2, 48, 55, 98, 117
WIDTHS = {1440: 900, 390: 844, 320: 640}
THEMES = ("light", "dark")
CSV = (
    b"Company,Email,Phone,Town\nTarn & Daughter,hello@tarn.example,020 7946 0101,Bristol\n"
    b"Quay Bakery,orders@quay.example,020 7946 0102,Bath\nNo Name Ltd,not an address,12,Bath\n"
)


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One thing to look at. ``told`` puts it into docs/screens; ``main`` has axe look at each width and theme."""

    name: str
    path: str
    opens: Callable[[Any], None] | None = None
    told: bool = False
    main: bool = False
    public: bool = False

    def show(self, page: Any, base: str) -> None:
        """Open it in a tab that is signed in, and wait until nothing moves."""
        page.goto(base + self.path, wait_until="load")
        if self.opens:
            self.opens(page)


def sign_in(page: Any, base: str, password: str) -> None:
    """Sign in as the owner of the demo organisation."""
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=login]", LOGIN)
    page.fill("[name=password]", password)
    page.click("main [type=submit]")
    page.wait_for_selector("#content")


def _palette(page: Any) -> None:
    page.evaluate("document.dispatchEvent(new Event('palette:open'))")
    page.fill("#palette-q", "sever")
    page.wait_for_selector("#palette [role=option]")


def _keys(page: Any) -> None:
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")


def _dialog(address: str) -> Callable[[Any], None]:
    def opens(page: Any) -> None:
        page.locator(f"[data-hx-get$='{address}']").first.dispatch_event("click")
        page.wait_for_selector("#dialogs dialog[open]")

    return opens


def _wrong_value(page: Any) -> None:
    page.locator("[data-hx-get$='/details/tax_id/?edit']").click()
    page.fill("#detail-tax_id-value", "GB 12")
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail-tax_id-error")


def _upload(page: Any) -> None:
    page.set_input_files(
        "[type=file]", {"name": "clients.csv", "mimeType": "text/csv", "buffer": CSV}
    )
    page.locator("#content form [type=submit]").last.click()
    page.wait_for_url(re.compile(r"/imports/\d+/$"))


def screens() -> list[Screen]:
    """All of them, in the order in which a newcomer meets them."""
    home, client = f"/{PLACE}/", f"/{PLACE}/clients/{BUSY}/"
    settings = f"{home}settings/"
    return [
        Screen(name="sign-in", path="/accounts/login/", public=True, told=True, main=True),
        Screen(name="forgotten", path="/accounts/password/reset/", public=True),
        Screen(name="dashboard", path=home, told=True, main=True),
        Screen(name="clients", path=f"{home}clients/", told=True, main=True),
        Screen(name="clients-none", path=f"{home}clients/?q=zzzz"),
        Screen(name="client-new", path=f"{home}clients/new/", main=True),
        Screen(name="client", path=client, told=True, main=True),
        Screen(name="client-notes", path=f"{client}notes/", main=True),
        Screen(name="client-tasks", path=f"{client}tasks/"),
        Screen(name="client-long", path=f"{home}clients/{LONG}/", main=True),
        Screen(name="client-rtl", path=f"{home}clients/{RIGHT_TO_LEFT}/", told=True),
        Screen(name="client-empty", path=f"{home}clients/{EMPTY}/"),
        Screen(name="client-crowd", path=f"{home}clients/{CROWD}/"),
        Screen(name="palette", path=client, opens=_palette, told=True, main=True),
        Screen(name="keys", path=client, opens=_keys),
        Screen(
            name="dialog-contact",
            path=client,
            opens=_dialog("/contacts/add/"),
            told=True,
            main=True,
        ),
        Screen(name="dialog-hold", path=f"{home}clients/{EMPTY}/", opens=_dialog("/hold/")),
        Screen(name="edit-error", path=client, opens=_wrong_value, told=True),
        Screen(name="tasks", path=f"{home}tasks/", main=True),
        Screen(name="notifications", path=f"{home}notifications/"),
        Screen(name="imports", path=f"{home}imports/"),
        Screen(name="import-new", path=f"{home}imports/new/"),
        Screen(name="import-columns", path=f"{home}imports/new/", opens=_upload, told=True),
        Screen(name="organisation", path=f"{settings}organisation/", main=True),
        Screen(name="members", path=f"{settings}members/", told=True),
        Screen(name="invite", path=f"{settings}members/invite/"),
        Screen(name="roles", path=f"{settings}roles/", told=True),
        Screen(name="teams", path=f"{settings}teams/"),
        Screen(name="statuses", path=f"{settings}statuses/", main=True),
        Screen(name="tags", path=f"{settings}tags/"),
        Screen(name="tokens", path=f"{settings}tokens/"),
        Screen(name="log", path=f"{settings}log/"),
        Screen(name="notification-settings", path=f"{settings}notifications/"),
        Screen(name="profile", path="/accounts/profile/"),
        Screen(name="security", path="/accounts/2fa/"),
        Screen(name="sessions", path="/accounts/sessions/"),
        Screen(name="password", path="/accounts/password/change/"),
        Screen(name="not-found", path=f"{home}nowhere/"),
        Screen(name="styleguide", path="/styleguide/"),
    ]
