"""J09: no second client of one name by accident, whoever adds it and whenever."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client as Browser

from atrium.clients import lexicon
from atrium.clients.duplicates.entry import likely, typed
from atrium.clients.models import Client, Status
from atrium.clients.name_taken import NameTaken
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import ROLES, Can, Role
from atrium.testing.processes import run_at_once
from atrium.timeline.undoing import undo

NEW = "/acme/clients/new/"
type NewClient = Callable[..., Client]


@pytest.fixture
def form(acme: Organisation) -> dict[str, object]:
    status = lexicon.of(acme).default_status.pk
    return {"kind": "company", "name": "VINCENT\u2019s  bakery", "status": status, "owner": ""}


def test_j09_the_page_refuses_a_taken_name_and_leads_to_its_client(
    as_bob: Browser, bakery: Client, form: dict[str, object]
) -> None:
    answer = as_bob.post(NEW, form)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a client of this name already" in text
    assert bakery.get_absolute_url() in text
    assert 'name="anyway"' not in text
    assert Client.objects.count() == 1


def test_j09_a_hidden_client_takes_no_name_away(
    as_bob: Browser, bakery: Client, alice: Member, form: dict[str, object]
) -> None:
    """Else a name would be a way to ask for clients that one may not see (J20)."""
    bakery.restrict(by=alice, to_team=True)
    assert as_bob.post(NEW, form).status_code == 302
    twin = Client.objects.latest("pk")
    assert (twin.name_key, twin.namesake) == (bakery.name_key, True)
    assert not twin.events.filter(kind="client.namesake_kept").exists()


def test_j09_who_may_adds_it_anyway_with_a_reason_that_is_told(
    as_alice: Browser, as_bob: Browser, bakery: Client, form: dict[str, object]
) -> None:
    assert 'name="anyway"' in as_alice.post(NEW, form).content.decode()
    refused = as_bob.post(NEW, form | {"anyway": "Another branch"})
    assert refused.status_code == 422
    assert "Your role may not add a second client of one name" in refused.content.decode()

    assert as_alice.post(NEW, form | {"anyway": "Another branch"}).status_code == 302
    second = Client.objects.latest("pk")
    assert second.events.get(kind="client.namesake_kept").particulars == {
        "reason": "Another branch"
    }


def test_j09_an_archived_namesake_is_offered_for_restoring(
    as_alice: Browser, bakery: Client, alice: Member, form: dict[str, object]
) -> None:
    bakery.archive(by=alice)
    text = as_alice.post(NEW, form).content.decode()
    assert "archived; it can be restored" in text
    assert f'action="{bakery.get_absolute_url()}archive/"' in text


def test_j09_renaming_to_a_taken_name_is_refused_in_place(
    as_bob: Browser, bakery: Client, new_client: NewClient
) -> None:
    rose = new_client("Rose")
    url = f"/acme/clients/{rose.number}/details/name/"
    answer = as_bob.post(url, {"value": "vincent's bakery", "was": "Rose"})
    assert answer.status_code == 422
    assert bakery.get_absolute_url() in answer.content.decode()
    rose.refresh_from_db()
    assert rose.name == "Rose"
    assert as_bob.post(url, {"value": "ROSE", "was": "Rose"}).status_code == 302


def test_j09_a_rename_with_a_reason_is_kept_and_told(
    bakery: Client, new_client: NewClient, alice: Member
) -> None:
    rose = new_client("Rose")
    with pytest.raises(Refusal, match="Say why"):
        rose.edit(by=alice, name="Vincent's Bakery", anyway=" ")
    rose.edit(by=alice, name="Vincent's Bakery", anyway="The daughter's shop")
    assert rose.events.filter(kind="client.namesake_kept").count() == 1


def test_j09_restoring_beside_a_live_namesake_is_refused(bakery: Client, alice: Member) -> None:
    bakery.archive(by=alice)
    status = lexicon.of(alice.organisation).default_status
    Client.add(by=alice, name="Vincent's Bakery", status=status, anyway="New owner")
    Client.objects.filter(number=2).update(namesake=False)
    with pytest.raises(NameTaken, match="C-0002"):
        bakery.restore(by=alice)


def test_j09_undoing_leaves_a_name_alone_that_another_has_taken_since(
    bakery: Client, alice: Member, new_client: NewClient
) -> None:
    bakery.edit(by=alice, name="Vincent & Daughters")
    act = alice.acts.latest("pk")
    new_client("Vincent's Bakery")
    left = undo(act, by=alice).left_alone
    assert [alone.reason for alone in left] == ["something else stands in its place"]
    bakery.refresh_from_db()
    assert bakery.name == "Vincent & Daughters"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("vincents bakery", "The same letters, written otherwise"),
        ("Vincent\u2019s Bakery GmbH", "The same name with another legal form"),
        ("Bakery Vincent's", "The same words in another order"),
        ("Vincent's Bakry", "One letter differs"),
        ("Vincent", "Begins the same"),
        ("Vincent's Bakery", "The same name"),
    ],
)
def test_j09_similar_names_say_why_they_are_similar(
    bakery: Client, bob: Member, name: str, reason: str
) -> None:
    [found_] = likely(typed(name), bob)
    assert (found_.client, found_.reasons) == (bakery, [reason])


def test_j09_similar_names_show_while_typing_unless_they_are_hidden(
    as_bob: Browser, bakery: Client, alice: Member
) -> None:
    similar = "/acme/clients/similar/"
    shown = as_bob.get(similar, {"name": "VINCENT\u2019s b"}).content.decode()
    assert "Bakery" in shown
    assert "Begins the same" in shown
    assert "Bakery" not in as_bob.get(similar, {"name": "Vi"}).content.decode()
    bakery.restrict(by=alice, to_team=True)
    assert "Bakery" not in as_bob.get(similar, {"name": "vincent"}).content.decode()


def test_j09_the_permission_is_of_managers_and_above() -> None:
    holders = {role for role, cans in ROLES.items() if Can.CLIENTS_NAMESAKE in cans}
    assert holders == {Role.OWNER, Role.ADMIN, Role.MANAGER}


class TestAtOnce:
    """Two processes, the same name, the same moment."""

    pytestmark = pytest.mark.django_db(transaction=True)

    @pytest.fixture
    def owner(self) -> Iterator[Member]:
        owner = found("Acme", email="alice@acme.example", person="Alice Ash")
        with current.entered(owner.organisation):
            yield owner

    def test_j09_of_four_who_add_one_name_at_once_one_succeeds(self, owner: Member) -> None:
        outcomes = run_at_once(add_one, [(owner.organisation_id,)] * 4)
        assert sorted(bool(outcome.error) for outcome in outcomes) == [False, True, True, True]
        assert all("NameTaken" in o.error for o in outcomes if o.error)
        assert Client.objects.filter(name="Rose").count() == 1


def add_one(organisation: int) -> None:
    with current.entered(organisation):
        alice = Member.objects.select_related("organisation").get()
        Client.add(by=alice, name="Rose", status=Status.objects.get(is_default=True))
