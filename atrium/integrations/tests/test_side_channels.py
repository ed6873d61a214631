"""J24: who lost sight of a client finds nothing of it, whichever way they ask.

Mona, a manager, imported a client and worked for it; then Alice took it for herself, renamed it and
wrote to its file. Whatever was written since says "Zanzibar".
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client as Browser

from atrium.calendar.models import Task
from atrium.clients import lexicon
from atrium.clients.bulk import Order, begin, perform
from atrium.clients.models import Client, Contact, Favourite, Hold, Link, Location, Point
from atrium.clients.search import search
from atrium.clients.tasks import perform_order
from atrium.conftest import NewClient, NewMember
from atrium.conversations.models import Note
from atrium.foundation.errors import Refusal
from atrium.imports.exporting import export
from atrium.imports.models import Import
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.integrations.tests.test_access import FORM, example, operations
from atrium.notifications.models import Delivery
from atrium.notifications.tasks import mail as mail_task
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role
from atrium.organisations.tests.test_walk import ORGANISATION, urls
from atrium.timeline.models import Act, Change, Event

SECRET = "zanzibar"
SENT = "ID,Company,E-mail\nZ1,Plain Ltd,info@plain.example\n"
LISTING = {
    "clients",
    "dashboard",
    "calendar",
    "tasks",
    "notifications",
    "palette",
    "client-picker",
} | {
    "contact-picker",
    "clients-similar",
    "import",
    "import-rows",
    "settings-log",
}
ASKED = ("?q=zanz", "?q=plain", "?q=C-1", "?q=1", "?period=all", "?view=table", "?owner=none")


@pytest.fixture
def mona(new_member: NewMember) -> Member:
    return new_member("Mona Moss", Role.MANAGER)


@pytest.fixture
def as_mona(mona: Member) -> Browser:
    browser = Browser()
    browser.force_login(mona.user)
    return browser


@pytest.fixture
def hidden(acme: Organisation, alice: Member, mona: Member, new_client: NewClient) -> Client:
    """The client that Mona brought and may not see any more: number 1."""
    sent = Import.take(io.BytesIO(SENT.encode()), by=mona, name="plain.csv")
    sent.look()
    sent.plan()
    sent.run()
    client: Client = Client.objects.get(external_id="Z1")
    order = Order(deed="status", value=str(last_status(acme).pk), everything=True)
    perform(order, begin(order, by=mona, label="Set the status of 1 client"), by=mona)
    Favourite.star(client, by=mona)
    Task.add(client, by=mona, title="Call back", assignee=mona, due_on=acme.today())
    client.restrict(by=alice, to_team=True)
    fill(client, alice)
    new_client("Bakery")
    client.refresh_from_db()
    return client


def last_status(acme: Organisation) -> Any:
    return list(lexicon.of(acme).statuses.values())[-1]


def fill(client: Client, alice: Member) -> None:
    """Everything that can be written to a client's file."""
    client.edit(by=alice, name="Zanzibar Trading", about="Zanzibar spices")
    person = Contact.add(by=alice, given_name="Zanzibar", family_name="Person")
    Link.make(client, person, by=alice)
    Point.add(client, by=alice, kind="email", text="zanzibar@secret.example")
    kind = next(iter(lexicon.of(client.organisation).location_types.values()))
    Location.add(client, by=alice, type=kind, city="Zanzibar")
    Note.write(client, by=alice, html="<p>Zanzibar called @Mona Moss</p>")
    Task.add(client, by=alice, title="Zanzibar task", due_on=client.organisation.today())
    Hold.place(client, by=alice, reason="Zanzibar owes")


def assert_silent(where: str, answer: Any) -> None:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="replace") + str(dict(answer.headers))
    assert SECRET not in text.lower(), where
    assert answer.status_code < 500, where


@pytest.mark.once
def test_j24_no_page_tells(as_mona: Browser, hidden: Client) -> None:
    for url in urls(ORGANISATION - {"clients-bulk-run"}):
        assert_silent(url, as_mona.get(url, headers={"HX-Request": "true"}))
    for url in urls(LISTING):
        for asked in ("", *ASKED):
            assert_silent(f"{url}{asked}", as_mona.get(f"{url}{asked}"))


def test_j24_no_event_can_be_opened(as_mona: Browser, hidden: Client) -> None:
    for key in Event.objects.filter(client=hidden).values_list("pk", flat=True):
        assert as_mona.get(f"/acme/notifications/events/{key}/").status_code == 404


def test_j24_nothing_of_it_is_counted(as_mona: Browser, hidden: Client) -> None:
    page = as_mona.get("/acme/clients/").content.decode()
    assert "Bakery" in page
    assert re.search(r"\b1 client\b", page)
    tasks = as_mona.get("/acme/tasks/").content.decode()
    assert "Call back" not in tasks


@pytest.mark.once
def test_j24_no_deed_reaches_it(as_mona: Browser, hidden: Client) -> None:
    before = Change.objects.latest("id").pk
    for url in urls(ORGANISATION):
        if "/clients/1/" in url or "/acts/" in url or "/tasks/" in url or "/notes/" in url:
            answer = as_mona.post(url, {"name": "x", "text": "x", "value": "x", "title": "x"})
            assert_silent(url, answer)
    for act in Act.objects.filter(changes__client=hidden).distinct():
        assert as_mona.post(f"/acme/acts/{act.pk}/undo/").status_code == 404
        assert as_mona.get(f"/acme/acts/{act.pk}/undo/").status_code == 404
    answer = as_mona.post("/acme/clients/bulk/", {"deed": "archive", "selected": ["1"]})
    assert answer.status_code == 409
    everyone = {"deed": "archive", "selected_all": "1", "go": "1"}
    assert "Archived 1 client" in as_mona.post("/acme/clients/bulk/", everyone).content.decode()
    assert list(Client.objects.filter(state=1).values_list("name", flat=True)) == ["Bakery"]
    assert not Change.objects.filter(id__gt=before, client=hidden, act__actor__name="Mona Moss")


def test_j24_the_import_that_brought_it_is_silent(
    as_mona: Browser, hidden: Client, mona: Member
) -> None:
    for rest in ("", "rows/", "?outcome=create", "failed.csv", "file/"):
        assert_silent(rest, as_mona.get(f"/acme/imports/1/{rest}"))
    assert as_mona.post("/acme/imports/1/undo/").status_code == 409
    assert Client.objects.get(pk=hidden.pk).state == 0
    again = SENT.replace("Plain Ltd", "Zanzibar Trading") + "Z2,Zanz,zanzibar@secret.example\n"
    sent = Import.take(io.BytesIO(again.encode()), by=mona, name="again.csv")
    sent.look()
    sent.plan(mode="both")
    assert {row.client_id for row in sent.rows_of_file.all()} == {None}
    sent.run()
    assert Client.objects.get(pk=hidden.pk).version == hidden.version


def test_j24_the_imports_of_others_are_theirs(
    as_mona: Browser, alice: Member, acme: Organisation
) -> None:
    sent = Import.take(io.BytesIO(b"Name\nZanzibar\n"), by=alice, name="zanzibar.csv")
    sent.look()
    for rest in ("", "rows/", "file/", "failed.csv"):
        assert as_mona.get(f"/acme/imports/{sent.number}/{rest}").status_code == 404
    assert_silent("imports", as_mona.get("/acme/imports/"))


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_j24_no_export_holds_it(hidden: Client, mona: Member, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out.{ending}"
    assert export(out, by=mona) == 1
    assert SECRET not in out.read_text(encoding="utf-8-sig").lower()


def test_j24_no_search_finds_it(hidden: Client, mona: Member) -> None:
    for query in ("zanzibar", "zanzibr", "C-1", "1", "zanzibar@secret.example", "plain"):
        found = search(mona, query)
        assert found.hits == [], query
        assert SECRET not in found.note.lower().replace(query, ""), query


@pytest.mark.once
def test_j24_no_operation_of_the_api_tells(hidden: Client, mona: Member, alice: Member) -> None:
    program = Program(token_of(mona, EVERYTHING))
    words = lexicon.of(hidden.organisation)
    person = Contact.objects.get()
    known = {
        "client_id": hidden.public_id,
        "contact_id": person.public_id,
        "link_id": Link.objects.get().public_id,
        "point_id": Point.objects.latest("id").public_id,
        "contact_point_id": Point.objects.latest("id").public_id,
        "location_id": Location.objects.get().public_id,
        "note_id": Note.objects.latest("id").public_id,
        "task_id": Task.objects.latest("id").public_id,
        "assignment_id": hidden.public_id,
        "grant_id": hidden.public_id,
        "tag_id": next(iter(words.tags.values())).public_id,
        "status_id": next(iter(words.statuses.values())).public_id,
        "type_id": next(iter(words.location_types.values())).public_id,
        "role_id": next(iter(words.contact_roles.values())).public_id,
        "member_id": alice.public_id,
        "change_id": Change.objects.filter(client=hidden).latest("id").pk,
        "act_id": Change.objects.filter(client=hidden).latest("id").act_id,
    }
    ids: dict[str, Any] = defaultdict(lambda: hidden.public_id, known)
    before = Change.objects.filter(client=hidden).count()
    for method, path, told in operations():
        where = re.sub(r"\{(\w+)\}", lambda match: str(ids[match[1]]), path)
        needs = "".join(
            f"&{one['name']}={hidden.public_id}"
            for one in told.get("parameters", [])
            if one["in"] == "query" and one.get("required")
        )
        # Words narrow what is listed; a deed asks for none.
        for words_asked in ("", "q=zanz", "q=Z1")[: None if method == "GET" else 1]:
            asked = f"?{words_asked}{needs}"
            if FORM in str(told.get("requestBody")):
                with current.entered(current.required()):
                    answer = program.post(f"/api/v1{where}{asked}", example(told, ids))
            else:
                answer = program.ask(method, where + asked, example(told, ids))
            assert_silent(f"{method} {path}{asked}", answer)
            if re.search(r"client_id|contact_id|task_id|note_id|change_id|act_id", path):
                assert answer.status_code in {403, 404, 405}, f"{method} {path}"
    assert Change.objects.filter(client=hidden).count() == before
    taken = program.ask("POST", "/clients", {"name": "New", "external_id": "Z1"})
    assert_silent("an external id that is taken", taken)


def test_j24_no_mail_tells_who_lost_sight_or_work(
    hidden: Client, mona: Member, alice: Member, new_client: NewClient
) -> None:
    mail.outbox.clear()
    event = Event.objects.filter(client=hidden).latest("id")
    for key in Delivery.owe(event, [mona]):
        mail_task.enqueue(hidden.organisation.pk, key)
    other = Event.objects.filter(client=new_client("Cedar")).latest("id")
    mona.disable(by=alice)
    for key in Delivery.owe(other, [mona]):
        mail_task.enqueue(hidden.organisation.pk, key)
    assert mail.outbox == []


def test_j24_who_was_disabled_is_out_at_once(
    as_mona: Browser, hidden: Client, mona: Member, alice: Member
) -> None:
    program = Program(token_of(mona, EVERYTHING))
    assert program.ask("GET", "/clients").status_code == 200
    order = Order(deed="archive", everything=True)
    act = begin(order, by=mona, label="Archived 1 client")
    mona.disable(by=alice)
    assert as_mona.get("/acme/clients/").status_code in {302, 404}
    assert program.ask("GET", "/clients").status_code == 401
    perform_later(order, act, mona)
    assert not Client.objects.filter(state=1).exists()


def test_j24_who_was_demoted_does_no_more_than_the_new_role(
    as_mona: Browser, hidden: Client, mona: Member, alice: Member
) -> None:
    program = Program(token_of(mona, EVERYTHING))
    order = Order(deed="archive", everything=True)
    act = begin(order, by=mona, label="Archived 1 client")
    mona.change_role(Role.VIEWER, by=alice)
    assert as_mona.get("/acme/imports/").status_code in {302, 403}
    assert program.ask("POST", "/clients", {"name": "New"}).status_code == 403
    perform_later(order, act, mona)
    assert not Client.objects.filter(state=1).exists()


def perform_later(order: Order, act: Act, member: Member) -> None:
    """What the queue does with an order given before."""
    with pytest.raises(Refusal, match="may not do this any more"):
        perform_order.func(act.organisation.pk, member.pk, act.pk, order.as_json())
