"""The pages of projects: what one sees and does there, and who may not."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from atrium.clients.models import Client
from atrium.conftest import NewClient
from atrium.organisations.models import Member
from atrium.projects.models import Column, Project

HTMX = {"HX-Request": "true"}


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_c08_one_click_adds_a_project_whose_fields_are_saved_one_by_one(
    bakery: Client, alice: Member, bob: Member, as_alice: Browser
) -> None:
    tab = "/acme/clients/1/projects/"
    assert "No open projects" in text(as_alice.get(tab))
    shown = text(as_alice.post(f"{tab}add/", headers=HTMX))
    assert "New project P-0001" in shown
    assert "Title" in shown
    project = Project.objects.get()
    assert (project.manager, project.title) == (alice, "")
    field = "/acme/projects/1/fields/title/"
    saved = as_alice.post(field, {"value": "Signs", "was": ""}, headers=HTMX)
    assert "Saved" in text(saved)
    # Somebody else's words are put beside one's own, and chosen.
    clash = as_alice.post(field, {"value": "Big signs", "was": ""}, headers=HTMX)
    assert (clash.status_code, "Signs" in text(clash)) == (422, True)
    wrong = as_alice.post("/acme/projects/1/fields/due/", {"value": "soon"}, headers=HTMX)
    assert (wrong.status_code, "Write the day like" in text(wrong)) == (422, True)
    for name, value in {"due": "2026-12-24", "link": "signs.example"}.items():
        as_alice.post(f"/acme/projects/1/fields/{name}/", {"value": value}, headers=HTMX)
    opened = as_alice.get("/acme/projects/1/description/?edit").content.decode()
    was = re.search(r'name="was" value="(\w*)"', opened)
    assert was is not None
    words = {"html": "<p>Two <b>big</b><script>x</script></p>", "was": was[1]}
    assert "Saved" in text(as_alice.post("/acme/projects/1/description/", words, headers=HTMX))
    stale = as_alice.post("/acme/projects/1/description/", words, headers=HTMX)
    assert (stale.status_code, "Somebody else changed" in text(stale)) == (422, True)
    as_alice.post("/acme/projects/1/people/", {"manager": str(bob.pk)})
    as_alice.post("/acme/projects/1/people/", {"associate": [str(alice.pk)]})
    project.refresh_from_db()
    assert (project.title, project.html, f"{project.due_on}", project.link, project.manager) == (
        "Signs",
        "<p>Two <b>big</b></p>",
        "2026-12-24",
        "https://signs.example",
        bob,
    )
    page = text(as_alice.get("/acme/projects/1/"))
    assert all(word in page for word in ("Thursday 24 December 2026", "Two big", "Alice Ash"))


def test_c10_the_selected_are_delivered_and_deleting_asks_first(
    bakery: Client, alice: Member, as_alice: Browser
) -> None:
    for title in ("Menu", "Signs"):
        Project.add(bakery, by=alice, title=title)
    chosen: dict[str, Any] = {"selected": ["1", "2"], "back": "client:1"}
    answer = as_alice.post("/acme/projects/bulk/", chosen | {"deed": "deliver"}, follow=True)
    assert answer.redirect_chain == [("/acme/clients/1/projects/", 302)]
    assert all(word in text(answer) for word in ("Delivered 2 projects.", "Nothing to deliver"))
    asked = as_alice.post("/acme/projects/bulk/", chosen | {"deed": "bin"})
    assert "files and links go too" in text(asked)
    assert Project.objects.filter(binned_at=None).count() == 2
    as_alice.post("/acme/projects/bulk/", chosen | {"deed": "bin", "sure": "1"})
    assert "Menu" in text(as_alice.get("/acme/projects/?view=table&state=bin"))
    undone = alice.acts.latest("id")
    as_alice.post(f"/acme/acts/{undone.pk}/undo/")
    assert Project.objects.filter(binned_at=None).count() == 2
    for wrong in (
        {"deed": "burn"},
        {"deed": "deliver", "selected": "x"},
        {"deed": "deliver", "selected": "9"},
    ):
        assert as_alice.post("/acme/projects/bulk/", wrong).status_code == 409


def test_c11_the_board_shows_the_first_cards_and_the_rest_on_demand(
    bakery: Client,
    new_client: NewClient,
    alice: Member,
    as_alice: Browser,
    as_bob: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    columns = list(Column.objects.all())
    columns[0].edit(by=alice, limit=24)
    for number in range(25):
        Project.add(bakery, by=alice, title=f"Card {number:02}", manager=alice)
    secret = new_client("Secret Ltd")
    Project.add(secret, by=alice, title="Hidden", column=columns[1])
    secret.restrict(by=alice, to_team=True)
    board = text(as_alice.get("/acme/projects/"))
    assert all(
        word in board for word in ("Card 24", "Card 05", "Hidden", "more than there should be")
    )
    assert "Card 04" not in board
    html = as_alice.get("/acme/projects/").content.decode()
    more = re.search(r'data-hx-get="(/acme/projects/more/[^"]+)"', html)
    assert more is not None
    rest = text(as_alice.get(more[1].replace("&amp;", "&")))
    assert all(f"Card {number:02}" in rest for number in range(5))
    seen = text(as_bob.get("/acme/projects/"))
    assert ("Card 24" in seen, "Hidden" in seen) == (True, False)
    for query, found in {
        "lanes=client": True,
        "lanes=member": True,
        "who=me": False,
        "who=me&lanes=member": False,
        "q=hidden": True,
        "client=1": False,
        "view=cards": True,
        "view=table&after=26": False,
        "view=list&state=delivered": False,
        "view=%00&who=x&client=99999999999999999999&lanes=y&q=%00&after=x.y": True,
    }.items():
        answer = as_alice.get(f"/acme/projects/?{query}")
        assert (answer.status_code, "Hidden" in text(answer)) == (200, found), query
    assert "Secret" not in text(as_bob.get("/acme/projects/?lanes=client"))
    as_alice.get("/acme/projects/")
    # Person, member, menu with favourites, columns, two counts, cards, people.
    with django_assert_num_queries(7):
        as_alice.get("/acme/projects/")


def test_c11_a_card_is_dropped_and_the_counts_follow(
    bakery: Client, alice: Member, as_alice: Browser, as_vera: Browser, as_charlie: Browser
) -> None:
    _, doing = Column.objects.all()[:2]
    a, b = (Project.add(bakery, by=alice, title=title) for title in "ab")
    place = {"column": doing.pk}
    answer = as_alice.post("/acme/projects/1/move/", place, headers=HTMX)
    assert "Moved P-0001 a to In progress" in text(answer)
    as_alice.post("/acme/projects/2/move/", place | {"after": 1})
    rows = Project.objects.filter(column=doing).by_place()
    assert list(rows) == [a, b]
    # Into the lane of another manager: one move, one Undo.
    crossed = as_alice.post(
        "/acme/projects/1/move/?lanes=member", place | {"manager": alice.pk}, headers=HTMX
    )
    assert crossed.status_code == 200
    assert Project.objects.get(number=1).manager == alice
    as_alice.post("/acme/projects/1/move/", place | {"manager": 0}, headers=HTMX)
    assert Project.objects.get(number=1).manager is None
    nobody = as_alice.post("/acme/projects/1/move/", place | {"manager": 10**9}, headers=HTMX)
    assert nobody.status_code == 409
    gone = as_alice.post("/acme/projects/2/move/", {"column": 10**12}, headers=HTMX)
    assert (gone.status_code, "removed meanwhile" in text(gone)) == (409, True)
    assert as_vera.post("/acme/projects/1/move/", place).status_code == 403
    assert as_charlie.post("/acme/projects/1/move/", place).status_code == 404
    assert "Move P-0001" not in as_vera.get("/acme/projects/").content.decode()


def test_c05_the_figure_is_the_same_wherever_it_is_shown(
    bakery: Client, alice: Member, as_alice: Browser, django_assert_max_num_queries: Any
) -> None:
    for title in ("Menu", "Signs", "Site"):
        Project.add(bakery, by=alice, title=title, due_on=date(2026, 1, 5))
    Project.objects.get(title="Site").deliver(by=alice)
    alice.prefers(list_columns=["open_projects"])
    as_alice.get("/acme/clients/1/")
    with django_assert_max_num_queries(12):
        page = text(as_alice.get("/acme/clients/1/"))
    assert all(word in page for word in ("Open projects 2 2 overdue", "2 projects are overdue"))
    assert "Projects 2" in page
    listed = as_alice.get("/acme/clients/?by.open_projects.min=2").content.decode()
    assert 'data-col="open_projects" class="r num"' in listed
    assert "Vincent" in listed
    assert "Vincent" not in as_alice.get("/acme/clients/?by.open_projects.min=3").content.decode()


def test_c07_due_projects_stand_in_the_calendar_and_are_found_in_the_palette(
    bakery: Client, alice: Member, bob: Member, as_alice: Browser, as_bob: Browser
) -> None:
    project = Project.add(bakery, by=alice, title="Signs", manager=alice)
    project.edit(by=alice, due_on=bakery.organisation.today())
    assert "P-0001 Signs" in as_alice.get("/acme/calendar/").text
    assert "P-0001" not in as_bob.get("/acme/calendar/").text
    assert "P-0001" in as_bob.get("/acme/calendar/?who=client-1").text
    assert "P-0001" not in as_bob.get("/acme/calendar/?who=client-2").text
    assert "/acme/projects/1/" in as_bob.get("/acme/palette/?q=signs").text
    bakery.restrict(by=alice, to_team=True)
    assert "/acme/projects/1/" not in as_bob.get("/acme/palette/?q=signs").text
    assert "P-0001" not in as_bob.get("/acme/calendar/?who=all").text
