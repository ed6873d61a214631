from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments.bank.line import BankLine, named
from atrium.payments.models.bank_account import BankAccount
from atrium.payments.models.bank_entry import BankEntry
from atrium.timeline.acting import Acting, acting

AT_A_TIME = 500


class BankFile(Owned):
    """A statement that was taken in: ``added`` entries were new, ``known`` here from another file.

    The file itself is not kept: all that it told stands in its entries.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    not_booked = models.PositiveIntegerField(default=0)
    taken_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    taken_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="bank_file_by_org"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="bank_file_by_public_id"
            ),
            models.UniqueConstraint(fields=["organisation", "sha256"], name="bank_file_once"),
            SameOrganisation("taken_by"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def refuse_again(cls, data: bytes) -> None:
        """Refused where this very file was taken in before."""
        known = cls.objects.filter(sha256=_sum(data)).select_related("taken_by").first()
        if known is not None:
            words = (
                gettext("This file was taken in already, on {day:%-d %b %Y} by {who}, as {known}.")
                if known.taken_by
                else gettext("This file was taken in already, on {day:%-d %b %Y}, as {known}.")
            )
            msg = words.format(day=spoken(known.taken_at), who=known.taken_by, known=known.name)
            raise Refusal(msg, field="file")

    @classmethod
    def take(
        cls,
        data: bytes,
        lines: Sequence[BankLine],
        *,
        by: Member | None,
        name: str,
        not_booked: int = 0,
    ) -> BankFile:
        """Keep the lines of the file that are not here yet; accounts that are new are added.

        Refused where it holds no line, and where this very file was taken in before.
        """
        if not lines:
            raise Refusal(gettext("There is no booked entry in this file."), field="file")
        with acting(by=by, label=gettext("Took in the bank file {name}").format(name=name)) as act:
            cls.refuse_again(data)
            file = cls(name=name[:200], sha256=_sum(data), taken_by=by, not_booked=not_booked)
            told = {line.key: line for line in named(lines)}
            known = cls._known(list(told))
            fresh = [line for key, line in told.items() if key not in known]
            file.added, file.known = len(fresh), len(lines) - len(fresh)
            act.insert(file)
            file._keep(fresh, act)
        return file

    def _keep(self, lines: Sequence[BankLine], act: Acting) -> None:
        accounts: dict[tuple[str, str], BankAccount] = {}
        rows = []
        for line in lines:
            place = (line.account, line.currency)
            if place not in accounts:
                accounts[place] = BankAccount.found(*place, act)
            row = BankEntry.of(line)
            row.account, row.file = accounts[place], self
            rows.append(row)
        act.insert_many(rows)

    @staticmethod
    def _known(keys: list[str]) -> set[str]:
        found: set[str] = set()
        for start in range(0, len(keys), AT_A_TIME):
            rows = BankEntry.objects.filter(key__in=keys[start : start + AT_A_TIME])
            found |= set(rows.values_list("key", flat=True))
        return found


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
