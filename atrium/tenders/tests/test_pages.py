"""B04, B01: tenders in the browser, by who may."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from atrium.clients.models import Client, Contact, Link
from atrium.documents.models import File
from atrium.organisations.models import Member
from atrium.tenders.models import Tender, TenderStage
from atrium.tenders.models.deciding import decide
from atrium.tenders.tests.conftest import NewTender

LIST, ONE = "/acme/tenders/", "/acme/tenders/1/"
NEW = "/acme/clients/1/tenders/new/"


def test_b04_bob_adds_a_tender_from_the_client_page_and_wins_it(
    bakery: Client, alice: Member, as_bob: Browser, as_vera: Browser, as_charlie: Browser
) -> None:
    mina = Contact.add(by=alice, given_name="Mina")
    Link.make(bakery, mina, by=alice)
    assert "Add tender" in as_bob.get("/acme/clients/1/").text
    assert as_bob.post("/acme/tenders/new/", {"client": "1"})["Location"] == NEW
    assert as_bob.post("/acme/tenders/new/", {"client": "9"}).status_code == 422
    yesterday = datetime.now(ZoneInfo("Europe/Oslo")).date() - timedelta(days=1)
    form = {
        "title": "Service of all ovens",
        "description": "Twelve ovens.",
        "amount": "1,200.50",
        "chance": "60",
        "due_on": f"{yesterday}",
        "due_time": "12:00",
        "timezone": "Europe/Oslo",
        "contacts": [str(mina.public_id)],
    }
    for field, value, words in (
        ("title", "", "Say what is offered."),
        ("chance", "200", "0 to 100 per cent"),
        ("due_on", "", "Choose the day as well."),
        ("timezone", "Mars/Base", "time zone of the list"),
    ):
        answer = as_bob.post(NEW, form | {field: value})
        assert (answer.status_code, words in answer.text) == (422, True), field
    assert as_bob.post(NEW, form)["Location"] == ONE
    page = as_bob.get(ONE).text
    for words in ("£1,200.50", "60 %", "Mina", "Yesterday, 12:00 in Oslo", "Twelve ovens."):
        assert words in page, words
    client = as_bob.get("/acme/clients/1/tenders/").text
    assert "T-0001" in client
    assert "1 tender is overdue" in client
    for place in (f"/acme/calendar/?who=all&on={yesterday}", "/acme/palette/?q=t-0001"):
        assert ONE in as_bob.get(place).text, place
    edit = form | {"title": "All ovens", "owner": "", "remind_before": "3"}
    assert as_bob.post(f"{ONE}edit/", edit).status_code == 302
    assert "All ovens" in as_bob.get(ONE).text
    stage = TenderStage.objects.get(label="Submitted")
    assert as_bob.post(f"{ONE}stage/", {"stage": stage.pk}).status_code == 302
    assert as_bob.post(f"{ONE}stage/", {"stage": "0"}).status_code == 409
    won = f"{ONE}decide/won/"
    assert "A project, with all that is said here" in as_bob.get(won).text
    told = as_bob.post(won, {"done": "1", "comment": "Glad.", "becomes": "job"}, follow=True).text
    assert "became J-0001." in told
    undo = told.partition("/acme/acts/")[2].partition("/")[0]
    job = as_bob.get("/acme/jobs/1/").text
    for words in ("Came out of a tender", ONE, "£1,200.50", "Mina"):
        assert words in job, words
    assert "/acme/jobs/1/" in as_bob.get(ONE).text
    assert "100 %" in as_bob.get(f"{LIST}").text.replace("<small>%</small>", " %")
    assert as_bob.post(f"{ONE}reopen/").status_code == 409
    as_bob.post(f"/acme/acts/{undo}/undo/")
    assert Tender.objects.get().is_open
    # Who may only look sees it and no way to change it; others see nothing.
    assert f"{ONE}edit/" not in as_vera.get(ONE).text
    assert as_vera.post(NEW, form).status_code == 403
    for place in (ONE, LIST, f"{ONE}edit/", f"{ONE}files/choose/"):
        assert as_charlie.get(place).status_code == 404, place
    bakery.restrict(by=alice, to_team=True)
    assert as_bob.get(ONE).status_code == 404
    assert "All ovens" not in as_bob.get(LIST).text


def test_b04_the_list_goes_by_stage_pages_and_changes_many_with_one_undo(
    bakery: Client, bob: Member, alice: Member, new_tender: NewTender, as_alice: Browser
) -> None:
    today = bakery.organisation.today()
    for n in range(52):
        due = today + timedelta(days=n) if n % 2 else None
        new_tender(f"Round {n}", owner=bob if n == 0 else None, due_on=due, amount=100 + n)
    decide(Tender.objects.get(number=52), "lost", by=alice)
    seen: list[str] = []
    for sort in ("due", "newest", "value"):
        where: str | None = f"?sort={sort}"
        seen.clear()
        while where:
            page = as_alice.get(LIST + where).text
            seen += [part.partition('"')[0] for part in page.split('name="selected" value="')[1:]]
            where = page.partition('id="page-next"')[2].partition('href="')[2].partition('"')[0]
            where = where.removeprefix(LIST).replace("&amp;", "&")
        assert len(seen) == len(set(seen)) == 51, sort
    stage = TenderStage.objects.get(label="Submitted")
    for query, count in (
        ("", "51 tenders"),
        (f"owner={bob.pk}", "1 tender"),
        ("owner=none", "50 tenders"),
        ("q=round 5", "6 tenders"),
        ("q=t-0007", "1 tender"),
        ("due=week", "4 tenders"),
        ("due=none&client=1", "26 tenders"),
        ("show=lost", "1 tender"),
        ("show=lost&period=before", "0 tenders"),
        ("show=bin", "0 tenders"),
        (f"stage={stage.pk}", "0 tenders"),
        ("stage=9999999999999999999&after=2026-01-01.5&sort=due&owner=x", "51 tenders"),
    ):
        assert f">{count}<" in as_alice.get(f"{LIST}?{query}").text, query
    order = {"deed": "move", "stage": stage.pk, "selected": ["1", "2", "52"]}
    told = as_alice.post(f"{LIST}bulk/", order, follow=True).text
    assert "2 tenders changed. T-0052 was left as it was: T-0052 is lost." in told
    assert Tender.objects.filter(stage=stage).count() == 2
    undo = told.partition("/acme/acts/")[2].partition("/")[0]
    as_alice.post(f"/acme/acts/{undo}/undo/")
    assert not Tender.objects.filter(stage=stage).exists()
    for deed, words in (("bin", "Choose at least one tender."), ("eat", "Choose one of move")):
        assert words in as_alice.post(f"{LIST}bulk/", {"deed": deed}, follow=True).text


def test_b04_documents_lie_in_its_folder_or_stay_where_they_are(
    bakery: Client, alice: Member, new_tender: NewTender, as_alice: Browser, as_vera: Browser
) -> None:
    new_tender()
    loose = File.add(bakery, ContentFile(b"Loose", "loose.txt"), by=alice)
    assert as_vera.post(f"{ONE}files/add/").status_code == 403
    upload = {"file": [SimpleUploadedFile("ours.txt", b"Ours")]}
    assert as_alice.post(f"{ONE}files/add/", upload).status_code == 302
    assert "loose.txt" in as_alice.get(f"{ONE}files/choose/?q=loo").text
    as_alice.post(f"{ONE}files/choose/", {"file": [str(loose.public_id)]})
    page = as_alice.get(ONE).text
    assert "ours.txt" in page
    assert "loose.txt" in page
    tender = Tender.objects.get()
    [ours] = tender.kept.files()
    for file in (ours, loose):
        assert as_alice.post(f"{ONE}files/{file.public_id}/remove/").status_code == 302
    page = as_alice.get(ONE).text.partition('<section class="block" id="files">')[2]
    page = page.partition("</section>")[0]
    assert "ours.txt" not in page
    assert "loose.txt" not in page
    assert File.objects.live().get() == loose


def test_c05_facts_columns_and_conditions_agree_with_the_rows(
    alice: Member,
    new_client: Callable[..., Client],
    new_tender: NewTender,
    as_alice: Browser,
    as_bob: Browser,
) -> None:
    mill = new_client("Mill")
    today = mill.organisation.today()
    for title, outcome in (
        ("A", "won"),
        ("B", "won"),
        ("C", "lost"),
        ("D", "withdrawn"),
        ("E", ""),
    ):
        tender = new_tender(title, client=mill, due_on=today - timedelta(days=2), amount=1000)
        if outcome:
            decide(tender, outcome, by=alice)
    for where, found in (
        ("open_tenders.is:1", ["Mill"]),
        ("overdue_tenders.min:1", ["Mill"]),
        ("won_tenders.is:2", ["Mill"]),
        ("lost_tenders.is:0", ["Vincent"]),
        ("tender_due.max:yesterday", ["Mill"]),
    ):
        text = as_alice.get(f"/acme/clients/?where={where}").text.partition("<tbody")[2]
        assert [name for name in ("Vincent", "Mill") if name in text] == found, where
    alice.prefers(list_columns=["open_tenders", "win_rate"])
    text = as_alice.get("/acme/clients/").text
    assert "67 %" in text
    assert "1 overdue" in text
    tab = as_alice.get("/acme/clients/2/tenders/").text
    assert "2 of 3 decided" in tab
    archived = as_alice.post("/acme/clients/2/archive/", {"archive": "1"}).text
    assert "1 tender is still open" in archived
    answer = as_alice.get(f"{LIST}export.csv?show=all")
    rows = list(csv.DictReader(StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert [(row["number"], row["outcome"], row["value"]) for row in rows][:1] == [
        ("T-0001", "won", "10.00")
    ]
    assert len(rows) == 5
    assert b"".join(as_alice.get(f"{LIST}export.xlsx")).startswith(b"PK")
    assert b"number" in b"".join(as_alice.get("/acme/projects/export.csv"))
    assert as_alice.get(f"{LIST}export.pdf").status_code == 404
    assert as_bob.get(f"{LIST}export.csv").status_code == 403
