"""The shape of what people type about a client. Nothing here saves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from atrium.clients import lexicon
from atrium.clients.models import Access
from atrium.clients.models.hold import OVER
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member, Organisation, Team


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True, "class": "textarea"}),
        error_messages={"required": gettext_lazy("Give a reason, so that everyone knows why.")},
    )


class HoldForm(ReasonForm):
    """Why a client is put on hold, and for how long."""

    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("Its last day on hold. Without one until somebody takes it off."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Give a day, like 2026-11-24, or none.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < self.today:
            raise forms.ValidationError(OVER)
        return until


class TagForm(forms.Form):
    """A tag by its key or by its word; a word that no tag has becomes a new one."""

    key = forms.IntegerField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label=gettext_lazy("Tag"), max_length=60, required=False)

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
            self.add_error("label", gettext("Choose a tag or type a new one."))
        return {**data, "tag": found, "label": label}

    def next_hue(self) -> int:
        """The hue that the fewest tags have, so that new ones tell apart."""
        used = [tag.hue for tag in self.words.tags.values()]
        return min(range(1, 11), key=lambda hue: (used.count(hue), hue))


class PointForm(forms.Form):
    """An e-mail address, a phone or a link, with what it is called."""

    value = forms.CharField(
        max_length=500, error_messages={"required": gettext_lazy("Type it in first.")}
    )
    label = forms.CharField(label=gettext_lazy("Label"), max_length=60, required=False)
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
    """Who owns the client; ``sure`` that one may lose sight of it by this."""

    sure = forms.BooleanField(required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = _MemberField(
            organisation, nobody=gettext("Nobody"), label=gettext("Owner")
        )


class AssignmentForm(forms.Form):
    """A member or a team of the relationship team."""

    since = forms.DateField(
        label=gettext_lazy("Since"),
        required=False,
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}),
        error_messages={"invalid": gettext_lazy("Give a day, like 2026-11-24.")},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = lexicon.of(organisation)
        roles = [role.label for role in words.team_roles.values()]
        self.fields["member"] = _WhomField(words, label=gettext("Member or team"))
        self.fields["role"] = forms.ChoiceField(
            label=gettext("Role for this client"),
            choices=[(role, role) for role in roles or [gettext("Team")]],
            widget=forms.Select(attrs={"class": "input"}),
        )
        self.order_fields(["member", "role", "since"])


class AccessForm(forms.Form):
    """Who may see a client; someone to let in beside."""

    access = forms.ChoiceField(choices=Access.choices, required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = lexicon.of(organisation)
        self.fields["to"] = _WhomField(
            words, label=gettext("Let in"), nobody=gettext("Nobody more"), required=False
        )


class GrantForm(forms.Form):
    """A member or a team to let in."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = _WhomField(lexicon.of(organisation), label=gettext("Let in"))


class _WhomField(forms.TypedChoiceField):
    """A choice of those who work here and of their teams: "m12", "t3"."""

    def __init__(self, words: lexicon.Lexicon, *, nobody: str = "", **kwargs: Any) -> None:
        people, teams = words.members, words.teams
        choices: list[Any] = [
            (gettext("Members"), [(f"m{m.pk}", m.name) for m in people.values() if m.is_active]),
            (gettext("Teams"), [(f"t{t.pk}", t.name) for t in teams.values()]),
        ]

        def whom(key: str) -> Member | Team:
            return people[int(key[1:])] if key[0] == "m" else teams[int(key[1:])]

        super().__init__(
            choices=[("", nobody), *choices] if nobody else choices,
            coerce=whom,
            empty_value=None,
            widget=forms.Select(attrs={"class": "input"}),
            **kwargs,
        )


class KeepingForm(forms.Form):
    """Whether it is logged who saw what, and for how long."""

    logs_views = forms.BooleanField(
        label=gettext_lazy("Log who saw what"),
        required=False,
        help_text=gettext_lazy(
            "Views of a client's page and its parts, by page or API, at most one line per member, client and "
            "quarter of an hour; each search and export; each reading of this log."
        ),
    )
    views_kept_days = forms.IntegerField(
        label=gettext_lazy("Keep it for so many days"),
        min_value=1,
        max_value=3650,
        error_messages={
            "required": gettext_lazy("Say for how many days, from 1 to 3650."),
            "invalid": gettext_lazy("Say for how many days, from 1 to 3650."),
            "min_value": gettext_lazy("Keep it for at least 1 day."),
            "max_value": gettext_lazy("Keep it for at most 3650 days."),
        },
        widget=forms.NumberInput(attrs={"class": "input"}),
    )
