"""J14, J06, B03: classification and account details through files, on the way in and out."""

from __future__ import annotations

from pathlib import Path

import pytest

from atrium.clients.models import Client
from atrium.conftest import NewClient, NewMember
from atrium.imports.exporting import columns_of, export, records
from atrium.imports.tests.test_import_fields import imported
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role
from atrium.profile.models import AccountDetails, ChangeRequest
from atrium.timeline.models import Event
from atrium.timeline.undoing import undo

IBAN = "GB29NWBK60161331926819"


def terms(client: Client) -> str:
    return str(AccountDetails.standing(client)["payment_terms"])


def test_j14_classes_and_industries_come_in_by_their_words(alice: Member) -> None:
    file = (
        "Company,Client type,Service tier,Industry,SLA,Business type\n"
        "Vale,household,Premium,10,Same day,Partnership\n"
        "Bell,Business,gold,Bread for hotels,,\n"
    )
    done = imported(file.encode(), alice)
    vale, bell = Client.objects.order_by("number")
    assert vale.extra == {
        "client_type": "household",
        "service_tier": "premium",
        "sla": "same_day",
        "business_type": "partnership",
    }
    assert (vale.industry, bell.industry) == ("10 Manufacture of food products", "Bread for hotels")
    assert bell.extra == {"client_type": "business", "service_tier": {"unread": "gold"}}
    [problem] = done.rows_of_file.get(number=3).problems
    assert "Choose one of Basic, Standard, Premium" in problem[1]


def test_b03_a_file_fills_account_details_and_asks_for_what_stands(
    acme: Organisation, alice: Member, new_client: NewClient
) -> None:
    head = "ID,Company,Payment terms,Credit limit,IBAN\n"
    new_client("Bell", external_id="A1")
    file = f'{head}A1,Bell,30 days,"5,000",{IBAN}\nA2,Carr,EOM + 15,,\n'
    first = imported(file.encode(), alice, mode="both")
    bell, carr = Client.objects.order_by("number")
    assert first.rows_of_file.get(number=2).differences[0] == [
        "Payment terms",
        "",
        "30 days",
    ]
    assert AccountDetails.objects.get(client=bell).iban == IBAN
    assert [terms(bell), terms(carr)] == ["net-30", "eom-15"]
    assert AccountDetails.objects.get(client=bell).credit_limit == 500_000
    told = Event.objects.filter(kind="account.filled", client=bell).get()
    assert IBAN not in str(told.particulars)

    file = f"{head}A1,Bell,soon,,\nA2,Carr,60 days,,\n"
    again = imported(file.encode(), alice, mode="both")
    assert [terms(bell), terms(carr)] == ["net-30", "eom-15"]
    asked = ChangeRequest.objects.get()
    assert (asked.client, asked.after) == (carr, {"payment_terms": "net-60"})
    [problem] = again.rows_of_file.get(number=2).problems
    assert "“soon” is not taken as payment terms. Write terms like 30 days" in problem[1]

    assert first.act is not None
    undo(first.act, by=alice)
    assert terms(bell) == ""


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_b03_account_details_leave_and_come_back_the_same(
    ending: str, alice: Member, bakery: Client, tmp_path: Path
) -> None:
    bakery.edit(by=alice, industry="C", legal_name="Vincent Ltd")
    texts = {"payment_terms": "EOM + 15", "currency": "EUR", "credit_limit": "7,500.50"}
    texts |= {"iban": IBAN, "vat_treatment": "exempt", "billing_reference": "PO 4471"}
    AccountDetails.fill(bakery, by=alice, texts=texts)
    before = AccountDetails.standing(bakery)
    path = tmp_path / f"out{ending}"
    export(path, by=alice)
    AccountDetails.objects.all()._raw_delete("default")  # noqa: SLF001 - as if never filled
    done = imported(path.read_bytes(), alice, name=path.name, mode="update")
    assert (AccountDetails.standing(bakery), done.failed) == (before, 0)


def test_b03_files_hold_account_details_for_who_may_see_them_alone(
    bakery: Client, alice: Member, new_member: NewMember
) -> None:
    AccountDetails.fill(bakery, by=alice, texts={"payment_terms": "30 days", "iban": IBAN})
    mary = new_member("Mary Moss", Role.MANAGER)
    [hers] = records(mary)
    assert hers["account: payment terms"] == "30 days"
    assert "account: iban" not in columns_of(mary)
    assert IBAN not in str(hers)
    [ours] = records(alice)
    assert ours["account: iban"] == IBAN
