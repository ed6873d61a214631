from __future__ import annotations

import io
from datetime import timedelta
from typing import Any, ClassVar

from django.core.files import File
from django.db import models
from django.utils import timezone

from atrium.foundation import files
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.reading.unreadable import Unreadable
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments.bank import camt
from atrium.payments.bank.csv_rows import lines_of
from atrium.payments.bank.layout import Layout, guessed, rows_of
from atrium.payments.models.bank_account import BankAccount
from atrium.payments.models.bank_file import BankFile
from atrium.payments.models.bank_layout import BankLayout
from atrium.timeline.acting import acting

LARGEST = 10 * 1024 * 1024
KEPT_FOR = timedelta(days=2)


class BankDraft(Owned):
    """A CSV of a bank whose columns nobody has told yet: kept until somebody does, for two days at most."""

    public_id = models.UUIDField(default=public_id, editable=False)
    name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=200)
    sent_by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    sent_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="bank_draft_by_public_id"
            ),
            SameOrganisation("sent_by"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def receive(cls, file: File[Any], *, by: Member) -> BankFile | BankDraft:
        """Take a statement in; a CSV of unknown columns is kept until somebody says what they hold.

        Refused, at the field ``file``, for what cannot be read and what was taken in before.
        """
        files.sized(file, LARGEST, gettext("Send it by months."))
        file.seek(0)
        data, name = file.read(), files.name_of(file.name or "", "statement")
        BankFile.refuse_again(data)
        try:
            if camt.is_camt(data[:200]):
                found = camt.read(data)
                return BankFile.take(
                    data, found.lines, by=by, name=name, not_booked=found.not_booked
                )
            layout = guessed(rows_of(lambda: io.BytesIO(data)))
            known = BankLayout.known(layout)
            if known is not None and not (applied := known.applied(layout)).missing:
                return cls._take(data, applied, known.account, by=by, name=name)
        except Unreadable as error:
            raise Refusal(str(error), field="file") from error
        draft = cls(name=name[:200], stored_as=files.keep(file, "bank", ".csv"), sent_by=by)
        draft.save(force_insert=True)
        return draft

    def rows(self) -> list[list[str]]:
        """The cells of the file. Raises Refusal where it is gone."""
        try:
            data = files.read(self.stored_as)
            return rows_of(lambda: io.BytesIO(data))
        except (OSError, Unreadable) as error:
            raise Refusal(gettext("The file is not kept any more. Send it again.")) from error

    def take(self, roles: list[str], account: BankAccount, *, by: Member) -> BankFile:
        """Take it in with these roles of its columns, which are remembered for the next one."""
        data = files.read(self.stored_as)
        try:
            layout = guessed(rows_of(lambda: io.BytesIO(data))).named(roles)
            with acting(
                by=by, label=gettext("Took in the bank file {name}").format(name=self.name)
            ) as act:
                file = self._take(data, layout, account, by=by, name=self.name)
                BankLayout.remember(layout, account, act)
        except Unreadable as error:
            raise Refusal(str(error), field="roles") from error
        self.drop()
        return file

    def drop(self) -> None:
        """Forget it with its file."""
        files.drop(self.stored_as)
        self.delete()

    @classmethod
    def drop_old(cls) -> None:
        """Forget those that nobody came back to."""
        for draft in cls.objects.filter(sent_at__lt=timezone.now() - KEPT_FOR):
            draft.drop()

    @staticmethod
    def _take(
        data: bytes, layout: Layout, account: BankAccount, *, by: Member, name: str
    ) -> BankFile:
        rows = rows_of(lambda: io.BytesIO(data))
        lines = lines_of(rows, layout, account=account.number, currency=account.currency)
        return BankFile.take(data, lines, by=by, name=name)
