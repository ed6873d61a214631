"""What the tenders of a client answer: the open ones, when the next is due, how many are won (B04)."""

from __future__ import annotations

from typing import Any

from django.db.models import Avg, Case, FloatField, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from atrium.calendar.facts import day_words
from atrium.clients.facts import count_of
from atrium.clients.page import Fact, Figure, Total, fact
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Organisation
from atrium.organisations.permissions import Can
from atrium.tenders.models import Tender


def _of_client() -> Any:
    return Tender.objects.kept().filter(client=OuterRef("pk"))


def _open() -> Any:
    return _of_client().filter(outcome="")


def _open_tenders(_: Organisation) -> dict[str, Combinable]:
    next_one = _open().filter(due_at__isnull=False).order_by("due_at", "id")
    return {
        "open_tenders": count_of(_open()),
        "overdue_tenders": count_of(_open().filter(due_at__lte=Now())),
        "next_tender": Subquery(next_one.values("due_on")[:1]),
    }


def _show_open_tenders(client: Any, organisation: Organisation) -> Figure:
    url = f"{client.get_absolute_url()}tenders/"
    value, late = str(client.open_tenders), client.overdue_tenders
    if late:
        return Figure(
            value=value, reason=gettext("{late} overdue").format(late=late), tone="bad", url=url
        )
    if client.next_tender:
        words = day_words(client.next_tender, organisation.today())
        return Figure(value=value, reason=gettext("Next due {words}").format(words=words), url=url)
    reason = gettext("None has a due day") if client.open_tenders else gettext("No tender is open")
    return Figure(value=value, reason=reason, url=url)


fact(
    Fact(
        slug="open_tenders",
        label=gettext_lazy("Open tenders"),
        order=52,
        needs=Can.TENDERS_SEE,
        parts=_open_tenders,
        shown=_show_open_tenders,
        header=False,
        total=Total(label=gettext_lazy("Open tenders"), part=lambda _: count_of(_open())),
    )
)


def _win_rate(_: Organisation) -> dict[str, Combinable]:
    decided = _of_client().filter(Q(outcome="won") | Q(outcome="lost")).order_by()
    share = Avg(
        Case(When(outcome="won", then=Value(100.0)), default=Value(0.0), output_field=FloatField())
    )
    rate = decided.values("organisation").annotate(n=share).values("n")
    return {
        "win_rate": Subquery(rate, output_field=FloatField()),
        "decided_tenders": count_of(decided),
    }


def _show_win_rate(client: Any, _: Organisation) -> Figure:
    url = f"{client.get_absolute_url()}tenders/"
    if client.win_rate is None:
        return Figure(
            value=gettext("None"), reason=gettext("No tender is won or lost yet"), url=url
        )
    of = gettext("Of {decided_tenders} won or lost").format(decided_tenders=client.decided_tenders)
    return Figure(value=f"{int(client.win_rate + 0.5)} %", reason=of, url=url)


fact(
    Fact(
        slug="win_rate",
        label=gettext_lazy("Win rate"),
        order=53,
        needs=Can.TENDERS_SEE,
        parts=_win_rate,
        shown=_show_win_rate,
        header=False,
    )
)
