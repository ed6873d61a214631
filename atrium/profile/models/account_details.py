from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from atrium.clients.models import Client
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.profile.account_fields import FIELDS, OWN, Values, in_force, read_all, refuse
from atrium.profile.events import AccountFilled
from atrium.timeline.acting import Acting, acting


class AccountDetails(Owned):
    """How a client is invoiced and paid (B03). Legal name and tax ID stand on the client itself.

    What is filled changes by an approved ChangeRequest alone.
    """

    client = models.ForeignKey(
        Client, models.PROTECT, related_name="account_details", db_constraint=False, db_index=False
    )
    payment_terms = models.CharField(max_length=20, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    credit_limit = models.BigIntegerField(null=True, blank=True)
    vat_treatment = models.CharField(max_length=20, blank=True)
    billing_email = models.CharField(max_length=320, blank=True)
    billing_reference = models.CharField(max_length=200, blank=True)
    account_holder = models.CharField(max_length=200, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    sort_code = models.CharField(max_length=6, blank=True)
    account_number = models.CharField(max_length=8, blank=True)

    class Meta(Owned.Meta):
        verbose_name = "account"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "client"], name="one_account"),
            models.CheckConstraint(
                condition=models.Q(credit_limit=None) | models.Q(credit_limit__gte=0),
                name="credit_limit_from_zero",
            ),
            SameOrganisation("client"),
        ]
        indexes = [
            models.Index(fields=["organisation", "credit_limit", "client"], name="account_by_limit")
        ]

    def __str__(self) -> str:
        return gettext("Account of {client}").format(client=self.client)

    @classmethod
    def standing(cls, client: Client) -> Values:
        """Every account detail of the client as it stands now."""
        return standing_of(client, cls.objects.filter(client=client).values(*OWN).first())

    @classmethod
    def of_many(cls, clients: Iterable[int]) -> dict[int, Values]:
        """What stands in the table, by client; no entry for one that has nothing there."""
        rows = cls.objects.filter(client__in=list(clients)).values("client_id", *OWN)
        return {row.pop("client_id"): row for row in rows}

    @classmethod
    def rows_of(cls, clients: Iterable[int]) -> dict[int, AccountDetails]:
        """The rows by client, locked. Only verbs call this."""
        rows = cls.objects.filter(client__in=list(clients)).select_for_update(of=("self",))
        return {row.client_id: row for row in rows.order_by("pk")}

    @classmethod
    def put(cls, client: Client, values: Values, act: Acting) -> None:
        """Set the values as part of ``act``; the client is locked. Only verbs call this."""
        of_client = {name: v for name, v in values.items() if FIELDS[name].of_client}
        own = {name: v for name, v in values.items() if name not in of_client}
        if of_client:
            act.change(client, **of_client)
        if not own:
            return
        row = cls.objects.filter(client=client).select_for_update(of=("self",)).first()
        if row is None:
            act.insert(cls(client=client, **own))
        else:
            act.change(row, **own)

    @classmethod
    def fill(cls, client: Client, *, by: Member | None, texts: dict[str, str]) -> list[str]:
        """Set what is empty yet; the names of those that are filled otherwise come back.

        Refused with the mend when a text does not fit its field.
        """
        with acting(
            by=by, label=gettext("Added account details of {client}").format(client=client)
        ) as act:
            organisation = client.organisation
            act.lock(client)
            client.organisation = organisation
            standing = cls.standing(client)
            values, wrong = read_all(client, standing, texts)
            refuse(wrong)
            fresh: Values = {
                n: v for n, v in values.items() if v not in {None, ""} and is_empty(standing, n)
            }
            if fresh:
                cls.put(client, fresh, act)
                changes = differences(client, standing, fresh)
                act.record(AccountFilled(changes=changes), client=client)
        return [n for n, v in values.items() if n not in fresh and v not in {standing[n], None, ""}]


_EMPTY: Values = {name: None if name == "credit_limit" else "" for name in OWN}


def standing_of(client: Client, own: Values | None) -> Values:
    """Every account detail: those of the client's own row, and those of the table."""
    own = own or _EMPTY
    return {
        name: getattr(client, name) if field.of_client else own[name]
        for name, field in FIELDS.items()
    }


def is_empty(standing: Values, name: str) -> bool:
    return standing[name] in {None, ""}


def differences(
    client: Client,
    before: Values,
    after: Values,
    *,
    bank_too: bool = False,
) -> list[list[str]]:
    """Label, before and after of each field in ``after``, in the order of the page."""
    was, now = in_force(before, client), in_force(before | after, client)
    return [
        [
            str(field.label),
            field.shown(before[name], was, bank_too=bank_too),
            field.shown(after[name], now, bank_too=bank_too),
        ]
        for name, field in FIELDS.items()
        if name in after
    ]
