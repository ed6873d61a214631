"""The account details of the demo's clients, and changes of them that wait for an admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stdnum.iso7064 import mod_97_10

from atrium.clients.models import Client
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can, Role
from atrium.profile.models import AccountDetails, ChangeRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from atrium.demo.world import shapes

_TERMS = ("net-30", "net-14", "receipt", "eom-15", "net-30", "eom-0", "net-45")
_LIMITS = (250_000, None, 1_000_000, None, 500_000)
_WANTED = (
    ({"payment_terms": "EOM + 15", "credit_limit": "7,500"}, "Agreed with their new controller"),
    ({"billing_email": "accounts@northgate.example", "billing_reference": "PO 4471"}, ""),
)


def settle_accounts(world: shapes.World, clients: dict[int, Client]) -> None:
    """Every company has account details; those first in line have a change that waits."""
    companies = [c for c in world.clients if c.kind == "company" and not c.duplicate_of]
    AccountDetails.objects.bulk_create(_details(companies, clients), batch_size=200)
    staff = Member.objects.active().filter(role=Role.STAFF).order_by("id")
    askers = [member for member in staff if member.can(Can.ACCOUNTS_ASK)]
    seen = [clients[c.number] for c in companies]
    for asker, (texts, reason), client in zip(askers, _WANTED, seen, strict=False):
        ChangeRequest.ask(client, by=asker, texts=texts, reason=reason)


def _details(
    companies: list[shapes.Client], clients: dict[int, Client]
) -> Iterator[AccountDetails]:
    for turn, company in enumerate(companies):
        client = clients[company.number]
        pounds = client.organisation.country == "GB"
        number, code = f"{31000000 + company.number * 7919}"[:8], "608371"
        basic = f"DEMO{code}{number}" if pounds else f"12030000{number.zfill(10)}"
        country = "GB" if pounds else "DE"
        banked = turn % 3 == 0
        yield AccountDetails(
            client=client,
            payment_terms=_TERMS[turn % len(_TERMS)],
            currency=company.currency,
            credit_limit=_LIMITS[turn % len(_LIMITS)],
            vat_treatment="standard",
            account_holder=(company.legal_name or company.name)[:200] if banked else "",
            iban=_iban(country, basic) if banked else "",
            bic=("DEMOGB2L" if pounds else "DEMODEFF") if banked else "",
            sort_code=code if banked and pounds else "",
            account_number=number if banked and pounds else "",
        )


def _iban(country: str, basic: str) -> str:
    """With the check digits of ISO 13616, so that it passes wherever one is typed."""
    return f"{country}{mod_97_10.calc_check_digits(f'{basic}{country}')}{basic}"
