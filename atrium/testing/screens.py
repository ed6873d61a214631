"""The screens of the product, as they are photographed and checked: where each is and what opens it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

from atrium.testing.work_screens import FOLLOWED, WORK_SCREENS

PLACE = "harbour"
LOGIN = f"owner@{PLACE}.example"
BUSY, CROWD, RIGHT_TO_LEFT, LONG, EMPTY = 2, 48, 55, 98, 117
WIDTHS = {1440: 900, 390: 844, 320: 640}
THEMES = ("light", "dark")
WHERE = f"/{PLACE}/clients/?where=any(town.is:Bristol,last_contact.max:90+days+ago),phone.filled,tag.empty"
PLAIN_TABS = "jobs tenders contacts projects tasks locations relations mail".split()
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
COMPARED = r"duplicates/compare/\?client=[0-9]+&(?:amp;)?client=[0-9]+"
OWN_PAGES = {"e-mail": "email", "security": "2fa", "passkeys": "2fa/webauthn"}
OWN_PAGES |= {name: name for name in ("profile", "sessions", "reauthenticate")}
OWN_PAGES |= {"password": "password/change"}
CSV = (
    b"Company,Email,Phone,Town\nTarn & Daughter,hello@tarn.example,020 7946 0101,Bristol\n"
    b"Quay Bakery,orders@quay.example,020 7946 0102,Bath\nNo Name Ltd,not an address,12,Bath\n"
    b"Severnside Student Living,,,Bristol\nQuay Bakery,orders@quay.example,020 7946 0103,Bath\n"
)


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One thing to look at.

    ``told`` puts it into docs/screens; ``main`` has its colours checked on the phone too.
    ``link`` is the pattern of an address: the screen is where the first such link on the page at ``path`` leads.
    """

    name: str
    path: str
    link: str = ""
    opens: Callable[[Any], None] | None = None
    told: bool = False
    main: bool = False
    public: bool = False

    def show(self, page: Any, base: str) -> None:
        """Open it in a tab that is signed in, and wait until nothing moves."""
        page.goto(base + self.path, wait_until="load")
        if self.link:
            page.goto(base + self.followed(page.content()), wait_until="load")
        if self.opens:
            self.opens(page)

    def followed(self, text: str) -> str:
        """The address that ``link`` finds in the page's HTML; an AssertionError when there is none."""
        found = re.search(rf'"({self.link})"', text)
        assert found, f"{self.name}: no link {self.link} on {self.path}"
        return unescape(found[1])


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


def _filter(page: Any) -> None:
    page.locator("#add-condition").click()
    page.wait_for_selector("#filter-dialog[open]")


def _set_a_field(page: Any) -> None:
    page.locator("[popovertarget=all-deeds]").click()
    page.locator("#all-deeds [value=field]").click()
    page.wait_for_selector("#bulk-set")


def _wrong_value(page: Any) -> None:
    page.locator("[data-hx-get$='/details/timezone/?edit']").click()
    page.fill("#detail-timezone-value", "Somewhere/Else")
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail-timezone-error")


def _upload(page: Any) -> None:
    page.set_input_files(
        "[type=file]", {"name": "clients.csv", "mimeType": "text/csv", "buffer": CSV}
    )
    page.locator("#content form [type=submit]").last.click()
    page.wait_for_url(re.compile(r"/imports/\d+/$"))


def _planned(page: Any) -> None:
    _upload(page)
    page.locator("#content form[action$='/plan/'] [type=submit]").last.click()
    page.locator("form[action$='/run/']").first.wait_for(timeout=60_000)


def _deciding(page: Any) -> None:
    _planned(page)
    page.locator("#content nav a[href$='outcome=base']").click()
    page.wait_for_selector("form[action$='/decide/']")


def _done(page: Any) -> None:
    _planned(page)
    page.locator("form[action$='/run/'] [type=submit]").first.click()
    page.locator("form[action$='/undo/']").first.wait_for(timeout=60_000)


def screens() -> list[Screen]:
    """All of them, in the order in which a newcomer meets them."""
    home, client = f"/{PLACE}/", f"/{PLACE}/clients/{BUSY}/"
    return [
        Screen(name="sign-in", path="/accounts/login/", public=True, told=True, main=True),
        Screen(name="forgotten", path="/accounts/password/reset/", public=True),
        Screen(name="forgotten-sent", path="/accounts/password/reset/done/", public=True),
        Screen(
            name="reset-spent", path="/accounts/password/reset/key/1-set-password/", public=True
        ),
        Screen(name="sign-up", path="/accounts/signup/", public=True),
        Screen(name="inactive", path="/accounts/inactive/", public=True),
        Screen(name="invitation-spent", path=f"/invitations/{PLACE}/spent/", public=True),
        Screen(name="api-reference", path="/api/docs", public=True, told=True),
        Screen(name="dashboard", path=home, told=True, main=True),
        Screen(name="clients", path=f"{home}clients/", told=True, main=True),
        Screen(name="clients-none", path=f"{home}clients/?q=zzzz"),
        Screen(
            name="clients-view",
            path=f"{home}clients/",
            link=f"{home}clients/\\?view=\\d+",
            main=True,
        ),
        Screen(name="clients-filter", path=WHERE, opens=_filter, told=True, main=True),
        Screen(name="clients-filter-page", path=WHERE.replace("clients/", "clients/filter/")),
        Screen(name="clients-bulk", path=WHERE, opens=_set_a_field),
        Screen(name="clients-export", path=f"{home}clients/export/"),
        Screen(name="exports", path=f"{home}exports/"),
        Screen(name="client-never-given", path=f"{home}clients/99999/", main=True),
        Screen(name="views", path=f"{home}clients/views/", main=True),
        Screen(name="view-new", path=f"{home}clients/views/new/?hold=1"),
        Screen(name="client-new", path=f"{home}clients/new/"),
        *_client_screens(home, client),
        Screen(name="palette", path=client, opens=_palette, told=True, main=True),
        Screen(name="keys", path=client, opens=_keys),
        Screen(name="contacts", path=f"{home}contacts/"),
        Screen(name="contact", path=f"{home}contacts/", link=f"{home}contacts/{UUID}/", main=True),
        Screen(name="contact-new", path=f"{home}contacts/new/"),
        Screen(name="duplicates", path=f"{home}duplicates/", main=True),
        Screen(name="duplicates-apart", path=f"{home}duplicates/apart/"),
        Screen(name="duplicates-merged", path=f"{home}duplicates/merged/"),
        Screen(name="merge", path=f"{home}duplicates/", link=f"{home}{COMPARED}", main=True),
        Screen(name="tasks", path=f"{home}tasks/", main=True),
        Screen(name="calls", path=f"{home}calls/", main=True),
        Screen(name="calendar", path=f"{home}calendar/?who=all", main=True),
        *(Screen(name=n, path=f"{home}{p}", main="?" not in p) for n, p in WORK_SCREENS.items()),
        Screen(name="inbox", path=f"{home}inbox/?view=team", told=True, main=True),
        _linked("inbox-conversation", f"{home}inbox/", r"/\?view=mine"),
        Screen(name="call-lookup", path=f"{home}calls/lookup/?number=020+7946+0999"),
        Screen(name="notifications", path=f"{home}notifications/"),
        Screen(name="quality", path=f"{home}quality/", told=True, main=True),
        Screen(name="imports", path=f"{home}imports/"),
        Screen(name="import-new", path=f"{home}imports/new/"),
        Screen(name="import-columns", path=f"{home}imports/new/", opens=_upload, told=True),
        Screen(name="import-plan", path=f"{home}imports/new/", opens=_planned),
        Screen(name="import-decide", path=f"{home}imports/new/", opens=_deciding),
        Screen(name="import-done", path=f"{home}imports/new/", opens=_done),
        *_settings_screens(f"{home}settings/"),
        Screen(name="health", path="/installation/", main=True),
        Screen(name="backups", path="/installation/backups/", main=True),
        *(Screen(name=name, path=f"/accounts/{path}/") for name, path in OWN_PAGES.items()),
        Screen(name="not-found", path=f"{home}nowhere/"),
        Screen(name="styleguide", path="/styleguide/", main=True),
        *(
            Screen(name=f"styleguide-{name}", path=f"/styleguide/{name}/", main=True)
            for name in ("components", "client", "list", "settings", "import", "auth", "problem")
        ),
    ]


def _client_screens(home: str, client: str) -> list[Screen]:
    return [
        Screen(name="client", path=client, told=True, main=True),
        Screen(name="client-activity", path=f"{client}activity/?strand=changes"),
        Screen(name="client-contacts-tree", path=f"{client}contacts/?view=tree"),
        Screen(name="client-meetings", path=f"{client}meetings/", main=True),
        _linked("meeting", f"{client}meetings/"),
        Screen(name="client-work", path=f"{client}collect/", link=f"{client}collect/work/{UUID}/"),
        Screen(name="meeting-new", path=f"{client}meetings/new/"),
        Screen(name="client-notes", path=f"{client}notes/", main=True),
        Screen(name="client-mail-new", path=f"{client}activity/?mail", main=True),
        Screen(name="client-sms-new", path=f"{client}activity/?sms", main=True),
        *(Screen(name=f"client-{tab}", path=f"{client}{tab}/") for tab in PLAIN_TABS),
        Screen(name="comments", path=f"{client}comments/", main=True),
        Screen(name="file", path=f"{client}documents/", link=f"{client}files/{UUID}/", main=True),
        Screen(name="call-new", path=f"{client}calls/new/"),
        Screen(name="dialog-call", path=client, opens=_dialog("/calls/new/"), main=True),
        Screen(name="client-relations-map", path=f"{client}relations/map/"),
        Screen(name="client-long", path=f"{home}clients/{LONG}/"),
        Screen(name="client-rtl", path=f"{home}clients/{RIGHT_TO_LEFT}/", told=True),
        Screen(name="client-empty", path=f"{home}clients/{EMPTY}/"),
        Screen(name="client-crowd", path=f"{home}clients/{CROWD}/"),
        *(Screen(name=n, path=home + p, link=home + to) for n, (p, to) in FOLLOWED.items()),
        Screen(name="location-new", path=f"{client}locations/add/"),
        Screen(name="service-area-new", path=f"{client}areas/add/"),
        Screen(name="client-equipment", path=f"{client}equipment/", main=True),
        Screen(name="equipment-new", path=f"{client}equipment/add/"),
        _linked("equipment", f"{client}equipment/"),
        _linked("equipment-service", f"{client}equipment/", "/service/"),
        Screen(name="client-profile", path=f"{client}fields/"),
        Screen(name="mail-template-choice", path=f"{client}mail/templates/"),
        Screen(name="sms-template-choice", path=f"{client}sms/templates/"),
        Screen(name="note-template-choice", path=f"{client}notes/templates/"),
        Screen(name="edit-error", path=client, opens=_wrong_value, told=True),
        Screen(
            name="dialog-contact",
            path=client,
            opens=_dialog("/contacts/add/"),
            told=True,
            main=True,
        ),
        Screen(name="dialog-note-versions", path=f"{client}notes/", opens=_dialog("/versions/")),
        *(
            Screen(name=f"dialog-{name}", path=client, opens=_dialog(f"/{name}/"))
            for name in ("hold", "flag", "owner", "access", "tags")
        ),
    ]


def _linked(name: str, path: str, ending: str = "/") -> Screen:
    """The first of those that the page at ``path`` leads to."""
    return Screen(name=name, path=path, link=f"{path}{UUID}{ending}")


def _settings_screens(settings: str) -> list[Screen]:
    words = "statuses job-stages job-roles tender-stages tender-reasons document-kinds tags location-types contact-roles relation-kinds industries columns fields".split()
    lists = (*words, "note-templates", "message-templates", "rules")
    return [
        Screen(name="organisation", path=f"{settings}organisation/", main=True),
        Screen(name="members", path=f"{settings}members/", told=True),
        Screen(name="mail-sorting", path=f"/{PLACE}/mail/", told=True, main=True),
        _linked("mail-read", f"/{PLACE}/mail/"),
        _linked("message-template-preview", f"{settings}message-templates/", "/preview/"),
        Screen(name="mailboxes", path=f"{settings}mailboxes/"),
        Screen(name="mailbox-add", path=f"{settings}mailboxes/add/"),
        Screen(name="mailbox-share", path=f"{settings}mailboxes/add/shared/"),
        Screen(name="sms-numbers", path=f"{settings}sms/"),
        Screen(name="sms-number-add", path=f"{settings}sms/add/"),
        _linked("member", f"{settings}members/"),
        Screen(name="invite", path=f"{settings}members/invite/"),
        Screen(name="roles", path=f"{settings}roles/", told=True),
        Screen(name="teams", path=f"{settings}teams/"),
        _linked("team", f"{settings}teams/"),
        Screen(name="team-new", path=f"{settings}teams/new/"),
        *(Screen(name=name, path=f"{settings}{name}/") for name in lists),
        *(Screen(name=f"{name}-add", path=f"{settings}{name}/add/") for name in lists),
        *(
            Screen(
                name=f"{name}-edit",
                path=f"{settings}{name}/",
                link=f"{settings}{name}/(?:[0-9]+|{UUID})/",
            )
            for name in lists
        ),
        *(
            Screen(
                name=f"{name}-remove",
                path=f"{settings}{name}/",
                link=f"{settings}{name}/[0-9]+/remove/",
            )
            for name in words[:-1]
        ),
        Screen(name="tokens", path=f"{settings}tokens/"),
        Screen(name="log", path=f"{settings}log/"),
        Screen(name="notification-settings", path=f"{settings}notifications/"),
    ]
