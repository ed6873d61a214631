"""How much of its credit limit a client has used, and what warns beyond it (B06).

Only what is owed in the currency of the limit counts: amounts are never added across currencies.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from atrium.billing.days import today_of
from atrium.billing.facts import Owed, owed_parts
from atrium.clients import causes
from atrium.clients.linking import Linking, warns
from atrium.clients.models import Client
from atrium.clients.page import Fact, Figure, fact
from atrium.foundation.causes import Explanation, cause
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.permissions import Can
from atrium.profile.models import AccountDetails

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from atrium.organisations.models import Organisation

NEARLY = 90
BEYOND = cause("client.credit_limit", gettext_lazy("Beyond the credit limit"), "gauge")


def _of_client(name: str) -> Subquery:
    return Subquery(AccountDetails.objects.filter(client=OuterRef("pk")).values(name)[:1])


def limit_parts(organisation: Organisation) -> dict[str, Combinable]:
    """What is owed, the limit, and its currency: the client's, else the organisation's."""
    own = NullIf(_of_client("currency"), Value(""))
    limit: dict[str, Combinable] = {
        "money_limit": _of_client("credit_limit"),
        "money_limit_in": Coalesce(own, Value(organisation.currency)),
    }
    return owed_parts(organisation) | limit


def used(client: Any) -> tuple[int, int, str] | None:
    """What is owed, the limit and their currency, of a client that has limit_parts(); None without a limit."""
    limit = getattr(client, "money_limit", None)
    if limit is None:
        return None
    code: str = client.money_limit_in
    return Owed.read(client.owed, today_of(client)).unpaid[code], int(limit), code


def beyond(client: Client, adding: int, currency: str) -> str:
    """Why so much more would be beyond the limit, in words; empty where it would not be."""
    place = client.organisation
    row: Any = Client.objects.filter(pk=client.pk).annotate(**limit_parts(place)).first()
    if row is None:
        return ""
    row.organisation = place
    told = used(row)
    if told is None or told[2] != currency or told[0] + adding <= told[1]:
        return ""
    owed, limit, code = told
    words = (
        gettext("Beyond the credit limit of {limit}: {owed} is unpaid; with this it is {then}.")
        if adding
        else gettext("Beyond the credit limit of {limit}: {owed} is unpaid.")
    )
    return words.format(
        limit=money.shown(limit, code),
        owed=money.shown(owed, code),
        then=money.shown(owed + adding, code),
    )


def _show(client: Any, organisation: Organisation) -> Figure:
    client.organisation = organisation
    told = used(client)
    url = f"{client.get_absolute_url()}invoices/?show=open"
    if told is None:
        return Figure(value=gettext("No limit"), reason=gettext("No credit limit is set"), url=url)
    owed, limit, code = told
    reason = gettext("{owed} of {limit}").format(
        owed=money.shown(owed, code), limit=money.shown(limit, code)
    )
    share = owed * 100 // limit if limit else 100 * bool(owed)
    tone = "bad" if owed > limit else "warn" if share >= NEARLY else ""
    return Figure(value=f"{share}", unit="%", reason=reason, tone=tone, url=url)


fact(
    Fact(
        slug="credit_used",
        label=gettext_lazy("Credit limit used"),
        order=9,
        needs=Can.MONEY_SEE,
        parts=limit_parts,
        shown=_show,
        header=False,
    )
)


@warns
def beyond_limit(linking: Linking) -> Iterator[Explanation]:
    """Before work is begun for a client: that it owes more than its limit already."""
    alone = linking.other is not None and linking.other.pk == linking.client.pk
    if not alone or not linking.member.can(Can.MONEY_SEE):
        return
    row: Any = Client.objects.filter(pk=linking.client.pk)
    row = row.annotate(**limit_parts(linking.member.organisation)).first()
    if row is None:
        return
    row.organisation = linking.member.organisation
    told = used(row)
    if told is not None and told[0] > told[1]:
        owed, limit, code = told
        words = gettext("{row} owes {amount}, beyond the credit limit of {amount2}.").format(
            row=row, amount=money.shown(owed, code), amount2=money.shown(limit, code)
        )
        yield Explanation(BEYOND, words, (causes.open_client(linking.client),))
