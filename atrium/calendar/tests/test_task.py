"""Tasks: added, ticked, changed and removed, on the client and for all clients (C06)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.calendar.facts import MOST_SHOWN
from atrium.calendar.models import Task
from atrium.clients.models import Client
from atrium.conftest import NewClient
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo

NEW = "/acme/clients/1/tasks/new/"
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
MIDDLE: dict[str, Any] = HTMX | {"HTTP_HX_TARGET": "section#client-main"}


@pytest.fixture
def task(bakery: Client, bob: Member) -> Task:
    """Bob is to order flour."""
    return Task.add(bakery, by=bob, title="Order flour", assignee=bob)


def url_of(task: Task, rest: str = "") -> str:
    return f"/acme/clients/1/tasks/{task.public_id}/{rest}"


def panel(browser: Browser) -> str:
    page = browser.get("/acme/clients/1/").content.decode()
    return page.split('id="tasks-panel"')[1].split("</section>")[0]


def test_c06_a_task_is_added_for_a_day_that_is_one_press_away(
    acme: Organisation, bakery: Client, bob: Member, as_bob: Browser
) -> None:
    answer = as_bob.post(
        NEW, {"title": " Order  flour ", "when": "tomorrow", "assignee": bob.pk}, **HTMX
    )
    assert answer.status_code == 200
    task = Task.objects.get()
    assert (task.title, task.due_on) == ("Order flour", acme.today() + timedelta(days=1))
    assert task.assignee == bob


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", " ", "Say what is to be done."),
        ("due_on", "soon", "Write the day like 2026-11-24."),
    ],
)
def test_c06_a_wrong_task_is_refused_with_the_mend(
    bakery: Client, as_bob: Browser, field: str, value: str, words: str
) -> None:
    answer = as_bob.post(NEW, {"title": "Order", field: value}, **HTMX)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Task.objects.exists()


def test_c06_a_member_who_is_none_is_refused(bakery: Client, as_bob: Browser) -> None:
    for key in ("0", "x", "9" * 30):
        answer = as_bob.post(NEW, {"title": "Order", "assignee": key}, **HTMX)
        assert answer.status_code == 422
    assert not Task.objects.exists()


def test_c06_a_ticked_task_is_struck_through_and_can_be_opened_again(
    task: Task, as_bob: Browser
) -> None:
    answer = as_bob.post(url_of(task, "done/"), {"done": "on"}, **HTMX)
    assert "data-done" in answer.content.decode()
    figures = answer.content.decode().partition('id="client-figures" data-hx-swap-oob')[2]
    assert '<span class="fig-val num">0</span>' in figures
    assert "data-done" in panel(as_bob)
    as_bob.post(url_of(task, "done/"), **HTMX)
    assert "data-done" not in panel(as_bob)


def test_c06_a_task_is_edited_in_place(
    task: Task, alice: Member, acme: Organisation, as_bob: Browser
) -> None:
    day = acme.today()
    typed = {"title": "Order rye", "due_on": day.isoformat(), "assignee": alice.pk}
    assert 'value="Order flour"' in as_bob.get(url_of(task, "?edit")).content.decode()
    assert as_bob.post(url_of(task), typed, **HTMX).status_code == 200
    task.refresh_from_db()
    assert (task.title, task.due_on, task.assignee) == ("Order rye", day, alice)


def test_c06_a_removed_task_comes_back_by_undo(task: Task, bob: Member, as_bob: Browser) -> None:
    answer = as_bob.delete(url_of(task), **HTMX)
    assert "Task removed" in answer.content.decode()
    assert not Task.objects.exists()
    undo(Act.objects.latest("id"), by=bob)
    assert Task.objects.get().title == "Order flour"


def test_c06_the_page_lists_what_is_due_by_now_and_the_tab_all(
    task: Task, bakery: Client, bob: Member, acme: Organisation, as_bob: Browser
) -> None:
    Task.add(bakery, by=bob, title="Late", due_on=acme.today() - timedelta(days=1))
    Task.add(bakery, by=bob, title="Next month", due_on=acme.today() + timedelta(days=30))
    html = panel(as_bob)
    assert [word in html for word in ("Order flour", "Late", "Next month")] == [True, True, False]
    all_tasks = as_bob.get("/acme/clients/1/tasks/", **MIDDLE).content.decode()
    assert all_tasks.index("Late") < all_tasks.index("Next month") < all_tasks.index("Order flour")


def test_c06_the_page_lists_the_first_few_and_leads_to_all(
    acme: Organisation, bakery: Client, bob: Member, as_bob: Browser
) -> None:
    for number in range(MOST_SHOWN + 3):
        due = acme.today() - timedelta(days=number) if number % 3 else None
        Task.add(bakery, by=bob, title=f"Call {number:02}", due_on=due)
    long_due = acme.today() - timedelta(days=90)
    Task.add(bakery, by=bob, title="Done today", due_on=long_due).finish(by=bob)
    listed = panel(as_bob)
    titles = re.findall(r"(Call \d\d|Done today)</span>", listed)
    assert len(titles) == MOST_SHOWN
    assert titles[0] == f"Call {MOST_SHOWN + 2:02}", "the longest overdue first"
    assert "Done today" not in titles, "what is open comes before what is done"
    assert f"{MOST_SHOWN}+</span>" in listed
    assert f"All {MOST_SHOWN + 3} open tasks" in listed


def test_c06_the_header_counts_open_and_overdue_tasks(
    task: Task, bakery: Client, bob: Member, acme: Organisation, as_bob: Browser
) -> None:
    Task.add(bakery, by=bob, title="Late", due_on=acme.today() - timedelta(days=1))
    page = as_bob.get("/acme/clients/1/").content.decode()
    assert "1 overdue" in page
    assert "1 task is overdue" in page


def test_c06_the_unfinished_of_all_clients_stand_together(
    task: Task, new_client: NewClient, bob: Member, alice: Member, as_bob: Browser
) -> None:
    other = new_client("Mill")
    Task.add(other, by=bob, title="Sharpen stones", assignee=alice)
    hidden = new_client("Hidden", restricted=True)
    Task.add(hidden, by=alice, title="Secret", assignee=bob)
    done = Task.add(other, by=bob, title="Paint", assignee=bob)
    done.finish(by=bob)
    mine = as_bob.get("/acme/tasks/").content.decode()
    everyone = as_bob.get("/acme/tasks/?who=all").content.decode()
    titles = ("Order flour", "Sharpen stones", "Secret", "Paint")
    assert [title in mine for title in titles] == [True, False, False, False]
    assert [title in everyone for title in titles] == [True, True, False, False]


def test_c06_pages_of_tasks_meet(
    bakery: Client, bob: Member, acme: Organisation, as_bob: Browser
) -> None:
    for number in range(60):
        day = acme.today() + timedelta(days=number // 10) if number < 55 else None
        Task.add(bakery, by=bob, title=f"Task {number}.", due_on=day, assignee=bob)
    first = as_bob.get("/acme/tasks/").content.decode()
    more = first.split('data-hx-get="?')[1].split('"')[0].replace("&amp;", "&")
    rest = as_bob.get(f"/acme/tasks/?{more}", HTTP_HX_TARGET="p#agenda-more").content.decode()
    titles = [f'<span class="task-title" dir="auto">Task {n}.</span>' for n in range(60)]
    assert [title for title in titles if (first + rest).count(title) != 1] == []
    for bad in ("x.1", "none.x", f"2026-01-01.{'9' * 30}"):
        assert as_bob.get(f"/acme/tasks/?after={bad}").status_code == 200


def test_c06_who_may_only_look_changes_nothing(
    task: Task, as_vera: Browser, as_charlie: Browser, visitor: Browser
) -> None:
    assert as_vera.get("/acme/tasks/?who=all").status_code == 200
    for path, data in (
        (NEW, {"title": "x"}),
        (url_of(task), {"title": "x"}),
        (url_of(task, "done/"), {"done": "on"}),
    ):
        assert as_vera.post(path, data).status_code == 403
        assert as_charlie.post(path, data).status_code == 404
        assert visitor.post(path, data).status_code == 302
    assert as_vera.delete(url_of(task)).status_code == 403
    assert as_charlie.get("/acme/tasks/").status_code == 404
    assert Task.objects.get().version == 1


def test_c06_an_archived_client_keeps_its_tasks_as_they_are(
    task: Task, bakery: Client, alice: Member, as_bob: Browser
) -> None:
    bakery.archive(by=alice)
    assert as_bob.post(NEW, {"title": "x"}, **HTMX).status_code == 409
    assert as_bob.post(url_of(task, "done/"), {"done": "on"}, **HTMX).status_code == 409
    assert as_bob.delete(url_of(task), **HTMX).status_code == 409
    assert 'id="task-new"' not in panel(as_bob)
    assert "Order flour" not in as_bob.get("/acme/tasks/").content.decode()
    assert Task.objects.get().version == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_c06_the_list_costs_the_same_for_few_and_many(
    bakery: Client, bob: Member, as_bob: Browser, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        Task.add(bakery, by=bob, title=f"Task {number}", assignee=bob)
    path = "/acme/tasks/?after=2000-01-01.0"
    as_bob.get(path)
    with django_assert_num_queries(3):
        as_bob.get(path, HTTP_HX_TARGET="p#agenda-more")
