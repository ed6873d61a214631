"""What the pages of an import show."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.imports.deciding import DECISIONS
from atrium.imports.forms import DELIMITERS, JOIN
from atrium.imports.models import Export, Import, ImportRow, Mode, Outcome, Similar, Stage
from atrium.imports.reading import CARDS
from atrium.imports.remarks import said_above
from atrium.imports.taking_back import taken_back
from atrium.imports.targets import places_of
from atrium.imports.work.mapping import read_mapping
from atrium.imports.work.sorts import SORTS
from atrium.organisations.models import Member
from atrium.timeline.undoing import undoing_of

ROWS = 50
IMPORTS = 50
_SAMPLES = 3
_FILTERS = (
    ("", gettext_lazy("All")),
    (Outcome.CREATE, gettext_lazy("New")),
    (Outcome.UPDATE, gettext_lazy("Updated")),
    (Outcome.SKIP, gettext_lazy("Skipped")),
    (Outcome.FAIL, gettext_lazy("Failed")),
    ("problems", gettext_lazy("With remarks")),
    *Similar.choices,
)
_STEP_OF = {Stage.READ: 1, Stage.PLANNING: 2, Stage.PLANNED: 2}
_DONE = 3


def imports_page(member: Member, before: int | None) -> dict[str, Any]:
    """The imports of the organisation, newest first, a page at a time."""
    rows = Import.objects.visible_to(member).newest_first().select_related("by")
    if before is not None:
        rows = rows.filter(number__lt=before)
    some = list(rows[: IMPORTS + 1])
    more = some[IMPORTS - 1].number if len(some) > IMPORTS else None
    return {"imports": some[:IMPORTS], "more": more, "first": before is None}


def exports_page(member: Member, before: int | None) -> dict[str, Any]:
    """The member's own exports, newest first, a page at a time."""
    rows = Export.objects.visible_to(member).select_related("by", "organisation")
    if before is not None:
        rows = rows.filter(number__lt=before)
    some = list(rows.order_by("-number")[: IMPORTS + 1])
    more = some[IMPORTS - 1].number if len(some) > IMPORTS else None
    shown = some[:IMPORTS]
    return {"exports": shown, "more": more, "busy": any(one.is_busy for one in shown)}


def import_page(shown: Import, member: Member, outcome: str = "", after: int = 0) -> dict[str, Any]:
    """One import at the stage it is in."""
    step = _STEP_OF.get(Stage(shown.stage), _DONE)
    context: dict[str, Any] = {"import": shown, "at": step, "sort": SORTS.get(shown.what)}
    if shown.stage == Stage.READ:
        return context | _matching(shown)
    if shown.is_busy:
        return context | {"percent": _percent(shown)}
    context |= {"taken_back": taken_back(shown)} if shown.stage == Stage.UNDONE else {}
    return context | rows_page(shown, member, outcome, after)


def _percent(shown: Import) -> int:
    """How far the run is, or the undo."""
    undoing = undoing_of(shown.act) if shown.stage == Stage.UNDOING and shown.act else None
    return undoing.percent if undoing is not None else shown.percent


def rows_page(shown: Import, member: Member, outcome: str, after: int) -> dict[str, Any]:
    """The rows of the file with what becomes of them, by a seek behind row ``after``."""
    chosen: list[ImportRow] = (
        shown.rows_of_file.select_related("client").of(outcome).after(after, ROWS + 1)
    )
    clients = Client.objects.visible_to(member).filter(pk__in=[row.client_id for row in chosen])
    seen = set(clients.values_list("pk", flat=True))
    for row in chosen:
        if row.client_id not in seen:
            # Then the row is called what the file called it.
            row.client = None
    more = chosen[ROWS - 1].number if len(chosen) > ROWS else None
    deciding = shown.stage == Stage.PLANNED
    if deciding:
        _offer(chosen[:ROWS], member)
    counts = {
        **_similar(shown, deciding=deciding),
        "": shown.rows,
        Outcome.CREATE: shown.created,
        Outcome.UPDATE: shown.updated,
        Outcome.SKIP: shown.skipped,
        Outcome.FAIL: shown.failed,
    }
    return {
        "import": shown,
        "rows": chosen[:ROWS],
        "said_above": said_above(shown.remarks),
        "more": more,
        "outcome": outcome,
        "decides_all": counts.get(outcome) if deciding and outcome in Similar.values else 0,
        "decisions": _decisions(outcome),
        "filters": [
            (key, label, counts.get(key)) for key, label in _FILTERS if counts.get(key) != 0
        ],
    }


def _similar(shown: Import, *, deciding: bool) -> dict[str, int]:
    """How many rows look like a client or another row; only told while that can be decided."""
    counts = dict.fromkeys(Similar.values, 0)
    if deciding:
        rows = shown.rows_of_file.exclude(similar="").exclude(outcome=Outcome.FAIL)
        counts |= dict(rows.values_list("similar").annotate(Count("id")))
    return counts


def _decisions(similar: str) -> list[tuple[str, str]]:
    """What can be decided about all rows of a kind: those like another row have no client."""
    return [(k, v) for k, v in DECISIONS.items() if similar == Similar.BASE or k != Outcome.UPDATE]


def _offer(rows: list[ImportRow], member: Member) -> None:
    """Give each row that looks like something what may be decided about it."""
    keys = {key for row in rows for key in row.candidates}
    seen = Client.objects.visible_to(member).live().filter(pk__in=keys)
    found = {client.pk: client for client in seen}
    for row in rows:
        if row.outcome != Outcome.FAIL and (row.similar or row.candidates):
            clients = [found[key] for key in row.candidates if key in found]
            updates = [
                (f"update:{c.number}", gettext("Update {code} {c}").format(code=c.code, c=c.name))
                for c in clients
            ]
            row.choices = [
                *((k, label) for k, label in DECISIONS.items() if k == Outcome.CREATE),
                *updates,
                (Outcome.SKIP, DECISIONS[Outcome.SKIP]),
            ]
            row.choice = row.outcome
            if row.outcome == Outcome.UPDATE:
                numbers = [c.number for c in clients if c.pk == row.client_id]
                row.choice = f"update:{numbers[0]}" if numbers else ""
                if row.joins:
                    row.choices.insert(
                        0, (JOIN, gettext("Add to row {joins}").format(joins=row.joins))
                    )
                    row.choice = JOIN


def _matching(shown: Import) -> dict[str, Any]:
    try:
        table = shown.look(**shown.reading) if not shown.mapping else shown.table()
    except Refusal:
        return {}
    mapping = read_mapping(shown.what, shown.mapping)
    columns = [
        {
            "place": place,
            "column": column,
            "samples": [r[place] for r in table.sample if r[place].strip()][:_SAMPLES],
        }
        for place, column in enumerate(mapping.columns)
    ]
    return {
        "columns": columns,
        "cards": shown.source == CARDS,
        "choices": places_of(shown.what, shown.sender),
        "modes": [(key, label.replace("clients", shown.what)) for key, label in Mode.choices],
        "delimiters": DELIMITERS,
        "header_row": table.header_row or 0,
    }
