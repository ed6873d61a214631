"""Account details change only by a request that an admin approves (B03)."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.conftest import NewMember
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role
from atrium.profile.models import AccountDetails, ChangeRequest
from atrium.timeline.models import Change

IBAN = "GB29NWBK60161331926819"
OTHER_IBAN = "DE89370400440532013000"


@pytest.fixture
def ada(new_member: NewMember) -> Member:
    """Ada is an admin."""
    return new_member("Ada Alder", Role.ADMIN)


def values(client: Client) -> dict[str, object]:
    """What stands there now and is not empty."""
    fresh = Client.objects.get(pk=client.pk)
    return {n: v for n, v in AccountDetails.standing(fresh).items() if v not in {None, ""}}


def story(client: Client) -> list[str]:
    return [event.kind for event in client.events.order_by("id")][1:]


def test_b03_nothing_changes_until_an_admin_approves(
    bakery: Client, bob: Member, alice: Member
) -> None:
    request = ChangeRequest.ask(
        bakery, by=bob, texts={"payment_terms": "EOM + 15", "iban": IBAN, "legal_name": "V Ltd"}
    )
    assert values(bakery) == {}
    request.approve(by=alice)
    assert values(bakery) == {"payment_terms": "eom-15", "iban": IBAN, "legal_name": "V Ltd"}
    assert story(bakery) == ["account.change_asked", "account.changed"]


def test_b03_the_story_and_the_requests_name_no_bank_account_in_full(
    bakery: Client, bob: Member, alice: Member
) -> None:
    ChangeRequest.ask(bakery, by=bob, texts={"iban": IBAN, "credit_limit": "5000"}).approve(
        by=alice
    )
    for event in bakery.events.all():
        assert IBAN not in str(event.particulars) + event.text
    told = bakery.events.get(kind="account.changed").told["changes"]
    assert told == [["Credit limit", "", "£5,000"], ["IBAN", "", "GB••••6819"]]


def test_b03_rejected_with_a_reason_leaves_all_as_it_is(
    bakery: Client, bob: Member, alice: Member
) -> None:
    request = ChangeRequest.ask(bakery, by=bob, texts={"payment_terms": "14 days"})
    with pytest.raises(Refusal, match="Give a reason"):
        request.reject(by=alice, reason=" ")
    request.reject(by=alice, reason="Not agreed")
    assert (values(bakery), request.answer) == ({}, "Not agreed")
    with pytest.raises(Refusal, match="rejected already"):
        request.approve(by=alice)


def test_b03_only_who_asked_withdraws(bakery: Client, bob: Member, alice: Member) -> None:
    request = ChangeRequest.ask(bakery, by=bob, texts={"payment_terms": "14 days"})
    with pytest.raises(Refusal, match="Only who asked"):
        request.withdraw(by=alice)
    request.withdraw(by=bob)
    ChangeRequest.ask(bakery, by=alice, texts={"payment_terms": "7 days"})
    assert story(bakery)[1] == "account.change_withdrawn"


def test_b03_asking_again_adds_to_ones_own_request_and_another_waits(
    bakery: Client, bob: Member, alice: Member
) -> None:
    first = ChangeRequest.ask(bakery, by=bob, texts={"payment_terms": "14 days"})
    again = ChangeRequest.ask(bakery, by=bob, texts={"billing_email": "pay@bakery.example"})
    assert again.pk == first.pk
    assert again.after == {"payment_terms": "net-14", "billing_email": "pay@bakery.example"}
    with pytest.raises(Refusal, match="Bob Birch asked for a change already"):
        ChangeRequest.ask(bakery, by=alice, texts={"payment_terms": "7 days"})


def test_b03_nothing_to_change_is_no_request(bakery: Client, bob: Member) -> None:
    with pytest.raises(Refusal, match="Nothing would change"):
        ChangeRequest.ask(bakery, by=bob, texts={"iban": "", "credit_limit": ""})


def test_b03_a_value_changed_meanwhile_is_never_overwritten(
    bakery: Client, bob: Member, alice: Member
) -> None:
    request = ChangeRequest.ask(bakery, by=bob, texts={"legal_name": "V Ltd"})
    bakery.edit(by=alice, legal_name="Vincent Ltd")
    with pytest.raises(Refusal, match="Changed since this was asked for: Legal name"):
        request.approve(by=alice)
    ChangeRequest.ask(bakery, by=bob, texts={"legal_name": "V Limited"}).approve(by=alice)
    assert values(bakery) == {"legal_name": "V Limited"}


def test_b03_a_second_person_approves_where_there_is_one(
    acme: Organisation, bakery: Client, ada: Member, alice: Member
) -> None:
    request = ChangeRequest.ask(bakery, by=ada, texts={"payment_terms": "14 days"})
    with pytest.raises(Refusal, match="a second person"):
        request.approve(by=ada)
    request.approve(by=alice)
    acme.edit(by=alice, second_person=False)
    ada.organisation = acme
    ChangeRequest.ask_and_approve(bakery, by=ada, texts={"payment_terms": "7 days"})
    assert values(bakery) == {"payment_terms": "net-7"}


def test_b03_who_is_the_only_admin_approves_alone(bakery: Client, alice: Member) -> None:
    ChangeRequest.ask_and_approve(bakery, by=alice, texts={"payment_terms": "0 days"})
    assert values(bakery) == {"payment_terms": "receipt"}


def test_b03_refused_at_once_and_changed_not_at_all(
    bakery: Client, ada: Member, alice: Member
) -> None:
    with pytest.raises(Refusal, match="a second person"):
        ChangeRequest.ask_and_approve(bakery, by=ada, texts={"payment_terms": "7 days"})
    assert ChangeRequest.objects.count() == 0


def test_b03_a_filled_legal_name_changes_no_other_way(bakery: Client, alice: Member) -> None:
    bakery.edit(by=alice, legal_name="Vincent Ltd")
    with pytest.raises(Refusal, match="is an account detail"):
        bakery.edit(by=alice, legal_name="Other Ltd")
    with pytest.raises(Refusal, match="is an account detail"):
        bakery.edit(by=alice, legal_name="")
    assert values(bakery) == {"legal_name": "Vincent Ltd"}


def test_b03_a_decision_is_not_undone_by_the_toast(
    bakery: Client, bob: Member, alice: Member, as_alice: Browser
) -> None:
    ChangeRequest.ask(bakery, by=bob, texts={"payment_terms": "14 days"}).approve(by=alice)
    act = Change.objects.filter(model="profile.accountdetails").get().act_id
    assert as_alice.post(f"/acme/acts/{act}/undo/").status_code == 404
    assert values(bakery) == {"payment_terms": "net-14"}


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"iban": "GB29NWBK60161331926818"}, "iban"),
        ({"bic": "NOPE"}, "bic"),
        ({"sort_code": "12-34"}, "sort_code"),
        ({"payment_terms": "soon"}, "payment_terms"),
        ({"payment_terms": "400"}, "payment_terms"),
        ({"credit_limit": "lots"}, "credit_limit"),
        ({"credit_limit": "-5"}, "credit_limit"),
        ({"currency": "XYZ"}, "currency"),
        ({"billing_email": "nobody"}, "billing_email"),
        ({"tax_id": "GB 12"}, "tax_id"),
        ({"vat_treatment": "none"}, "vat_treatment"),
        ({"vat_treatment": "reverse_charge"}, "vat_treatment"),
        ({"iban": IBAN, "sort_code": "11-22-33"}, "iban"),
    ],
)
def test_b03_what_does_not_fit_is_refused_at_its_field(
    bakery: Client, bob: Member, texts: dict[str, str], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        ChangeRequest.ask(bakery, by=bob, texts=texts)
    assert refused.value.field == field


def test_b03_another_currency_needs_the_limit_anew(bakery: Client, alice: Member) -> None:
    ChangeRequest.ask_and_approve(bakery, by=alice, texts={"credit_limit": "5,000.50"})
    with pytest.raises(Refusal, match="The limit is in GBP"):
        ChangeRequest.ask(bakery, by=alice, texts={"currency": "JPY"})
    both = {"currency": "JPY", "credit_limit": "900000"}
    ChangeRequest.ask_and_approve(bakery, by=alice, texts=both)
    assert values(bakery) == {"currency": "JPY", "credit_limit": 900000}
