"""R05, J01, J03, J04, J05, R19: jobs in the browser, by who may."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

from django.test import Client as Browser
from django.urls import reverse

from atrium.clients.models import Client, Hold
from atrium.conversations.models import Note
from atrium.jobs.mail_numbers import by_job
from atrium.jobs.models import Job, Part, Participation, Stage
from atrium.jobs.tests.conftest import NewJob
from atrium.organisations.models import Member

LIST, NEW = "/acme/jobs/", "/acme/jobs/new/"
FORM = {"title": "Service the oven", "priority": "1", "manager": ""}


def test_r05_bob_opens_a_job_from_the_client_page_and_follows_it(
    bakery: Client, as_bob: Browser, as_vera: Browser, stage: Callable[[str], Stage]
) -> None:
    assert "Add job" in as_bob.get("/acme/clients/1/").text
    begun = as_bob.get("/acme/clients/1/jobs/new/")
    assert begun["Location"] == f"{NEW}?client=1"
    assert "Vincent&#x27;s Bakery" in as_bob.get(begun["Location"]).text
    day = bakery.organisation.today() - timedelta(days=1)
    form = FORM | {"client": "1", "due_on": f"{day}", "amount": "1,200.50", "primary": "1"}
    assert as_bob.post(NEW, form)["Location"] == "/acme/jobs/1/"
    page = as_bob.get("/acme/jobs/1/").text
    assert "Service the oven" in page
    assert "£1,200.50" in page
    assert "Due Yesterday" in page
    tab = as_bob.get("/acme/clients/1/jobs/").text
    assert "J-0001" in tab
    assert "1 job is overdue" in tab
    assert "J-0001" in as_bob.get(f"{LIST}?due=overdue").text
    to = {"stage": stage("In progress").pk}
    assert as_bob.post("/acme/jobs/1/stage/", to).status_code == 302
    assert as_bob.post("/acme/jobs/1/complete/", {"outcome": "Runs."}).status_code == 302
    assert "/acme/jobs/1/" not in as_bob.get(LIST).text
    assert "Runs." in as_bob.get("/acme/jobs/1/").text
    assert "opened the job J-0001" in as_bob.get("/acme/clients/1/").text
    # Who may only look sees it and no way to change it.
    assert "/acme/jobs/1/edit/" not in as_vera.get("/acme/jobs/1/").text
    assert as_vera.post(NEW, form).status_code == 403


def test_j03_several_clients_are_picked_step_by_step_and_confirmed_at_once(
    bakery: Client, alice: Member, new_client: Callable[..., Client], as_alice: Browser
) -> None:
    mill, old = new_client("Mill"), new_client("Old Forge")
    Hold.place(mill, by=alice, reason="Unpaid")
    old.archive(by=alice)
    typed = FORM | {"client": ["1"], "description": "Kept", "idempotency_key": "k"}
    step = as_alice.post(NEW, typed | {"pick": ["2", ""], "picked": "1"})
    assert step.status_code == 200
    assert "This client is on hold" in step.text
    assert "No phone and no e-mail address" in step.text
    assert "Kept" in step.text
    part = as_alice.post(
        NEW, typed | {"pick": "3", "picked": "1"}, headers={"HX-Request": "true"}
    ).text
    assert "archived and cannot be linked" in part
    assert "<main" not in part
    gone = as_alice.post(NEW, typed | {"client": ["1", "2"], "drop": "2"})
    assert 'name="part-2"' not in gone.text
    assert not Job.objects.exists()
    form = typed | {"client": ["1", "2", "99"], "part-2": "own:Landlord"}
    assert as_alice.post(NEW, form | {"primary": "1"}).status_code == 302
    job = Job.objects.get()
    words = {p.client.name: p.words for p in job.participations.select_related("client", "job")}
    assert words == {"Vincent's Bakery": "Primary", "Mill": "Landlord"}
    wrong = as_alice.post(NEW, FORM | {"title": ""})
    assert wrong.status_code == 422
    assert "Say what is to be done." in wrong.text


def test_j05_a_new_client_is_made_inside_the_form_which_is_not_lost(
    bakery: Client, as_alice: Browser, as_vera: Browser
) -> None:
    typed = FORM | {"description": "Kept"}
    fresh = {"new-name": "Tarn Ltd", "new-kind": "company", "fresh": "1"}
    lacking = as_alice.post(NEW, typed | fresh)
    assert "Give a phone or an e-mail address." in lacking.text
    step = as_alice.post(NEW, typed | fresh | {"new-email": "hello@tarn.example"}).text
    assert "Kept" in step
    assert "Incomplete:" in step
    tarn = Client.objects.get(name="Tarn Ltd")
    assert f'name="client" value="{tarn.number}"' in step
    again = as_alice.post(NEW, typed | fresh | {"new-email": "hi@tarn.example"}).text
    assert "is here already" in again
    assert as_alice.post(NEW, typed | {"client": [tarn.number]}).status_code == 302
    assert Job.objects.get().client == tarn
    assert as_vera.post(NEW, typed | fresh).status_code == 403


def test_j13_what_clients_require_and_who_to_talk_with_stands_on_the_job(
    alice: Member,
    new_client: Callable[..., Client],
    new_job: NewJob,
    as_alice: Browser,
    as_bob: Browser,
) -> None:
    job = new_job()
    mill = new_client("Mill")
    Note.write(mill, by=alice, html="<p>Only after nine.</p>", kind="requirement")
    add = "/acme/jobs/1/clients/add/"
    assert as_alice.post(add, {"client": ["2"], "part-2": "technical"}).status_code == 302
    page = as_alice.get("/acme/jobs/1/").text
    assert "Only after nine." in page
    assert "Technical contact" in page
    row = Participation.objects.get(client=mill)
    place = f"/acme/jobs/1/clients/{row.public_id}/"
    told = {"part": "own:Tenant", "notes": "By the gate."}
    assert as_alice.post(place, told).status_code == 302
    assert "By the gate." in as_alice.get("/acme/jobs/1/").text
    # Who may not see the mill sees nothing of it here.
    mill.restrict(by=alice, to_team=True)
    page = as_bob.get("/acme/jobs/1/").text
    assert "Mill" not in page
    assert "Only after nine." not in page
    assert as_bob.get(place).status_code == 404
    assert as_alice.post(f"{place}unlink/").status_code == 302
    assert job.participations.count() == 1


def test_r05_the_list_narrows_pages_and_changes_many_with_one_undo(
    bakery: Client,
    bob: Member,
    new_job: NewJob,
    stage: Callable[[str], Stage],
    as_alice: Browser,
    as_charlie: Browser,
) -> None:
    for n in range(52):
        new_job(f"Round {n}", manager=bob if n == 0 else None)
    first = as_alice.get(LIST).text
    assert "52 jobs" in first
    following = first.partition('id="page-next"')[2].partition('href="')[2].partition('"')[0]
    assert "Round 51" in as_alice.get(following.replace("&amp;", "&")).text
    for query, count in (
        (f"manager={bob.pk}", "1 job"),
        ("manager=none", "51 jobs"),
        ("q=round 5", "7 jobs"),
        ("q=J-0007", "1 job"),
        ("due=none&client=1", "52 jobs"),
        ("show=bin", "0 jobs"),
        ("sort=priority&after=1.30", "52 jobs"),
        ("stage=9999999999999999999999&after=x.y&sort=due", "52 jobs"),
    ):
        assert f">{count}<" in as_alice.get(f"{LIST}?{query}").text, query
    done = stage("Done")
    order = {"deed": "move", "stage": done.pk, "selected": ["1", "2", "3"]}
    told = as_alice.post(f"{LIST}bulk/", order, follow=True).text
    assert "3 jobs changed." in told
    assert Job.objects.filter(stage=done).count() == 3
    undo = told.partition("/acme/acts/")[2].partition("/")[0]
    as_alice.post(f"/acme/acts/{undo}/undo/")
    assert not Job.objects.filter(stage=done).exists()
    assert (
        "Choose at least one job."
        in as_alice.post(f"{LIST}bulk/", {"deed": "bin"}, follow=True).text
    )
    assert as_alice.post(LIST, {"style": "cards"}).status_code == 302
    assert "client-card" in as_alice.get(LIST).text
    for name, place in (("jobs", []), ("job", [1]), ("job-edit", [1])):
        assert as_charlie.get(reverse(name, args=["acme", *place])).status_code == 404


def test_c05_facts_columns_and_conditions_agree_with_the_rows(
    bakery: Client,
    alice: Member,
    new_client: Callable[..., Client],
    new_job: NewJob,
    as_alice: Browser,
) -> None:
    mill, today = new_client("Mill"), bakery.organisation.today()
    new_job(others=[(mill, Part.SECONDARY, "")], due_on=today - timedelta(days=2))
    new_job("Gone").bin(by=alice)
    new_job("Ended").complete(by=alice)
    page = as_alice.get("/acme/clients/2/").text
    assert "1 overdue" in page
    for where, found in (
        ("open_jobs.is:1", ["Vincent", "Mill"]),
        ("overdue_jobs.min:1", ["Vincent", "Mill"]),
        ("open_jobs.is:0", []),
        ("job_due.max:yesterday", ["Vincent", "Mill"]),
    ):
        text = as_alice.get(f"/acme/clients/?where={where}").text.partition("<tbody")[2]
        assert [name for name in ("Vincent", "Mill") if name in text] == found, where
    alice.prefers(list_columns=["open_jobs", "last_job"])
    text = as_alice.get("/acme/clients/").text
    assert "J-0003" in text
    assert "J-0001" in text
    archived = as_alice.post("/acme/clients/2/archive/", {"archive": "1"}).text
    assert "J-0001 Service the oven: open" in archived


def test_r05_j12_work_on_a_job_is_ticked_reported_logged_and_proposed(
    alice: Member, new_job: NewJob, as_bob: Browser
) -> None:
    job = new_job(is_opening=True, positions=2)
    place = "/acme/jobs/1/"
    for path, data in (
        ("checklist/", {"text": "Isolate gas\n\nClean burner"}),
        ("incidents/", {"text": "The alarm went off."}),
        ("times/", {"minutes": "1:30", "note": "Burner"}),
        ("times/", {"minutes": "45 min"}),
        ("candidates/", {"name": "Iris Vale", "note": "Knows ovens"}),
    ):
        assert as_bob.post(place + path, data).status_code == 302, path
    page = as_bob.get(place).text
    for words in ("0 of 2", "The alarm went off.", "2:15 h", "Iris Vale", "0 of 2 filled"):
        assert words in page, words
    item, incident = job.checklist.get(position=1), job.incidents.get()
    time, iris = job.times.latest("id"), job.candidates.get()
    as_bob.post(f"{place}checklist/{item.public_id}/", {"tick": "1", "done": "1"})
    as_bob.post(f"{place}incidents/{incident.public_id}/", {"resolution": "Reset it."})
    as_bob.post(f"{place}times/{time.public_id}/")
    as_bob.post(f"{place}candidates/{iris.public_id}/", {"step": "placed"})
    page = as_bob.get(place).text
    for words in ("1 of 2", "Reset it.", "1:30 h", "1 of 2 filled"):
        assert words in page, words
    for path, data, mend in (
        ("times/", {"minutes": "soon"}, "Write a time like 1:30"),
        ("times/", {"minutes": "26:00"}, "between one minute and 24 hours"),
        ("checklist/", {"text": " "}, "what is to be ticked off"),
        ("incidents/", {"text": ""}, "Say what happened"),
        (f"candidates/{iris.public_id}/", {"step": "king"}, "Choose one of the list"),
    ):
        assert mend in as_bob.post(place + path, data, follow=True).text, path
    assert "resolved an incident on the job J-0001" in as_bob.get("/acme/clients/1/").text
    job.bin(by=alice)
    assert as_bob.post(f"{place}times/", {"minutes": "1"}, follow=True).text.count("in the bin")
    assert job.times.count() == 1


def test_r05_due_days_stand_in_the_calendar_and_on_the_dashboard(
    bakery: Client, bob: Member, new_job: NewJob, as_bob: Browser, as_alice: Browser
) -> None:
    today = bakery.organisation.today()
    new_job(due_on=today, manager=bob)
    assert "J-0001" in as_bob.get("/acme/calendar/").text
    assert "J-0001" not in as_alice.get("/acme/calendar/").text
    assert "J-0001" in as_alice.get("/acme/calendar/?who=all").text
    assert "J-0001" in as_alice.get("/acme/calendar/?who=client-1").text
    assert "J-0001" not in as_bob.get("/acme/calendar/?tasks=0").text
    assert "J-0001" in as_bob.get("/acme/").text
    assert "/acme/jobs/1/" in as_bob.get("/acme/palette/?q=j-0001").text
    assert "/acme/jobs/1/" in as_bob.get("/acme/palette/?q=oven").text
    assert list(by_job("Re: [J-0001] oven")) == [bakery]
    assert list(by_job("[J-2] oven")) == []


def test_v01_the_list_of_jobs_leaves_as_a_file_that_is_inert(
    alice: Member,
    new_client: Callable[..., Client],
    new_job: NewJob,
    as_alice: Browser,
    as_bob: Browser,
) -> None:
    mill = new_client("Mill")
    new_job('=HYPERLINK("x")', others=[(mill, Part.BILLING, "")], amount=12050)
    new_job("Ended").complete(by=alice)
    answer = as_alice.get("/acme/jobs/export.csv?show=all")
    [head, *rows] = csv.reader(StringIO(b"".join(answer).decode("utf-8-sig")))
    first, second = (dict(zip(head, row, strict=True)) for row in rows)
    assert (first["number"], first["title"]) == ("J-0001", '\'=HYPERLINK("x")')
    assert (first["billing client"], first["value"]) == ("Mill", "120.50")
    assert (second["stage"], second["means"]) == ("Done", "done")
    assert "attachment" in answer["Content-Disposition"]
    sheet = b"".join(as_alice.get("/acme/jobs/export.xlsx"))
    assert sheet.startswith(b"PK")
    assert as_alice.get("/acme/jobs/export.pdf").status_code == 404
    assert as_bob.get("/acme/jobs/export.csv").status_code == 403
