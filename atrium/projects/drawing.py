"""What the page and the editor of a project draw."""

from __future__ import annotations

from typing import Any

from atrium.clients import lexicon
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.projects.editor import FIELDS, digest
from atrium.projects.facts import line_of
from atrium.projects.models import Column, Project


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
