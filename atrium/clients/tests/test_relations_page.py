"""Relations on the client page, as a map and in the list, for those who may see both sides."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser
from pytest_django.fixtures import DjangoAssertNumQueries

from atrium.clients.group import Group
from atrium.clients.models import Client, Relation, RelationKind
from atrium.clients.network import MOST_AROUND, Network
from atrium.clients.relation_map import WholeMap
from atrium.conftest import NewClient
from atrium.organisations.models import Member

HTMX = {"HX-Request": "true"}


def kind(label: str) -> RelationKind:
    found: RelationKind = RelationKind.objects.get(label=label)
    return found


@pytest.fixture
def vale(new_client: NewClient) -> Client:
    """Number 1."""
    return new_client("Vale")


@pytest.fixture
def mill(new_client: NewClient, vale: Client) -> Client:
    """Number 2."""
    return new_client("Mill")


def test_j15_a_relation_is_made_from_either_side(
    vale: Client, mill: Client, as_bob: Browser
) -> None:
    form = {"client": "1", "kind": f"{kind('Parent').pk}", "note": "", "since": "2024-05-01"}

    answer = as_bob.post("/acme/clients/2/relations/add/", form, headers=HTMX)

    assert answer["HX-Retarget"] == "#relations"
    assert answer["HX-Trigger"] == "dialog:close, tab:again"
    assert 'href="/acme/clients/1/"' in answer.text
    made = Relation.objects.get()
    assert (made.first, made.second, made.began_on.isoformat()) == (vale, mill, "2024-05-01")
    made.end(by=Member.objects.get(name="Bob Birch"))
    form["kind"] = f"{kind('Parent').pk}-reverse"
    answer = as_bob.post("/acme/clients/2/relations/add/", form)
    assert answer.status_code == 302
    again = Relation.objects.current().get()
    assert (again.first, again.second) == (mill, vale)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"client": ""}, "Choose a client from the list."),
        ({"client": "99"}, "There is none of these that you can see."),
        ({"client": "9" * 30}, "Ensure this value is less than"),
        ({"client": "2"}, "cannot be related to itself"),
        ({"since": "May"}, "Write the day like"),
        ({"kind": "77"}, "Select a valid choice"),
        ({"note": "x" * 501}, "at most 500 characters"),
    ],
)
def test_j15_wrong_input_is_told_at_its_field(
    vale: Client, mill: Client, as_bob: Browser, change: dict[str, str], words: str
) -> None:
    form = {"client": "1", "kind": str(kind("Partner").pk), **change}

    answer = as_bob.post("/acme/clients/2/relations/add/", form, headers=HTMX)

    assert answer.status_code == 422
    assert words in answer.text
    assert not Relation.objects.exists()


def test_j15_a_relation_is_ended_and_taken_back(
    alice: Member, vale: Client, mill: Client, as_alice: Browser
) -> None:
    relation = Relation.make(vale, mill, by=alice, kind=kind("Parent"))

    answer = as_alice.post(f"/acme/clients/2/relations/{relation.public_id}/end/", headers=HTMX)

    undo = re.search(r"/acme/acts/\d+/undo/", answer.text)
    assert undo is not None
    assert not Relation.objects.current().exists()
    assert "Parent · until" in as_alice.get("/acme/clients/2/relations/").text
    as_alice.post(undo[0])
    assert Relation.objects.current().get() == relation


def test_j15_the_tab_and_the_panel_show_each_side(
    alice: Member, vale: Client, mill: Client, as_vera: Browser
) -> None:
    Relation.make(vale, mill, by=alice, kind=kind("Parent"), note="Bought in 2020")

    tab = as_vera.get("/acme/clients/1/relations/").text
    panel = as_vera.get("/acme/clients/2/relations/panel/", headers=HTMX).text

    assert "Vale and all below it" in tab
    assert 'href="/acme/clients/?group=1"' in tab
    assert ">Subsidiary<" in tab
    assert "Bought in 2020" in tab
    assert "<dt>Parent</dt>" in panel
    assert 'role="img"' in panel
    assert "Add a relation" not in tab + panel


def test_x15_the_whole_map_says_the_same_as_a_tree(
    alice: Member, vale: Client, mill: Client, new_client: NewClient, as_vera: Browser
) -> None:
    ally, far = new_client("Ally"), new_client("Far")
    Relation.make(vale, mill, by=alice, kind=kind("Parent"))
    Relation.make(ally, mill, by=alice, kind=kind("Vendor"))
    Relation.make(far, ally, by=alice, kind=kind("Partner"))
    Relation.make(far, vale, by=alice, kind=kind("Competitor"))

    drawn = WholeMap(Network.around(mill, alice))

    found = []
    branches = drawn.tree()
    while branches:
        [branch] = branches
        found.append((branch.client, branch.word, branch.beside))
        branches = branch.branches
    assert found == [
        (vale, "", [("Competitor", far)]),
        (mill, "Subsidiary", []),
        (ally, "Vendor", []),
        (far, "Partner", [("Competitor", vale)]),
    ]
    picture = drawn.picture()
    assert {node.client.name for node in picture.nodes} == {"Vale", "Mill", "Ally", "Far"}
    assert len({(node.x, node.y) for node in picture.nodes}) == 4
    assert sorted(line.ends for line in picture.lines) == [(1, 2), (1, 4), (2, 3), (3, 4)]
    page = as_vera.get("/acme/clients/2/relations/map/").text
    assert page.count('role="treeitem"') == page.count('class="relmap-node') == 4


def test_j15_what_one_may_not_see_is_nowhere(
    alice: Member, bob: Member, vale: Client, mill: Client, new_client: NewClient, as_bob: Browser
) -> None:
    ally, secret = new_client("Ally"), new_client("Secret")
    for other, label in ((secret, "Parent"), (ally, "Partner")):
        Relation.make(other, mill, by=alice, kind=kind(label))
    hidden = Relation.make(secret, ally, by=alice, kind=kind("Vendor"))
    Relation.make(vale, secret, by=alice, kind=kind("Parent"))
    hidden.end(by=alice)
    secret.restrict(by=alice, to_team=True)
    places = ("", "activity/part/", "relations/", "relations/panel/", "relations/map/")

    for number in (1, 2, 3):
        for place in places:
            page = as_bob.get(f"/acme/clients/{number}/{place}")
            assert page.status_code == 200
            assert "Secret" not in page.text
            assert "/clients/4/" not in page.text
    assert "Parent" not in as_bob.get("/acme/clients/2/relations/").text
    assert "added the relation" not in as_bob.get("/acme/clients/1/").text
    assert as_bob.get("/acme/clients/1/?q=relation").text.count("added the relation") == 0
    assert "Mill" not in as_bob.get("/acme/clients/?group=1").text
    assert as_bob.get("/acme/clients/?group=4").text.count('data-col="status"') == 0
    url = f"/acme/clients/2/relations/{Relation.objects.get(first=secret, second=mill).public_id}/end/"
    assert as_bob.post(url).status_code == 404
    form = {"client": "4", "kind": str(kind("Partner").pk)}
    assert (
        "There is none of these that you can see"
        in as_bob.post("/acme/clients/2/relations/add/", form).text
    )


def test_j15_the_member_who_sees_all_is_told_all(
    alice: Member, vale: Client, mill: Client, as_alice: Browser
) -> None:
    Relation.make(vale, mill, by=alice, kind=kind("Parent"))
    vale.restrict(by=alice, to_team=True)

    assert "added the relation" in as_alice.get("/acme/clients/2/").text


def test_j15_the_list_is_narrowed_to_a_group(
    alice: Member, vale: Client, mill: Client, new_client: NewClient, as_bob: Browser
) -> None:
    new_client("Elsewhere")
    Relation.make(vale, mill, by=alice, kind=kind("Parent"))

    page = as_bob.get("/acme/clients/?group=1").text

    assert "Group of C-0001" in page
    assert "Elsewhere" not in page
    assert all(name in page for name in ("Vale", "Mill"))
    for nonsense in ("x", "0", "9" * 40, "-1"):
        assert as_bob.get(f"/acme/clients/?group={nonsense}").status_code == 200


def test_j15_other_places_and_lower_roles(
    alice: Member, vale: Client, mill: Client, as_vera: Browser, as_charlie: Browser
) -> None:
    relation = Relation.make(vale, mill, by=alice, kind=kind("Parent"))
    end = f"/acme/clients/1/relations/{relation.public_id}/end/"

    assert as_vera.post(end).status_code == 403
    assert as_vera.get("/acme/clients/1/relations/add/").status_code == 403
    for place in ("relations/", "relations/map/", "relations/panel/", "relations/add/"):
        assert as_charlie.get(f"/acme/clients/1/{place}").status_code == 404
    assert Relation.objects.current().exists()


@pytest.mark.parametrize("count", [1, 3])
def test_j15_the_tab_costs_the_same_however_many(
    alice: Member,
    vale: Client,
    new_client: NewClient,
    as_bob: Browser,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(count):
        Relation.make(vale, new_client(f"Mill {n}"), by=alice, kind=kind("Parent"))
    as_bob.get("/acme/clients/1/relations/")

    with django_assert_num_queries(11):
        as_bob.get("/acme/clients/1/relations/")
    with django_assert_num_queries(4):
        as_bob.get("/acme/clients/1/relations/panel/", headers=HTMX)


def test_j15_a_group_of_two_thousand_twenty_deep(alice: Member, vale: Client) -> None:
    """One hundred chains of twenty below one client, figured by one statement."""
    made = Client.objects.bulk_create(
        Client(number=10 + n, name=f"Part {n}", name_key=f"part {n}", status=vale.status)
        for n in range(2000)
    )
    parent = kind("Parent")
    Relation.objects.bulk_create(
        Relation(
            kind=parent, first=vale if n % 20 == 0 else made[n - 1], second=each, hierarchical=True
        )
        for n, each in enumerate(made)
    )

    totals = Group(alice, vale.number).totals()

    assert totals[0].value == 2001
    assert Group(alice, made[19].number).totals()[0].value == 1
    around = Network.around(vale, alice)
    assert len(around.clients) == MOST_AROUND
    assert around.more
