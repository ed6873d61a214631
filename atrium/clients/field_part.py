"""Fields of the organisation's own and their sections, as parts of its configuration."""

from __future__ import annotations

from typing import Any

from atrium.clients.models import Field, FieldSection
from atrium.clients.models.field import FieldState
from atrium.clients.models.field_layout import lay_out
from atrium.clients.models.field_section import Subject
from atrium.configuration.part import Entry, Kind, Part
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member

# Their values are rows of this organisation alone.
OF_ROWS = frozenset({"person", "client", "file"})


class SectionPart(Part):
    """The headings under which fields stand, each by its label and what it is of."""

    slug, label, order = "field-sections", gettext_lazy("Sections of fields"), 110
    model = FieldSection
    says = {"subject": Kind.TEXT, "label": Kind.TEXT}
    key = ("subject", "label")
    arranged = True

    def add(self, entry: Entry, *, by: Member) -> None:
        FieldSection.add(by=by, **entry)

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        row.edit(by=by, label=entry["label"])

    def arrange(self, rows: list[Any], *, by: Member) -> None:
        for subject in Subject.values:
            rest = FieldSection.objects.filter(subject=subject)
            order = [row for row in rows if row.subject == subject]
            order += [row for row in rest if row not in order]
            _lay_out(subject, order, list(_live(subject)), by)


class FieldPart(Part):
    """The fields in use, each by its key, which programs and files call it."""

    slug, label, order = "fields", gettext_lazy("Fields"), 120
    model = Field
    says = {
        "subject": Kind.TEXT,
        "key": Kind.TEXT,
        "label": Kind.TEXT,
        "type": Kind.TEXT,
        "section": Kind.TEXT_OR_NOTHING,
        "help": Kind.TEXT,
        "options": Kind.ANYTHING,
        "default": Kind.ANYTHING,
        "required": Kind.FLAG,
        "min_role": Kind.TEXT,
        "edit_role": Kind.TEXT,
        "on_new": Kind.FLAG,
        "always": Kind.FLAG,
        "filterable": Kind.FLAG,
        "searched": Kind.FLAG,
    }
    unsaid = frozenset({"keyed", "state"})
    key = ("subject", "key")
    arranged = True

    def rows(self, by: Member) -> list[Any]:
        live = Field.objects.filter(state=FieldState.LIVE).select_related("section")
        return [field for field in live if field.seen_by(by)]

    def entry(self, row: Any) -> Entry:
        said = {name: getattr(row, name) for name in self.says}
        said["section"] = row.section.label if row.section else None
        return said | {"default": None if row.type in OF_ROWS else row.default}

    def name_of(self, entry: Entry) -> str:
        return str(entry.get("label") or entry["key"])

    def checked(self, entry: Entry) -> Entry:
        options = entry.get("options", {})
        if not isinstance(options, dict) or not isinstance(options.get("choices", []), list):
            msg = gettext("“options” is an object; its “choices” are a list.")
            raise Refusal(msg)
        return super().checked(entry)

    def add(self, entry: Entry, *, by: Member) -> None:
        """Make it; one that was retired under its key comes back with the values that are kept."""
        told = self._told(entry)
        old = Field.objects.filter(subject=told["subject"], key=told["key"]).first()
        if old is None or old.state != FieldState.RETIRED or not old.seen_by(by):
            Field.add(by=by, **{"label": ""} | told)
            return
        old.restore(by=by)
        self.change(old, entry, by=by)

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        told = self._told(entry)
        if told.pop("type", row.type) != row.type:
            msg = gettext("It holds “{type}” here; change its type on its page first.")
            raise Refusal(msg.format(type=row.type))
        if "options" in told:
            told["options"] = _with_gone(told["options"], row.options)
        if row.type in OF_ROWS:
            told.pop("default", None)
        row.edit(by=by, **{n: v for n, v in told.items() if n not in self.key})

    def arrange(self, rows: list[Any], *, by: Member) -> None:
        for subject in Subject.values:
            order = [row for row in rows if row.subject == subject]
            order += [field for field in _live(subject) if field not in order]
            _lay_out(subject, list(FieldSection.objects.filter(subject=subject)), order, by)

    def _told(self, entry: Entry) -> Entry:
        """The entry as the verbs take it: its section by its row."""
        told = dict(entry)
        if "section" in told:
            told["section"] = told["section"] or None
        if label := told.get("section"):
            same = FieldSection.objects.filter(subject=told["subject"])
            told["section"] = next((each for each in same if each.label == label), None)
            if told["section"] is None:
                msg = gettext("There is no section “{label}” here.")
                raise Refusal(msg.format(label=label[:60]))
        return told


def _live(subject: str) -> Any:
    return Field.objects.filter(subject=subject, state=FieldState.LIVE)


def _lay_out(subject: str, sections: list[Any], fields: list[Any], by: Member) -> None:
    """Put sections in this order, and in each of them and above them the fields in this one."""
    order = [f"f{field.pk}" for field in fields if field.section_id is None]
    for section in sections:
        order.append(f"s{section.pk}")
        order += [f"f{field.pk}" for field in fields if field.section_id == section.pk]
    lay_out(subject, order, by=by)


def _with_gone(wished: Entry, here: Entry) -> Entry:
    """The choices of the file, and behind them, off the list, those that only values here know."""
    if "choices" not in wished:
        return wished
    keys = {each.get("key") for each in wished["choices"] if isinstance(each, dict)}
    gone = [each | {"gone": True} for each in here.get("choices", []) if each["key"] not in keys]
    return wished | {"choices": wished["choices"] + gone}
