"""The shape of the settings that say who changes which detail of a client."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.clients.detail_locks import LOCKABLE
from atrium.clients.field_forms import CHANGED
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role


class DetailLockForm(forms.Form):
    """A role for each detail; those that are not for who looks are shown and stay."""

    def __init__(self, *args: Any, member: Member, locked: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = member.organisation.detail_roles
        for name, detail in LOCKABLE.items():
            self.fields[name] = forms.ChoiceField(
                label=detail.label,
                choices=[(role.value, words) for role, words in CHANGED.items()],
                initial=roles.get(name, Role.VIEWER.value),
                disabled=name in locked,
                widget=forms.Select(attrs={"class": "input"}),
            )
