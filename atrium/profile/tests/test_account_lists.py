"""B03: account details as columns and filters, for whoever may see them."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.conftest import NewClient
from atrium.integrations.tests.conftest import Program, token_of
from atrium.organisations.models import Member, Organisation
from atrium.profile.models import AccountDetails

LIST = "/acme/clients/"
IBAN = "GB29NWBK60161331926819"


@pytest.fixture
def abc(new_client: NewClient, alice: Member) -> list[Client]:
    made = [new_client(name) for name in ("Ash", "Birch", "Cedar")]
    texts = [
        {"payment_terms": "30 days", "credit_limit": "5000", "iban": IBAN},
        {"payment_terms": "EOM", "currency": "EUR", "credit_limit": "9000"},
    ]
    for client, details in zip(made, texts, strict=False):
        AccountDetails.fill(client, by=alice, texts=details)
    return made


def listed(browser: Browser, query: str) -> str:
    page = browser.get(f"{LIST}?{query}").text
    return "".join(name[0] for name in ("Ash", "Birch", "Cedar") if f">{name}</a>" in page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("by.account.payment_terms.is=30 days", "A"),
        ("by.account.payment_terms.is=net-30", "A"),
        ("by.account.payment_terms.is=soon", ""),
        ("by.account.payment_terms.empty=yes", "C"),
        ("by.account.credit_limit.min=1000", "A"),
        ("by.account.credit_limit.min=1000 EUR", ""),
        ("by.account.credit_limit.empty=no", "AB"),
        ("by.account.currency.is=EUR", "B"),
        ("by.account.iban.has=GB", ""),
    ],
)
def test_b03_lists_are_narrowed_by_account_details(
    query: str, found: str, abc: list[Client], as_alice: Browser
) -> None:
    assert listed(as_alice, query) == found


def test_b03_columns_show_them_to_who_may_see_them(
    abc: list[Client], acme: Organisation, as_alice: Browser, as_bob: Browser, as_vera: Browser
) -> None:
    for member in Member.objects.all():
        member.organisation = acme
        member.prefers(
            list_columns=["account.payment_terms", "account.credit_limit", "account.iban"]
        )
    ours, staffs, viewers = (b.get(LIST).text for b in (as_alice, as_bob, as_vera))
    assert [text in ours for text in ("30 days", "£5,000", "€9,000", IBAN)] == [True] * 4
    assert [text in staffs for text in ("30 days", "£5,000", IBAN)] == [True, True, False]
    assert [text in viewers for text in ("30 days", "£5,000", "Payment terms")] == [False] * 3
    assert listed(as_vera, "by.account.payment_terms.is=30 days") == ""


def test_b03_lists_are_sorted_by_credit_limit_for_who_may_see_it(
    abc: list[Client], new_client: NewClient, alice: Member, as_alice: Browser, as_vera: Browser
) -> None:
    for name, limit in (("Dill", "200"), ("Elder", "6000")):
        AccountDetails.fill(new_client(name), by=alice, texts={"credit_limit": limit})
    names = ("Ash", "Birch", "Cedar", "Dill", "Elder")

    def order(browser: Browser, query: str) -> str:
        page = browser.get(f"{LIST}?{query}").text
        return "".join(n[0] for n in sorted(names, key=lambda n: page.index(f">{n}</a>")))

    assert order(as_alice, "sort=account.credit_limit") == "DAEBC", "euros are no pounds"
    assert order(as_alice, "sort=-account.credit_limit") == "EADCB"
    assert order(as_vera, "sort=account.credit_limit") == "ABCDE", "by name: Vera may not know"
    program = Program(token_of(alice, ["clients:read", "accounts:read"]))
    first = program.ask("GET", "/clients?sort=account.credit_limit&limit=2").json()
    rest = program.ask("GET", f"/clients?sort=account.credit_limit&cursor={first['next']}").json()
    told = [c["name"] for c in first["items"] + rest["items"]]
    assert "".join(name[0] for name in told) == "DAEBC"
    lesser = Program(token_of(alice, ["clients:read"]))
    assert lesser.ask("GET", "/clients?sort=account.credit_limit").status_code == 403
