"""By what of their files lists of clients are narrowed."""

from __future__ import annotations

from atrium.clients.narrowing import criterion
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import Option
from atrium.clients.narrowing.kinds import Counted, Days, OnDays, OneOf, within
from atrium.clients.value_types import Where
from atrium.documents.facts import rows
from atrium.documents.models import Agreement, AgreementKind
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can

SECTION = gettext_lazy("Activity and figures")


def _expires(days: Days, where: Where) -> Answer:
    return Answer(rows=rows().filter(within("expires_on", days)), several=True)


criterion(
    Counted(
        slug="files",
        label=gettext_lazy("Files"),
        section=SECTION,
        needs=Can.DOCUMENTS_SEE,
        rows=rows,
    )
)
criterion(
    OnDays(
        slug="document_expires",
        label=gettext_lazy("Day on which a document expires"),
        section=SECTION,
        needs=Can.DOCUMENTS_SEE,
        between=_expires,
    )
)


def _agreed(kinds: list[str], where: Where) -> Answer:
    held = Agreement.objects.all().holding(where.organisation.today())
    return Answer(rows=held.filter(kind__in=kinds), several=True)


def _agreed_nothing(where: Where) -> Answer:
    held = Agreement.objects.all().holding(where.organisation.today())
    return Answer(rows=held, several=True).turned()


def _ends(days: Days, where: Where) -> Answer:
    standing = Agreement.objects.all().standing().filter(valid_until__isnull=False)
    return Answer(rows=standing.filter(within("valid_until", days)), several=True)


criterion(
    OneOf(
        slug="agreement",
        label=gettext_lazy("Agreement that holds"),
        section=SECTION,
        needs=Can.DOCUMENTS_SEE,
        choices=lambda _: [Option(each.value, each.label) for each in AgreementKind],
        fits=_agreed,
        nothing=_agreed_nothing,
    )
)
criterion(
    OnDays(
        slug="agreement_ends",
        label=gettext_lazy("Last day of an agreement"),
        section=SECTION,
        needs=Can.DOCUMENTS_SEE,
        between=_ends,
    )
)
