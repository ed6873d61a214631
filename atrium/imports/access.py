"""The door into an import."""

from __future__ import annotations

from django.http import Http404

from atrium.imports.models import Export, Import
from atrium.organisations.models import Member

LARGEST = 2**63 - 1


def import_of(member: Member, number: int) -> Import:
    """The import with this number, if the member may see it; else 404."""
    rows = Import.objects.visible_to(member).select_related("by", "act", "organisation")
    found: Import | None = rows.filter(number=number).first() if number <= LARGEST else None
    if found is None:
        raise Http404
    return found


def export_of(member: Member, number: int) -> Export:
    """The export with this number, if the member asked for it; else 404."""
    rows = Export.objects.visible_to(member).select_related("by", "organisation")
    found: Export | None = rows.filter(number=number).first() if number <= LARGEST else None
    if found is None:
        raise Http404
    return found
