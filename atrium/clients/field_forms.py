"""The shape of a field's definition as the settings take it in. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from atrium.clients import lexicon
from atrium.clients.field_inputs import posted
from atrium.clients.models import Field, FieldSection
from atrium.clients.models.field import CHOSEN
from atrium.clients.models.term import LONGEST
from atrium.clients.value_types import TYPES, ValueType
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.currencies import CURRENCIES
from atrium.organisations.models import Organisation
from atrium.organisations.permissions import Role

BLANK_ROWS = 3
_SEEN = {
    Role.VIEWER: gettext_lazy("Everyone who sees clients"),
    Role.STAFF: gettext_lazy("Staff and above"),
    Role.MANAGER: gettext_lazy("Managers and above"),
    Role.ADMIN: gettext_lazy("Admins and owners"),
    Role.OWNER: gettext_lazy("Owners only"),
}

CHANGED = _SEEN | {Role.VIEWER: gettext_lazy("Everyone who edits clients")}


def _line(label: str, longest: int, help_text: str = "", **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "input", "autocomplete": "off", **attrs})
    return forms.CharField(
        label=label, max_length=longest, required=False, widget=widget, help_text=help_text
    )


class FieldForm(forms.Form):
    """A field: what it is called, where it stands, who sees it, what it does."""

    label = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "autofocus": True}),
        error_messages={"required": gettext_lazy("Give it a name.")},
    )
    help = _line(
        gettext_lazy("Help text"),
        300,
        gettext_lazy("Stands under the input, for whoever fills it in."),
    )
    section = forms.TypedChoiceField(
        label=gettext_lazy("Section"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.Select(attrs={"class": "input"}),
    )
    min_role = forms.ChoiceField(
        label=gettext_lazy("Visible to"),
        choices=[(role.value, words) for role, words in _SEEN.items()],
        initial=Role.VIEWER,
        widget=forms.Select(attrs={"class": "input"}),
        help_text=gettext_lazy(
            "Others do not learn of it anywhere: page, lists, search, exports, API, timeline."
        ),
    )
    edit_role = forms.ChoiceField(
        label=gettext_lazy("Changed by"),
        required=False,
        choices=[(role.value, words) for role, words in CHANGED.items()],
        initial=Role.VIEWER,
        widget=forms.Select(attrs={"class": "input"}),
        help_text=gettext_lazy("Others who see it read it: on the page, in forms, imports, API."),
    )
    unit = _line(gettext_lazy("Unit"), 20, gettext_lazy("Stands behind the number, like % or kWh."))
    currency = forms.ChoiceField(
        label=gettext_lazy("Usual currency"),
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    required = forms.BooleanField(label=gettext_lazy("Required"), required=False)
    always = forms.BooleanField(
        label=gettext_lazy("Show on the page when empty"), required=False, initial=True
    )
    on_new = forms.BooleanField(
        label=gettext_lazy("Ask for it on the form of a new one"), required=False
    )
    filterable = forms.BooleanField(
        label=gettext_lazy("Filter and sort lists by it"), required=False
    )
    searched = forms.BooleanField(label=gettext_lazy("Find by it in search"), required=False)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        organisation: Organisation,
        subject: str,
        sort: ValueType,
        field: Field | None = None,
    ) -> None:
        initial = (
            _initial(field)
            if field
            else {"filterable": sort.slug != "long_text", "searched": sort.searched}
        )
        super().__init__(data, initial=initial)
        self.posted, self.sort, self.field = data, sort, field
        sections = lexicon.of(organisation).field_sections.values()
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            ("", gettext("At the top, without a heading")),
            *((s.pk, s.label) for s in sections if s.subject == subject),
        ]
        money = [
            ("", gettext("Ours ({currency})").format(currency=organisation.currency)),
            *((c, c) for c in CURRENCIES),
        ]
        self.fields["currency"].choices = money  # type: ignore[attr-defined]
        for name, type_ in (("unit", "number"), ("currency", "money")):
            if sort.slug != type_:
                del self.fields[name]
        if not sort.searched:
            del self.fields["searched"]

    def clean_edit_role(self) -> str:
        """As it is where nobody says."""
        known = self.field.edit_role if self.field else Role.VIEWER
        return self.cleaned_data["edit_role"] or known

    @property
    def moves(self) -> bool:
        """Whether a choice is to change places with the one above it, and nothing to be saved yet."""
        return self.posted is not None and "choice_up" in self.posted

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The rows of choices: those that were sent, else those there are, and some empty ones."""
        blank = [{"key": "", "label": ""}] * BLANK_ROWS
        if self.posted is not None:
            return [*self._rows(), *blank]
        known = self.field.options.get("choices", []) if self.field else []
        return [*(each for each in known if not each.get("gone")), *blank]

    def _rows(self) -> list[dict[str, Any]]:
        data = self.posted or QueryDict()
        pairs = zip(data.getlist("choice_key"), data.getlist("choice_label"), strict=False)
        rows = [{"key": key, "label": label.strip()} for key, label in pairs if label.strip()]
        up = data.get("choice_up", "")
        if up.isdecimal() and 0 < int(up[:6]) < len(rows):
            here = int(up[:6])
            rows[here - 1], rows[here] = rows[here], rows[here - 1]
        return rows

    @property
    def definition(self) -> dict[str, Any]:
        """What Field.add and Field.edit take."""
        data = dict(self.cleaned_data)
        options: dict[str, Any] = {n: data.pop(n) for n in ("unit", "currency") if n in data}
        if self.sort.slug in CHOSEN:
            options["choices"] = self._with_gone(self._rows())
        section = data.pop("section")
        data["section"] = FieldSection.objects.filter(pk=section).first() if section else None
        probe = Field(key="default", type=self.sort.slug)
        data["default"] = posted(probe, self.posted or QueryDict(), "default") or None
        return data | {"options": options}

    def _with_gone(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows and, behind them, the choices that were taken off the list."""
        known = self.field.options.get("choices", []) if self.field else []
        here = {row["key"] for row in rows}
        return rows + [each | {"gone": True} for each in known if each["key"] not in here]


def _initial(field: Field) -> dict[str, Any]:
    names = "label help min_role edit_role required always on_new filterable searched".split()
    return {name: getattr(field, name) for name in names} | {
        "section": field.section_id,
        "unit": field.options.get("unit", ""),
        "currency": field.options.get("currency", ""),
    }


class TypeForm(forms.Form):
    """Which type a field becomes."""

    type = forms.ChoiceField(
        label=gettext_lazy("Becomes"),
        choices=[(each.slug, each.label) for each in TYPES],
        widget=forms.Select(attrs={"class": "input"}),
    )
