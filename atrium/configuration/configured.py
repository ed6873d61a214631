"""What the storeys below set: the organisation itself, its own roles, and what of theirs is left out."""

from __future__ import annotations

from typing import Any

from atrium.configuration.part import Entry, Kind, OrganisationsOwn, Part, configures, left_out
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.forms import OrganisationForm
from atrium.organisations.models import Member, OwnRole
from atrium.organisations.permissions import Can, Role


class OrganisationPart(OrganisationsOwn):
    """The plain settings of the organisation; its name says who it is and stays."""

    slug, label, order = "organisation", gettext_lazy("Organisation"), 10
    needs = Can.ORGANISATION_EDIT
    says = {
        "country": Kind.TEXT,
        "currency": Kind.TEXT,
        "timezone": Kind.TEXT,
        "language": Kind.TEXT,
        "list_style": Kind.TEXT,
        "second_person": Kind.FLAG,
        "shows_presence": Kind.FLAG,
        "outdated_after": Kind.NUMBER,
        "hidden_tabs": Kind.TEXTS,
    }

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        form = OrganisationForm({"name": row.name, **self.entry(row), **entry}, organisation=row)
        if not form.is_valid():
            errors: Any = form.errors.items()
            raise Refusal(" ".join(f"{name}: {' '.join(each)}" for name, each in errors))
        row.edit(by=by, **{name: form.cleaned_data[name] for name in self.says})


class RolePart(Part):
    """Roles of the organisation's own; nobody takes in one that may more than they do."""

    slug, label, order = "own-roles", gettext_lazy("Roles"), 20
    needs = Can.MEMBERS_MANAGE
    model = OwnRole
    says = {"name": Kind.TEXT, "base": Kind.TEXT, "permissions": Kind.TEXTS}
    # Written as they are called in the table of permissions.
    unsaid = frozenset({"name_key", "base_role", "allowed"})
    key = ("name",)
    warning = gettext_lazy("Who has the role may this from their next click on.")

    def entry(self, row: Any) -> Entry:
        may = sorted(can.value for can in row.permissions)
        return {"name": row.name, "base": row.base.value, "permissions": may}

    def checked(self, entry: Entry) -> Entry:
        said = super().checked(entry)
        if said.get("base", Role.STAFF) not in Role.values:
            known = ", ".join(Role.values)
            raise Refusal(gettext("“base” is one of {known}.").format(known=known))
        if strange := set(said.get("permissions", [])) - {can.value for can in Can}:
            msg = gettext("There is no permission “{name}”.")
            raise Refusal(msg.format(name=min(strange)[:60]))
        if "permissions" in said:
            said = said | {"permissions": sorted(set(said["permissions"]))}
        return said

    def add(self, entry: Entry, *, by: Member) -> None:
        told = {"base": Role.STAFF.value, "permissions": [], **entry}
        OwnRole.make(by=by, **_read(told))

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        row.edit(by=by, **_read(self.entry(row) | entry))


def _read(told: Entry) -> Entry:
    return told | {"base": Role(told["base"]), "permissions": Can.among(told["permissions"])}


configures(OrganisationPart(), RolePart())
left_out(
    gettext_lazy("Name"),
    gettext_lazy("It says which organisation it is."),
    "organisations.organisation:name",
)
left_out(
    gettext_lazy("Members and teams"),
    gettext_lazy("They are people; invite them."),
    "organisations.member",
    "organisations.invitation",
    "organisations.team",
    "organisations.teammember",
)
left_out(
    gettext_lazy("Networks"),
    gettext_lazy("Those of another place would shut everyone out."),
    "organisations.organisation:networks",
)
left_out(
    gettext_lazy("Single sign-on"),
    gettext_lazy("It holds secrets, and domains are proved anew."),
    "sso.provider",
    "sso.domain",
    "sso.identity",
    "organisations.organisation:passwords",
)
left_out(
    gettext_lazy("Notifications"),
    gettext_lazy("Each member chooses their own."),
    "notification-settings",
)
left_out(
    gettext_lazy("Logs and files"),
    gettext_lazy("They tell what happened, and set nothing."),
    "settings-log",
    "configuration",
)
