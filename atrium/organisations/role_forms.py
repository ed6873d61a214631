"""How a role is chosen, and the shape of a role of the organisation's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from atrium.foundation.translation import gettext, gettext_lazy, pgettext_lazy
from atrium.organisations.models import Member, OwnRole
from atrium.organisations.models.own_role import LONGEST_NAME, roles_to_give
from atrium.organisations.permissions import ALWAYS, AnyRole, Can, Role, counts_as, permissions_of

# The headings under which permissions are ticked, and the beginnings of those that stand there.
_HEADINGS = {
    gettext_lazy("Clients"): "clients lists accounts holds imports",
    gettext_lazy("Notes and mail"): "notes mail mailboxes calls comments",
    gettext_lazy("Work"): "tasks meetings documents projects jobs tenders",
    pgettext_lazy("strand", "Money"): "money",
    gettext_lazy("Running the place"): "lexicon members organisation privacy views tokens sso",
}


class RoleField(forms.ChoiceField):
    """One of the roles that a member may give to others; its value is the role itself."""

    roles: dict[str, AnyRole]

    def offer(self, member: Member, *, but: OwnRole | None = None) -> None:
        """Let the roles be chosen that the member may give."""
        self.roles = {key_of(role): role for role in roles_to_give(member) if role != but}
        self.choices = [(key, role.label) for key, role in self.roles.items()]

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else key_of(value)

    def clean(self, value: Any) -> Any:
        """The role that was chosen; None where none was and none is needed."""
        return self.roles.get(super().clean(value))


def key_of(role: AnyRole) -> str:
    """What stands for a role in a form."""
    return str(role.own.public_id) if role.own is not None else role.base.value


@dataclass(frozen=True)
class Boxes:
    """Permissions under one heading, each with whether it is ticked and whether it can be taken away."""

    heading: str
    boxes: list[tuple[Can, bool, bool]]


class OwnRoleForm(forms.Form):
    """A role of the organisation's own: its name, what it counts as, and what it may."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    base = forms.ChoiceField(
        label=gettext_lazy("Counts as"),
        help_text=gettext_lazy(
            "Wherever a level is asked for, as by fields that only managers see."
        ),
    )
    permissions = forms.MultipleChoiceField(label=gettext_lazy("May"), required=False)

    def __init__(self, *args: Any, by: Member, role: AnyRole, **kwargs: Any) -> None:
        """Filled in as ``role`` is."""
        held = permissions_of(role.base, role.allowed)
        name = role.label if role.own is not None else ""
        kwargs.setdefault("initial", {"name": name, "base": role.base, "permissions": list(held)})
        super().__init__(*args, **kwargs)
        offered = [base for base in Role if base != Role.OWNER and counts_as(by.role, base)]
        self.fields["base"].choices = [(base.value, base.label) for base in offered]  # type: ignore[attr-defined]
        self.fields["permissions"].choices = [  # type: ignore[attr-defined]
            (can.value, can.label) for can in Can if by.can(can) and can != Can.OWNERS_MANAGE
        ]

    def clean_base(self) -> Role:
        return Role(self.cleaned_data["base"])

    def clean_permissions(self) -> frozenset[Can]:
        return Can.among(self.cleaned_data["permissions"])

    def groups(self) -> list[Boxes]:
        """The permissions that may be ticked, under their headings."""
        values = [value for value, _ in self.fields["permissions"].choices]  # type: ignore[attr-defined]
        offered = [can for can in Can if can in values]
        ticked = set(self["permissions"].value() or [])
        return [
            Boxes(heading, [(can, can in ticked or can in ALWAYS, can in ALWAYS) for can in inside])
            for heading, parts in _HEADINGS.items()
            if (inside := [can for can in offered if can.partition(":")[0] in parts.split()])
        ]


class RemoveRoleForm(forms.Form):
    """What those who have the role get instead."""

    into = RoleField(label=gettext_lazy("Those who have it become"), required=False)

    def __init__(self, *args: Any, by: Member, role: OwnRole, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].offer(by, but=role)  # type: ignore[attr-defined]
        self.fields["into"].initial = role.base

    def clean(self) -> dict[str, Any]:
        if "into" not in self.cleaned_data:
            raise ValidationError(gettext("Choose one of the roles."))
        return self.cleaned_data
