"""Account details as people and programs see and ask for them (B01, B03)."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.organisations.models import Member
from atrium.profile.models import AccountDetails, ChangeRequest
from atrium.profile.tests.test_change_request import IBAN, values

TAB = "/acme/clients/1/account/"
CHANGE = f"{TAB}change/"
LIST = "/acme/account-requests/"


@pytest.fixture
def asked(bakery: Client, bob: Member) -> ChangeRequest:
    """Bob wants other terms and a bank account."""
    return ChangeRequest.ask(
        bakery, by=bob, texts={"payment_terms": "14 days", "iban": IBAN}, reason="New bank"
    )


def page_of(request: ChangeRequest) -> str:
    return f"{LIST}{request.public_id}/"


def test_b03_staff_ask_and_an_admin_approves(
    bakery: Client, as_bob: Browser, as_alice: Browser
) -> None:
    answer = as_bob.post(CHANGE, {"payment_terms": "30 days", "reason": "Agreed"})
    assert (answer.status_code, answer.url) == (302, TAB)  # type: ignore[attr-defined]
    request = ChangeRequest.objects.get()
    assert "Waiting for approval" in as_bob.get(TAB).text
    assert "Vincent&#x27;s Bakery" in as_alice.get(LIST).text
    assert "30 days" in as_alice.get(page_of(request)).text
    assert as_alice.post(page_of(request), {"deed": "approve"}).status_code == 302
    assert values(bakery) == {"payment_terms": "net-30"}
    assert "Approved" in as_bob.get(TAB).text


def test_b03_a_rejection_without_a_reason_says_so(asked: ChangeRequest, as_alice: Browser) -> None:
    answer = as_alice.post(page_of(asked), {"deed": "reject", "reason": ""})
    assert answer.status_code == 422
    assert "Give a reason" in answer.text
    as_alice.post(page_of(asked), {"deed": "reject", "reason": "No"})
    assert ChangeRequest.objects.get().state == "rejected"


def test_b03_bank_details_are_masked_to_staff_everywhere(
    bakery: Client, asked: ChangeRequest, alice: Member, as_bob: Browser, as_alice: Browser
) -> None:
    grouped = "GB29 NWBK 6016 1331 9268 19"
    seen = [as_bob.get(url).text for url in (TAB, page_of(asked), CHANGE)]
    asked.approve(by=alice)
    seen += [as_bob.get(url).text for url in (TAB, page_of(asked), CHANGE, "/acme/clients/1/")]
    assert [IBAN in text or grouped in text for text in seen] == [False] * 7
    assert grouped in as_alice.get(TAB).text


def test_b03_who_sees_no_bank_details_keeps_them_by_leaving_them_empty(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    ChangeRequest.ask_and_approve(bakery, by=alice, texts={"iban": IBAN})
    as_bob.post(CHANGE, {"iban": "", "initial-iban": "", "billing_reference": "PO 7"})
    assert ChangeRequest.objects.get(state="open").after == {"billing_reference": "PO 7"}


def test_b03_a_form_opened_before_a_change_asks_for_what_was_typed_only(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    ChangeRequest.ask_and_approve(bakery, by=alice, texts={"payment_terms": "30 days"})
    typed = {"payment_terms": "", "initial-payment_terms": "", "billing_reference": "PO 7"}
    as_bob.post(CHANGE, typed)
    assert ChangeRequest.objects.get(state="open").after == {"billing_reference": "PO 7"}


def test_b03_errors_stand_at_their_fields(bakery: Client, as_bob: Browser) -> None:
    answer = as_bob.post(CHANGE, {"iban": "nonsense", "credit_limit": "lots"})
    assert answer.status_code == 422
    assert "This is not an IBAN" in answer.text
    assert "Write the amount in GBP" in answer.text


def test_b03_the_only_admin_saves_at_once(bakery: Client, as_alice: Browser) -> None:
    assert as_alice.post(CHANGE, {"payment_terms": "30", "now": "1"}).status_code == 302
    assert values(bakery) == {"payment_terms": "net-30"}


def test_j24_viewers_see_no_account_and_staff_decide_nothing(
    asked: ChangeRequest, as_vera: Browser, as_bob: Browser
) -> None:
    assert [as_vera.get(url).status_code for url in (TAB, CHANGE, LIST)] == [404, 403, 403]
    assert as_bob.post(page_of(asked), {"deed": "approve"}).status_code == 403
    assert ChangeRequest.objects.get().state == "open"


def test_j24_another_organisation_and_who_may_not_see_the_client_find_no_request(
    bakery: Client, asked: ChangeRequest, alice: Member, as_charlie: Browser, as_bob: Browser
) -> None:
    assert as_charlie.get(page_of(asked)).status_code == 404
    assert as_charlie.get(f"/other/account-requests/{asked.public_id}/").status_code == 404
    bakery.restrict(by=alice, to_team=True)
    assert [as_bob.get(url).status_code for url in (TAB, CHANGE, page_of(asked))] == [404] * 3
    assert "Vincent" not in as_bob.get(LIST).text


def test_b03_admins_see_what_waits_in_the_menu_and_on_the_dashboard(
    asked: ChangeRequest, as_alice: Browser, as_bob: Browser
) -> None:
    page = as_alice.get("/acme/").text
    assert "Waiting for approval" in page
    assert LIST in page
    assert LIST not in as_bob.get("/acme/").text


def test_b01_the_tab_as_a_part_and_as_a_page_reads_little(
    asked: ChangeRequest, as_alice: Browser, django_assert_max_num_queries: object
) -> None:
    as_alice.get(TAB)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        as_alice.get(TAB)


def test_b03_filling_what_is_empty_leaves_what_stands(bakery: Client, alice: Member) -> None:
    ChangeRequest.ask_and_approve(bakery, by=alice, texts={"payment_terms": "30"})
    left = AccountDetails.fill(
        bakery, by=None, texts={"payment_terms": "14", "billing_reference": "PO 7"}
    )
    assert left == ["payment_terms"]
    assert values(bakery) == {"payment_terms": "net-30", "billing_reference": "PO 7"}
