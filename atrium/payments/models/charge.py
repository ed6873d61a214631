from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.billing.models import Invoice, Method, Payment, Source
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import money
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.payments.events import CardCharged, ChargeFailed
from atrium.payments.models.card import Card
from atrium.payments.models.charge_part import ChargePart
from atrium.payments.models.charge_state import UNSETTLED, ChargeState
from atrium.payments.models.pay_link import PayLink
from atrium.payments.models.provider_account import ProviderAccount
from atrium.payments.providers.provider import Became, Outcome, Wish
from atrium.timeline.acting import Acting, acting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class ChargeQuerySet(models.QuerySet["Charge"]):
    """Ways to choose charges."""

    def unsettled(self) -> ChargeQuerySet:
        """Those of which nobody knows yet how they end."""
        return self.filter(state__in=UNSETTLED)

    def of_invoice(self, invoice: Invoice) -> ChargeQuerySet:
        return self.filter(parts__invoice=invoice)


ChargeManager = OwnedManager.from_queryset(ChargeQuerySet)


class Charge(Owned):
    """One attempt to take money through a provider: written before the provider is called.

    Its ``public_id`` is the key under which the provider is asked, so however often that happens, the
    money is taken once. ``ref`` is what the provider calls it.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    account = models.ForeignKey(
        ProviderAccount, models.PROTECT, related_name="charges", db_constraint=False, db_index=False
    )
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="charges", db_constraint=False, db_index=False
    )
    card = models.ForeignKey(
        Card, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    link = models.ForeignKey(
        PayLink, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    payment = models.ForeignKey(
        Payment,
        models.PROTECT,
        null=True,
        related_name="charges",
        db_constraint=False,
        db_index=False,
    )
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    what_for = models.CharField(max_length=200)
    keeps_card = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ChargeState, default=ChargeState.WAITING)
    ref = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    made_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar = ChargeManager()

    if TYPE_CHECKING:
        parts: RelatedManager[ChargePart]

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="charge_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="charge_by_public_id"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="charge_above_zero"),
            SameOrganisation("account"),
            SameOrganisation("client"),
            SameOrganisation("card"),
            SameOrganisation("link"),
            SameOrganisation("payment"),
            SameOrganisation("by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "client", "id"], name="charge_by_client"),
            models.Index(
                fields=["organisation", "id"],
                condition=Q(state__in=["waiting", "sent", "open"]),
                name="charge_unsettled",
            ),
            models.Index(
                fields=["organisation", "ref"], condition=~Q(ref=""), name="charge_by_ref"
            ),
            models.Index(
                fields=["organisation", "payment"],
                condition=Q(payment__isnull=False),
                name="charge_by_payment",
            ),
        ]

    def __str__(self) -> str:
        return gettext("{shown} for {what_for}").format(shown=self.shown, what_for=self.what_for)

    @property
    def shown(self) -> str:
        """The amount as people read it."""
        return money.shown(self.amount, self.currency)

    @property
    def is_settled(self) -> bool:
        return self.state not in UNSETTLED

    @classmethod
    def ask(cls, card: Card, invoices: Sequence[Invoice], *, by: Member) -> Charge:
        """Charge a card on file with what is owed of the invoices; the queue hands it over.

        Refused while another charge for one of them is not settled, and where nothing is owed.
        """
        with acting(by=by, label=gettext("Charged {card}").format(card=card)) as act:
            client = _locked(card.client, act)
            card.client = client
            card.refuse_unusable()
            charge = cls._made(client, card.account, invoices, act, card=card, by=by)
            told = CardCharged(**charge.told(), card=str(card))
            act.record(told, client=client, subject=charge)
        return charge

    @classmethod
    def open_page(cls, link: PayLink, account: ProviderAccount, *, keeps_card: bool) -> Charge:
        """The charge of a pay link: the one that is open already, or a new one over what is owed."""
        with acting(
            by=None, label=gettext("Began to pay {invoice}").format(invoice=link.invoice)
        ) as act:
            client = _locked(link.invoice.client, act)
            link.invoice.client = client
            standing: Charge | None = (
                cls.objects.unsettled().filter(link=link).order_by("-id").first()
            )
            owed = link.invoice.left()
            if (
                standing is not None
                and standing.amount == owed
                and standing.keeps_card == keeps_card
            ):
                standing.client, standing.account = client, account
                return standing
            return cls._made(client, account, [link.invoice], act, link=link, keeps_card=keeps_card)

    @classmethod
    def _made(
        cls,
        client: Client,
        account: ProviderAccount,
        invoices: Sequence[Invoice],
        act: Acting,
        **values: Any,
    ) -> Charge:
        """A new row with its parts. The client is locked."""
        parts = [(invoice, _owed(invoice, client)) for invoice in invoices]
        if not parts or len({invoice.currency for invoice, _ in parts}) > 1:
            raise Refusal(gettext("Choose invoices of one currency."), field="invoice")
        for invoice, _ in parts:
            other = cls.objects.unsettled().of_invoice(invoice).first()
            if other is not None:
                other.refuse_another(invoice)
        names = ", ".join(str(invoice) for invoice, _ in parts)
        charge = cls(
            account=account,
            client=client,
            currency=parts[0][0].currency,
            amount=sum(owed for _, owed in parts),
            what_for=names[:200],
            **values,
        )
        act.insert(charge)
        act.insert_many([ChargePart(charge=charge, invoice=i, amount=owed) for i, owed in parts])
        return charge

    def refuse_another(self, invoice: Invoice) -> None:
        """Refused because this one may still take the money."""
        words = (
            gettext("{shown} is being paid for {invoice} already, at a payment page. {hint}")
            if self.state == ChargeState.OPEN
            else gettext("{shown} is being paid for {invoice} already, and not settled yet. {hint}")
        )
        hint = gettext("Wait for it, or give it up.")
        raise Refusal(words.format(shown=self.shown, invoice=invoice, hint=hint))

    def wish(self, *, email: str = "", customer: str = "") -> Wish:
        """What the provider is asked for."""
        return Wish(
            key=str(self.public_id),
            amount=self.amount,
            currency=self.currency,
            what_for=self.what_for,
            email=email,
            customer=customer,
            keep_card=self.keeps_card,
        )

    def settle(self, outcome: Outcome) -> None:
        """Keep what became of it at the provider: a payment where it was paid. The second time changes nothing."""
        with acting(by=self.by, label=gettext("Settled {charge}").format(charge=self)) as act:
            client = _locked(self.client, act)
            act.lock(self)
            self.client = client
            if self.is_settled:
                return
            ref, url = outcome.ref or self.ref, outcome.url or self.url
            if outcome.became == Became.OPEN:
                act.change(self, state=ChargeState.OPEN, ref=ref, url=url)
                return
            state, now = ChargeState(outcome.became.value), timezone.now()
            act.change(
                self, state=state, ref=ref, url="", problem=outcome.words[:300], settled_at=now
            )
            if state == ChargeState.PAID:
                self._take(outcome, act)
            elif state == ChargeState.FAILED:
                reason = outcome.words or gettext("the provider did not say why")
                told = ChargeFailed(**self.told(), reason=reason)
                act.record(told, client=client, subject=self)

    def _take(self, outcome: Outcome, act: Acting) -> None:
        """The payment: as much as is still owed goes towards the invoices, the rest is the client's credit."""
        towards = [
            (part.invoice, min(part.amount, part.invoice.left()))
            for part in self.parts.select_related("invoice").order_by("id")
        ]
        account = self.account
        payment = Payment.take(
            self.client,
            by=self.by,
            amount=outcome.amount or self.amount,
            currency=self.currency,
            method=Method.CARD,
            reference=f"{account} {outcome.ref}",
            invoices=[(invoice, some) for invoice, some in towards if some > 0],
            source=Source.PROVIDER,
            external_id=f"{account.pk}:{outcome.ref}",
        )
        act.change(self, payment=payment)
        if self.keeps_card and outcome.card is not None and outcome.card.customer:
            Card.keep(self.client, account, outcome.card, act)

    def mark(self, state: ChargeState, problem: str = "") -> bool:
        """Keep how far it is, in a transaction of its own; False where it is settled."""
        rows = Charge.objects.filter(pk=self.pk, state__in=UNSETTLED)
        return bool(rows.update(state=state, problem=problem[:300]))

    def told(self) -> dict[str, Any]:
        """What each event of it says."""
        return {
            "shown": self.shown,
            "amount": self.amount,
            "currency": self.currency,
            "what_for": self.what_for,
        }


def _locked(client: Client, act: Acting) -> Client:
    place = client.organisation
    act.lock(client)
    client.organisation = place
    return client


def _owed(invoice: Invoice, client: Client) -> int:
    if invoice.client_id != client.pk:
        raise Refusal(gettext("This invoice is of another client."), field="invoice")
    owed = invoice.left()
    if owed <= 0:
        raise Refusal(
            gettext("Nothing is owed of {invoice} any more.").format(invoice=invoice),
            field="invoice",
        )
    return owed
