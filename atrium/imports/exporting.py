"""Clients written into a file that an import reads back."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.html import strip_tags

from atrium.clients import lexicon
from atrium.clients.attributes import Attribute, attributes_of
from atrium.clients.columns import NOTHING, Column, chosen_by
from atrium.clients.exported import figure_columns, figures_of
from atrium.clients.list_rows import rows_of
from atrium.clients.listing import Listing
from atrium.clients.models import Client, Point, Sight, State, Tagging
from atrium.clients.value_types import Where
from atrium.clients.value_types.reference import Reference
from atrium.clients.view_log import saw
from atrium.foundation.causes import ROLE
from atrium.foundation.errors import Refusal
from atrium.foundation.inert import inert
from atrium.foundation.translation import gettext
from atrium.imports.cards import write_cards
from atrium.imports.own_export import (
    ARCHIVED,
    LEADING,
    NO_CONTACT,
    REACH,
    STRUCTURES,
    TEXTS,
    fixed,
    heading_for,
)
from atrium.imports.whole import Whole
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.timeline.acting import acting

type Record = dict[str, Any]
type Through = Callable[[Iterable[Record]], Iterator[Record]]
_AT_A_TIME = 500
# A sheet of Excel ends at 1,048,576.
_ROWS_OF_A_SHEET = 1_000_000
# Asked for by JSON Lines alone: what other apps tell of the client.
_BESIDE = "beside"
# Columns of a table that repeat what the lists of JSON Lines say.
_SAID_BELOW = ("address ", "contact ")
_PLAIN = {
    "external_id": "external_id",
    "kind": "kind",
    "name": "name",
    "title": "title",
    "given name": "given_name",
    "family name": "family_name",
    "preferred channel": "preferred_channel",
    **TEXTS,
}


def export(
    path: Path, *, by: Member, listing: Listing | None = None, through: Through | None = None
) -> int:
    """Write every client that ``by`` may see, or those of a list; answers how many.

    The ending says the format. A list is written in its order; where it is a saved view, with the
    view's columns. ``through`` is passed each record on its way. Refused with the endings that can be written. CSV and XLSX are inert in a spreadsheet.
    """
    if not by.can(Can.CLIENTS_EXPORT):
        msg = gettext("{by} may not export; ask a manager, an admin or an owner.").format(by=by)
        raise Refusal(msg, cause=ROLE)
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise Refusal(gettext("Name the file .csv, .xlsx, .jsonl or .vcf."), field="out")
    if listing is None:
        columns, rows = columns_of(by), records(by)
    else:
        sheet = Sheet(listing)
        columns, rows = sheet.headings, sheet.records()
    count = write(path, columns, through(rows) if through else rows)
    noted(by, f"{count:,} clients as {path.suffix.lower().removeprefix('.')}")
    return count


def noted(by: Member, what: str) -> None:
    """Keep in the log of who saw what, and in that of the settings, that ``by`` took this out."""
    saw(by, None, what, Sight.EXPORT)
    with acting(by=by, label=gettext("Exported {what}").format(what=what)) as act:
        act.note("imports.export")


def columns_of(by: Member) -> list[str]:
    """The columns of the export, those of the organisation's own fields behind, figures last."""
    own = [h for h, attribute in _said(by) if attribute.field or attribute.kept]
    return [*fixed(), *own, *figure_columns(by)]


def _said(by: Member) -> list[tuple[str, Attribute]]:
    """What the record says beside what every client has, each with its column."""
    return [(a.heading or heading_for(a.label), a) for a in attributes_of(by)]


_HEADINGS = {"town": "city", "email": REACH["email"]}
_PLAIN_COLUMNS = frozenset({"status", "owner", "tags", "phone", "town", "email"})


class Sheet:
    """A list of clients as rows of a file."""

    def __init__(self, listing: Listing) -> None:
        self.listing, self.by = listing, listing.member
        view = listing.view
        self._columns = [] if view is None else chosen_by(self.by, view.columns)
        self._columns = [column for column in self._columns if column.slug != "number"]

    @property
    def headings(self) -> list[str]:
        """Every column; of a saved view what tells the client, and the columns of the view."""
        if self.listing.view is None:
            return columns_of(self.by)
        return [*LEADING, *map(_heading, self._columns)]

    def records(self) -> Iterator[Record]:
        """One record per client, in the order of the list; read in chunks."""
        shown = [c for c in self._columns if not c.attribute and c.slug not in _PLAIN_COLUMNS]
        words, seen = lexicon.of(self.by.organisation), _seen(self.by)
        for keys in self.listing.keys(_AT_A_TIME):
            found = {c.pk: c for c in seen.filter(pk__in=keys)}
            clients = [found[key] for key in keys if key in found]
            cells = (
                {r.client.pk: r.cells for r in rows_of(keys, self.by, shown, words)}
                if shown
                else {}
            )
            for client, record in zip(clients, _records(clients, self.by), strict=True):
                said = ((_heading(c), _text(cell)) for c, cell in cells.get(client.pk, ()))
                yield record | dict(said)


def _heading(column: Column) -> str:
    if column.attribute is not None:
        return column.attribute.heading or heading_for(column.label)
    plain = column.slug in _PLAIN_COLUMNS
    return _HEADINGS.get(column.slug, column.slug) if plain else heading_for(column.label)


def _text(cell: str) -> str:
    """What a cell of the page says, without its marks; nothing for the sign that stands for nothing."""
    return "" if cell == NOTHING else unescape(strip_tags(cell))


def records(by: Member) -> Iterator[Record]:
    """One record per client, in the order of their numbers; read in chunks."""
    last, clients = 0, _seen(by).order_by("number")
    while some := list(clients.filter(number__gt=last)[:_AT_A_TIME]):
        yield from _records(some, by)
        last = some[-1].number


def _seen(by: Member) -> QuerySet[Client]:
    """The clients that the member may see, with what stands in other tables."""
    parts = {n: p for _, a in _said(by) for n, p in a.parts(by.organisation).items()}
    clients: QuerySet[Client] = Client.objects.visible_to(by).annotate(**parts)
    return clients


def _records(clients: list[Client], by: Member) -> Iterator[Record]:
    words = lexicon.of(by.organisation)
    keys = [client.pk for client in clients]
    reached: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for point in Point.objects.filter(client__in=keys).order_by("-preferred", "id"):
        if point.client_id:
            value = point.normal if point.sound and point.kind != "phone" else point.value
            reached[point.client_id, point.kind].append(value)
    tagged: defaultdict[int, list[str]] = defaultdict(list)
    for client_id, tag_id in Tagging.objects.filter(client__in=keys).values_list(
        "client_id", "tag_id"
    ):
        tagged[client_id].append(words.tags[tag_id].label)
    whole = Whole(clients, by)
    said, where = _said(by), Where(by.organisation, by)
    _learn(clients, said, where)
    figures = figures_of(by, keys)
    for client in clients:
        record: Record = {"number": str(client.number)}
        record |= {column: str(getattr(client, name) or "") for column, name in _PLAIN.items()}
        record["status"] = words.statuses[client.status_id].label
        owner = words.members.get(client.owner_id or 0)
        record["owner"] = owner.name if owner else ""
        record[NO_CONTACT] = "; ".join(client.bars)
        record["tags"] = "; ".join(sorted(tagged[client.pk]))
        for kind, column in REACH.items():
            separator = " ::: " if kind == "link" else "; "
            record[column] = separator.join(reached[client.pk, kind])
        record[ARCHIVED] = "yes" if client.state == State.ARCHIVED else ""
        record |= whole.cells(client) | whole.of(client)
        record[_BESIDE] = partial(whole.beside, client)
        record |= {heading: attribute.text(client, where) for heading, attribute in said}
        record |= figures.get(client.pk, {})
        yield record


def _learn(clients: list[Client], said: list[tuple[str, Attribute]], where: Where) -> None:
    """Look up what the references are called, by one statement a model."""
    for _, attribute in said:
        if isinstance(attribute.sort, Reference):
            values = {attribute.value(client) for client in clients}
            where.look_up(attribute.sort.model, {v for v in values if isinstance(v, str)})


def as_csv(path: Path, columns: list[str], rows: Iterable[Record]) -> int:
    """Write rows as CSV, inert in a spreadsheet; answers how many."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(map(inert, columns))
        count = 0
        for record in rows:
            writer.writerow([inert(record.get(column, "")) for column in columns])
            count += 1
    return count


def as_xlsx(
    path: Path, columns: list[str], rows: Iterable[Record], *, sheets: str = "Clients"
) -> int:
    """Write rows as sheets of Excel, all cells as text; answers how many."""
    import xlsxwriter  # noqa: PLC0415 - loads slowly, and most programs write no sheet

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        heads = [inert(column) for column in columns]
        sheet = book.add_worksheet(sheets)
        sheet.write_row(0, 0, heads)
        count = 0
        for count, record in enumerate(rows, 1):
            number, row = divmod(count - 1, _ROWS_OF_A_SHEET)
            if number and not row:
                sheet = book.add_worksheet(f"{sheets} {number + 1}")
                sheet.write_row(0, 0, heads)
            for place, column in enumerate(columns):
                sheet.write_string(row + 1, place, inert(record.get(column, "")))
    return count


def _jsonl(path: Path, columns: list[str], rows: Iterable[Record]) -> int:
    with path.open("w", encoding="utf-8") as file:
        count = 0
        for record in rows:
            line: Record = {column: record.get(column, "") for column in columns}
            line["number"] = int(record["number"])
            if ARCHIVED in line:
                below = figure_columns()
                line = {n: line[n] for n in line if n not in below}
                line = {n: line[n] for n in line if not n.startswith(_SAID_BELOW)}
                line |= {name: record[name] for name in STRUCTURES} | record[_BESIDE]()
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    return count


_WRITERS = {".csv": as_csv, ".xlsx": as_xlsx, ".jsonl": _jsonl, ".vcf": write_cards}
