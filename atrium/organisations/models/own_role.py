from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import IntegrityError, models, transaction

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import fold
from atrium.foundation.ids import public_id
from atrium.foundation.said import within
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.organisations.keeping import Act, acting
from atrium.organisations.models.invitation import Invitation
from atrium.organisations.models.member import Member
from atrium.organisations.models.organisation import Organisation
from atrium.organisations.owned import Owned
from atrium.organisations.permissions import (
    ALWAYS,
    OWNERS_ONLY,
    AnyRole,
    Can,
    Role,
    needed_for,
    permissions_of,
    written,
)

MOST = 20
LONGEST_NAME = 40


class OwnRole(Owned):
    """A role of the organisation's own: which permissions of the one table it holds.

    ``base`` is the one of the five that it counts as wherever a level is asked for, as by a field
    that managers and above see. It never may more than who made or changed it.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    name_key = models.CharField(max_length=LONGEST_NAME)
    base_role = models.CharField(max_length=20, choices=Role, default=Role.STAFF)
    allowed = models.TextField()

    class Meta(Owned.Meta):
        ordering: ClassVar = ["name_key"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="own_role_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="own_role_by_public_id"
            ),
            models.UniqueConstraint(fields=["organisation", "name_key"], name="own_role_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.name

    @property
    def base(self) -> Role:
        return Role(self.base_role)

    @property
    def own(self) -> OwnRole:
        return self

    @property
    def permissions(self) -> frozenset[Can]:
        return permissions_of(self.base_role, self.allowed)

    def anew(self) -> OwnRole:
        """As it stands now; refused where it was removed."""
        found: OwnRole | None = OwnRole.objects.filter(pk=self.pk).first()
        if found is None:
            msg = gettext("The role {name} was removed; choose another one.").format(name=self.name)
            raise Refusal(msg, field="role")
        return found

    @classmethod
    def make(cls, name: str, *, base: Role, permissions: Collection[Can], by: Member) -> OwnRole:
        """A new role; refused when a role is called so, and for what the maker may not do."""
        name = _name(name)
        with acting(by=by, label=gettext("Made the role {name}").format(name=name)) as act:
            _one_at_a_time()
            if cls.objects.count() >= MOST:
                msg = gettext("There are {most} roles already; remove one first.").format(most=MOST)
                raise Refusal(msg)
            row = cls(name=name, name_key=_key(name), base_role=base)
            row.allowed = _checked(base, permissions, by)
            with _called_once(name):
                return act.insert(row)

    def edit(self, *, by: Member, name: str, base: Role, permissions: Collection[Can]) -> None:
        """Change it for all who have it, from their next click on."""
        name = _name(name)
        with acting(by=by, label=gettext("Changed the role {name}").format(name=self.name)) as act:
            self._lock(act, by)
            allowed = _checked(base, permissions, by)
            with _called_once(name):
                act.change(self, name=name, name_key=_key(name), base_role=base, allowed=allowed)
            for member in Member.objects.filter(own_role=self).order_by("pk"):
                act.change(member, role=base, allowed=allowed)
            for invitation in Invitation.objects.filter(own_role=self).order_by("pk"):
                act.change(invitation, role=base)
            by.organisation.forget_lexicon()

    def remove(self, *, by: Member, into: AnyRole | None = None) -> None:
        """Remove it; who has it or is invited to it gets ``into``. Refused where they would have none."""
        with acting(by=by, label=gettext("Removed the role {name}").format(name=self.name)) as act:
            self._lock(act, by)
            members = list(Member.objects.filter(own_role=self).order_by("pk"))
            invited = list(Invitation.objects.filter(own_role=self).order_by("pk"))
            if into is None and (members or any(row.is_open for row in invited)):
                msg = gettext("Choose the role that those who are {name} get instead.").format(
                    name=self.name
                )
                raise Refusal(msg, field="into")
            if into is not None and into.own == self:
                raise Refusal(gettext("Choose another role than the one you remove."), field="into")
            for member in members:
                member.change_role(into or self.base, by=by)
            after = into or self.base
            for row in invited:
                act.change(row, role=after.base, own_role=after.own)
            act.remove(self)
            by.organisation.forget_lexicon()

    def _lock(self, act: Act, by: Member) -> None:
        _one_at_a_time()
        act.lock(self)
        by.refuse_to_give(self, gettext("Only an owner can change an owner."))


def _one_at_a_time() -> None:
    """Roles and who has them change one after another, so that what members may agrees with their role."""
    Organisation.objects.select_for_update().get(pk=current.required())


def _checked(base: Role, permissions: Collection[Can], by: Member) -> str:
    """The permissions as they are kept; refused beyond what ``by`` may, or where one lacks what it needs."""
    wished = frozenset(permissions) | ALWAYS
    for can in wished:
        needed = needed_for(can)
        if needed is not None and needed not in wished:
            msg = gettext("“{can}” needs “{needed}”; tick that as well.").format(
                can=can.label, needed=needed.label
            )
            raise Refusal(msg, field="permissions")
    if base == Role.OWNER or wished & OWNERS_ONLY:
        raise Refusal(gettext("Only the role Owner makes and unmakes owners."), field="permissions")
    allowed = written(wished)
    wish = OwnRole(name="This role", base_role=base, allowed=allowed)
    if not by.may_give(wish):
        beyond = [within(can.label) for can in Can if can in wished and not by.can(can)]
        msg = gettext("A role that you make may do no more than you.")
        msg += (
            gettext(" You may not: {beyond}.").format(beyond=", ".join(map(str, beyond)))
            if beyond
            else ""
        )
        raise Refusal(msg, field="permissions" if beyond else "base")
    return allowed


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not _key(name) or len(name) > LONGEST_NAME:
        msg = gettext("Name the role in at most {longest} characters.").format(longest=LONGEST_NAME)
        raise Refusal(msg, field="name")
    if _key(name) in {_key(role.label) for role in Role}:
        msg = gettext("Every organisation has a role {name}; choose another name.").format(
            name=name
        )
        raise Refusal(msg, field="name")
    return name


def _key(name: str) -> str:
    """What names that read alike have in common; empty where nobody sees anything of it."""
    return fold(name)[:LONGEST_NAME]


@contextmanager
def _called_once(name: str) -> Iterator[None]:
    """Refuse a name that another role has."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        msg = gettext("There is a role called {name} already.").format(name=name)
        raise Refusal(msg, field="name") from error


def roles_to_give(member: Member) -> list[AnyRole]:
    """The five and the organisation's own, as far as the member may give them to others."""
    every: list[Any] = [*Role, *OwnRole.objects.all()]
    return [role for role in every if member.may_give(role)]
