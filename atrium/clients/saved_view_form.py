from __future__ import annotations

from typing import Any

from django import forms

from atrium.clients.models import SavedView, Sharing
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member, Team
from atrium.organisations.models.organisation import ListStyle
from atrium.organisations.permissions import Can


class SavedViewForm(forms.Form):
    """What a view is called, who has it, and how it is drawn."""

    label = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        error_messages={"required": gettext_lazy("Give the view a name.")},
    )
    look = forms.ChoiceField(
        label=gettext_lazy("Show as"),
        required=False,
        choices=[("", gettext_lazy("As each reader likes")), *ListStyle.choices],
    )
    sharing = forms.ChoiceField(
        label=gettext_lazy("Who has it"),
        choices=Sharing.choices,
        widget=forms.RadioSelect,
        initial=Sharing.PRIVATE,
    )
    teams: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Which teams"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, member: Member, view: SavedView | None = None, **options: Any
    ) -> None:
        if view is not None:
            options["initial"] = {
                "label": view.label,
                "look": view.look,
                "sharing": view.sharing,
                "teams": [row.team_id for row in view.teams.all()],
            }
        super().__init__(*args, **options)
        self.may_share = member.can(Can.LISTS_SHARE)
        teams = Team.objects.order_by("name")
        self.fields["teams"].queryset = teams  # type: ignore[attr-defined]
        if not self.may_share:
            del self.fields["sharing"], self.fields["teams"]
        elif not teams.exists():
            del self.fields["teams"]
            kept = [choice for choice in Sharing.choices if choice[0] != Sharing.TEAMS]
            self.fields["sharing"].choices = kept  # type: ignore[attr-defined]

    @property
    def wished(self) -> dict[str, Any]:
        """The values for the verbs of a view."""
        values = dict(self.cleaned_data)
        if "sharing" in values:
            values["teams"] = list(values.get("teams", []))
        return values
