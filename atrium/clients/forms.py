"""The shape of what people type about a client. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.clients import lexicon
from atrium.foundation.formats.names import fold
from atrium.organisations.models import Member, Organisation, Team


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True, "class": "textarea"}),
        error_messages={"required": "Give a reason, so that everyone knows why."},
    )


class TagForm(forms.Form):
    """A tag by its key or by its word; a word that no tag has becomes a new one."""

    key = forms.IntegerField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="Tag", max_length=60, required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = lexicon.of(organisation)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        key, label = data.get("key"), " ".join((data.get("label") or "").split())
        found = self.words.tags.get(key or 0)
        if found is None and label:
            same = fold(label)
            found = next((t for t in self.words.tags.values() if t.label_key == same), None)
        if found is None and not label:
            self.add_error("label", "Choose a tag or type a new one.")
        return {**data, "tag": found, "label": label}

    def next_hue(self) -> int:
        """The hue that the fewest tags have, so that new ones tell apart."""
        used = [tag.hue for tag in self.words.tags.values()]
        return min(range(1, 11), key=lambda hue: (used.count(hue), hue))


class PointForm(forms.Form):
    """An e-mail address, a phone or a link, with what it is called."""

    value = forms.CharField(max_length=500, error_messages={"required": "Type it in first."})
    label = forms.CharField(label="Label", max_length=60, required=False)
    preferred = forms.BooleanField(required=False)


def _members(organisation: Organisation, *, nobody: str = "") -> list[tuple[int | str, str]]:
    people = lexicon.of(organisation).active_members
    first: list[tuple[int | str, str]] = [("", nobody)] if nobody else []
    return [*first, *((m.pk, m.name) for m in people)]


class _MemberField(forms.TypedChoiceField):
    """One of the active members."""

    def __init__(self, organisation: Organisation, *, nobody: str = "", **kwargs: Any) -> None:
        members = lexicon.of(organisation).members

        def member(key: str) -> Member:
            return members[int(key)]

        super().__init__(
            choices=_members(organisation, nobody=nobody),
            coerce=member,
            empty_value=None,
            required=not nobody,
            **kwargs,
        )


class OwnerForm(forms.Form):
    """Who owns the client."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = _MemberField(organisation, nobody="Nobody", label="Owner")


class AssignmentForm(forms.Form):
    """A member of the relationship team."""

    role = forms.CharField(
        label="Role for this client",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "placeholder": "Account manager"}),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"] = _MemberField(organisation, label="Member")
        self.order_fields(["member", "role"])


class GrantForm(forms.Form):
    """A member or a team to let in."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = lexicon.of(organisation).members
        self.teams = {team.pk: team for team in Team.objects.all()}
        choices = [
            ("Members", [(f"m{m.pk}", m.name) for m in people.values() if m.is_active]),
            ("Teams", [(f"t{t.pk}", t.name) for t in self.teams.values()]),
        ]

        def whom(key: str) -> Member | Team:
            return people[int(key[1:])] if key[0] == "m" else self.teams[int(key[1:])]

        self.fields["to"] = forms.TypedChoiceField(
            label="Let in", choices=choices, coerce=whom, empty_value=None
        )
