from __future__ import annotations

from typing import Any

from django import forms

from atrium.foundation.formats import FormatError, money
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Organisation
from atrium.payments.models import CollectingRules, ReminderLevel
from atrium.payments.models.collecting_rules import Holding
from atrium.payments.models.reminder_level import LATEST, LONGEST, MOST_INTEREST, ReminderChannel


class RulesForm(forms.Form):
    """What is done by itself about overdue invoices."""

    reminds = forms.BooleanField(
        label=gettext_lazy("Send reminders by themselves"),
        required=False,
        help_text=gettext_lazy("Each level once, on its day, to who is reached for bills."),
    )
    thanks = forms.BooleanField(
        label=gettext_lazy("Thank for payments by themselves"),
        required=False,
        help_text=gettext_lazy(
            "Each payment that comes in once, with its receipt, in the client's language."
        ),
    )
    holding = forms.ChoiceField(
        label=gettext_lazy("Clients beyond the limit"), choices=Holding.choices
    )
    hold_days = forms.IntegerField(
        label=gettext_lazy("Limit: days overdue"), required=False, min_value=1, max_value=3650
    )
    hold_amount = forms.CharField(
        label=gettext_lazy("Limit: amount overdue"), required=False, max_length=30
    )

    def __init__(self, *args: Any, place: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place

    @staticmethod
    def begun(rules: CollectingRules, place: Organisation) -> dict[str, Any]:
        """What stands in the fields at first."""
        amount = rules.hold_amount
        return {
            "reminds": rules.reminds,
            "thanks": rules.thanks,
            "holding": rules.holding,
            "hold_days": rules.hold_days,
            "hold_amount": money.written(amount, place.currency) if amount else "",
        }

    def clean_hold_amount(self) -> int | None:
        """In minor units of the organisation's currency."""
        text = self.cleaned_data["hold_amount"].strip()
        try:
            return money.parse(text, self.place.currency, self.place.country) if text else None
        except FormatError as error:
            raise forms.ValidationError(str(error)) from error


class LevelForm(forms.Form):
    """One level of reminders."""

    label = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    after_days = forms.IntegerField(
        label=gettext_lazy("Days after it was due"), min_value=1, max_value=LATEST
    )
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 12})
    )

    channel = forms.ChoiceField(
        label=gettext_lazy("Goes by"),
        choices=ReminderChannel.choices,
        initial=ReminderChannel.MAIL,
        required=False,
        help_text=gettext_lazy("By SMS the text alone, without the subject."),
    )
    fee = forms.CharField(
        label=gettext_lazy("Fee"),
        required=False,
        max_length=30,
        help_text=gettext_lazy(
            "In your currency, as the law of your country allows. Asked by an invoice of its own, outside of tax."
        ),
    )
    interest = forms.DecimalField(
        label=gettext_lazy("Interest, per cent a year"),
        required=False,
        min_value=0,
        max_value=MOST_INTEREST,
        max_digits=5,
        decimal_places=2,
        help_text=gettext_lazy("Of what is owed, for the days since it was due, of a year of 365."),
    )

    def __init__(self, *args: Any, place: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place

    @staticmethod
    def begun(level: ReminderLevel, place: Organisation) -> dict[str, Any]:
        """What stands in the fields at first."""
        plain = ("label", "after_days", "subject", "text", "channel")
        fee = money.written(level.fee, place.currency) if level.fee else ""
        told = {name: getattr(level, name) for name in plain}
        return told | {"fee": fee, "interest": level.interest or None}

    def clean_channel(self) -> str:
        """By mail where nothing is said."""
        return self.cleaned_data["channel"] or ReminderChannel.MAIL

    def clean_fee(self) -> int:
        """In minor units of the organisation's currency."""
        text = self.cleaned_data["fee"].strip()
        try:
            return money.parse(text, self.place.currency, self.place.country) if text else 0
        except FormatError as error:
            raise forms.ValidationError(str(error)) from error


class WordingForm(forms.Form):
    """What is said in a language."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 12})
    )
