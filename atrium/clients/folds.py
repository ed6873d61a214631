"""The profile of a client as sections that fold: details, fields, and what other apps hang in (J06).

A section that says something is open, one that says nothing yet is folded. Fields that are empty
stand in it only when all are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify

from atrium.clients.detail_locks import locked_for
from atrium.clients.details import DETAILS, Detail, shown
from atrium.clients.fields import Said, Sheet
from atrium.clients.first_fields import SERVICE
from atrium.clients.page import PANELS
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.clients.portrait import Portrait
    from atrium.organisations.middleware import MemberRequest

MOST_TOLD = 3
# The sections that other apps may hang panels in.
_HUNG = {"fold:service": SERVICE}


@dataclass
class Fold:
    """One section. ``hung`` is what other apps show in it."""

    label: str
    whole: bool = False
    details: list[tuple[Detail, str]] = field(default_factory=list)
    lines: list[Said] = field(default_factory=list)
    hung: list[dict[str, Any]] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return slugify(self.label) or "section"

    @property
    def told(self) -> list[str]:
        """What it says, in words; empty for one that says nothing yet."""
        said = [value for _, value in self.details if value]
        said += [line.text for line in self.lines if not line.is_empty]
        return said + [each["told"] for each in self.hung if each.get("told")]

    @property
    def preview(self) -> str:
        """The first of it, as the head of a folded section says it."""
        return " · ".join(self.told[:MOST_TOLD]) or gettext("Nothing yet")

    @property
    def is_open(self) -> bool:
        return self.whole or bool(self.told)


@dataclass(frozen=True)
class Profile:
    """What stands above all headings, and the sections; ``rest`` fields are not drawn."""

    top: Fold
    folds: list[Fold]
    rest: int
    whole: bool
    is_rest_empty: bool = True


def profile_of(request: MemberRequest, portrait: Portrait, *, whole: bool = False) -> Profile:
    """The profile of a client; ``whole``: with the fields that have no value."""
    client = portrait.client
    sheet = Sheet(client, request.member)
    top, found = Fold(""), dict[str, Fold]()
    for section in sheet.sections:
        _fold(found, section.label, whole=whole)
    locked = locked_for(request.member)
    for each in DETAILS.values():
        detail = replace(each, locked=True) if each.name in locked else each
        if detail.only in {"", client.kind}:
            fold = _fold(found, detail.section, whole=whole) if detail.section else top
            fold.details.append((detail, shown(client, detail.name)))
    for group in sheet.everything if whole else sheet.groups:
        heading = group.section
        fold = _fold(found, heading.label, whole=whole) if heading else top
        fold.lines += group.lines
    for panel in PANELS.ordered(key=lambda panel: panel.order):
        if panel.side in _HUNG and request.member.can(panel.needs):
            fold = _fold(found, _HUNG[panel.side], whole=whole)
            fold.hung.append({"template": panel.template, **panel.context(request, portrait)})
    folds = [fold for fold in found.values() if fold.details or fold.lines or fold.hung]
    if whole:
        return Profile(top, folds, 0, whole)
    return Profile(top, folds, sheet.rest, whole, sheet.is_rest_empty)


def _fold(found: dict[str, Fold], label: str, *, whole: bool) -> Fold:
    label = str(label)
    return found.setdefault(label.casefold(), Fold(label, whole=whole))
