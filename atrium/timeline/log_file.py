"""The audit log as a file."""

from __future__ import annotations

import csv
from io import StringIO

from atrium.foundation.inert import inert
from atrium.foundation.said import spelled
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.timeline.acting import acting
from atrium.timeline.settings_log import Asked, entries

MOST = 10_000
HEADS = ("at", "member", "done", "about", "changed", "by")


def as_csv(asked: Asked, *, by: Member) -> str:
    """The newest acts asked for as CSV, inert in a spreadsheet; that it was taken out stands in the log.

    Refused with the field of ``asked`` that cannot be read.
    """
    lines = entries(list(asked.rows(by)[:MOST]), by)
    with acting(
        by=by,
        label=gettext("Exported {count} lines of the log as csv").format(
            count=spelled(len(lines), ",")
        ),
    ) as act:
        act.note("imports.export")
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADS)
    for line in lines:
        told = "; ".join(f"{t.field}: {t.before or '-'} > {t.after or '-'}" for t in line.told)
        at = by.organisation.local(line.act.at).isoformat(timespec="seconds")
        who = line.act.actor.name if line.act.actor else gettext("Atrium")
        cells = (who, line.act.words, ", ".join(map(str, line.topics)), told, line.act.source)
        writer.writerow((at, *map(inert, cells)))
    return text.getvalue()
