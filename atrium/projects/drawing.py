"""What the page and the editor of a project draw."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from atrium.clients import lexicon
from atrium.clients.origins import origins_of
from atrium.documents.facts import Line as FileLine
from atrium.documents.kinds import kinds_of
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.projects.editor import FIELDS, digest
from atrium.projects.facts import line_of
from atrium.projects.models import Column, Deliverable, Project, Sending
from atrium.projects.models.holding import hold_of
from atrium.projects.models.uploads import files_of, is_image


@dataclass(frozen=True)
class Offer:
    """A deliverable with its sendings, the last one first."""

    deliverable: Deliverable
    sendings: list[Sending]


def offers_of(project: Project) -> list[Offer]:
    """What the project hands over, by two statements."""
    rows = list(project.deliverables.filter(removed_at=None).select_related("file").order_by("id"))
    found: defaultdict[int, list[Sending]] = defaultdict(list)
    sent = Sending.objects.filter(deliverable__in=rows).select_related("contact", "sent_by")
    for one in sent.order_by("-id"):
        found[one.deliverable_id].append(one)
    return [Offer(row, found[row.pk]) for row in rows]


def page_of(member: Member, project: Project) -> dict[str, Any]:
    """All that the page of a project shows."""
    today, kinds = member.organisation.today(), kinds_of(member.organisation)
    sees = member.can(Can.DOCUMENTS_SEE)
    files = [FileLine.of(file, today, kinds) for file in files_of(project)] if sees else []
    return around(member, project) | {
        "files": files,
        "images": {line.file.pk for line in files if is_image(line.file)},
        "offers": offers_of(project),
        "hold": hold_of(project.client),
        "now": timezone.now(),
        "origins": origins_of(project, member),
    }


def around(member: Member, project: Project) -> dict[str, Any]:
    """A project with its fields, its people and where it can go."""
    may_write = member.can(Can.PROJECTS_WRITE)
    standing = project.binned_at is None and not project.client.is_archived
    line = line_of(project, member)
    return {
        "project": project,
        "line": line,
        "organisation": member.organisation,
        "fields": [(field, field.entered(project)) for field in FIELDS.values()],
        "columns": Column.objects.all(),
        "members": lexicon.of(member.organisation).active_members,
        "working": {one.pk for one in line.associates},
        "was": digest(project),
        "may_write": may_write and standing,
        "may_bring_back": may_write and project.binned_at is not None,
    }
