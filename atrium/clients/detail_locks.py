"""Which plain details of a client which role may change; everybody who sees the client reads them (V06).

Legal name and tax ID are not among them: they change by approval. Neither are the parts of a person's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from atrium.clients.details import DETAILS
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.permissions import Role, counts_as

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

_OF_A_PERSON = frozenset({"title", "given_name", "family_name"})
LOCKABLE = {
    name: detail
    for name, detail in DETAILS.items()
    if not detail.guarded and name not in _OF_A_PERSON
}


def locked_for(member: Member | None) -> frozenset[str]:
    """The details that the member may not change; None is Atrium itself."""
    if member is None or not member.organisation.detail_roles:
        return frozenset()
    roles = member.organisation.detail_roles.items()
    return frozenset(name for name, role in roles if not counts_as(member.role, Role(role)))


def refuse_locked(client: Client, values: Mapping[str, Any], *, by: Member | None) -> None:
    """Refuse who would change a detail that is not for their role; what it says already may be said again."""
    for name in locked_for(by) & values.keys():
        if getattr(client, name) != values[name]:
            msg = gettext("Your role does not let you change {field}.")
            raise Refusal(msg.format(field=DETAILS[name].label), field=name)


def settle(roles: Mapping[str, str], *, by: Member) -> bool:
    """Say for each detail which is the lowest role that changes it; False where it stands so already.

    What is not named, everyone changes who edits clients. Refused for a detail that is locked for
    who says so: they could let themselves.
    """
    if strange := roles.keys() - LOCKABLE.keys():
        msg = gettext("“{name}” is no detail that can be locked; write one of {names}.")
        raise Refusal(msg.format(name=min(strange)[:60], names=", ".join(LOCKABLE)))
    if strange := set(roles.values()) - set(Role.values):
        msg = gettext("There is no role {role}; write one of {roles}.")
        raise Refusal(msg.format(role=min(strange)[:60], roles=", ".join(Role.values)))
    place = by.organisation
    wished = {name: str(role) for name, role in roles.items() if role != Role.VIEWER}
    for name in locked_for(by):
        if wished.get(name) != place.detail_roles[name]:
            msg = gettext("{label} is not for your role; ask who changes it.")
            raise Refusal(msg.format(label=DETAILS[name].label), field=name)
    return place.edit(by=by, detail_roles=wished)
