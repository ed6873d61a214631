"""The shape of what is asked about keeping. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.clients.lexicon import Lexicon
from atrium.foundation.translation import gettext_lazy
from atrium.privacy.models import ConsentPurpose, ConsentSource, RetentionRule
from atrium.privacy.models.retention_rule import LONGEST
from atrium.privacy.retention.sort import RetentionSort

YEAR = 12


class RetentionForm(forms.Form):
    """How long, in months or years; of clients in which status, where the sort asks for it."""

    count = forms.IntegerField(label=gettext_lazy("Keep for"), min_value=1, max_value=LONGEST)
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        choices=[("months", gettext_lazy("Months")), ("years", gettext_lazy("Years"))],
    )
    statuses = forms.MultipleChoiceField(
        label=gettext_lazy("Clients in status"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, data: Any, *, sort: RetentionSort, words: Lexicon, rule: RetentionRule | None
    ) -> None:
        super().__init__(data, initial=_as_typed(rule))
        if sort.asks_statuses:
            field: Any = self.fields["statuses"]
            field.choices = [(str(s.public_id), s.label) for s in words.statuses.values()]
        else:
            del self.fields["statuses"]

    @property
    def months(self) -> int:
        """The time that was asked for; longer than any rule may be where it is out of bounds."""
        told = self.cleaned_data
        count: int = told["count"] * (YEAR if told["unit"] == "years" else 1)
        return min(count, LONGEST + 1)

    @property
    def asked(self) -> dict[str, Any]:
        """What the verb takes."""
        return {"months": self.months, "statuses": self.cleaned_data.get("statuses", [])}


class ConsentForm(forms.Form):
    """What somebody said to a purpose, with the proof of it."""

    purpose = forms.TypedChoiceField(label=gettext_lazy("Purpose"), coerce=int)
    given = forms.ChoiceField(
        label=gettext_lazy("They"),
        choices=[
            ("yes", gettext_lazy("Agreed")),
            ("no", gettext_lazy("Do not agree, or not any more")),
        ],
        initial="yes",
        widget=forms.RadioSelect,
    )
    source = forms.ChoiceField(label=gettext_lazy("How it was said"), choices=ConsentSource.choices)
    said_on = forms.DateField(
        label=gettext_lazy("On"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    evidence = forms.CharField(
        label=gettext_lazy("Proof"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The words that were agreed to, or where the paper lies."),
    )

    def __init__(self, data: Any, *, purposes: list[ConsentPurpose], **options: Any) -> None:
        super().__init__(data, **options)
        self.purposes = {purpose.pk: purpose for purpose in purposes}
        field: Any = self.fields["purpose"]
        field.choices = [(purpose.pk, purpose.label) for purpose in purposes]

    @property
    def asked(self) -> dict[str, Any]:
        """What the verb takes."""
        told = dict(self.cleaned_data)
        return told | {
            "purpose": self.purposes[told["purpose"]],
            "given": told["given"] == "yes",
        }


def _as_typed(rule: RetentionRule | None) -> dict[str, Any]:
    if rule is None:
        return {"count": 2, "unit": "years"}
    whole = rule.months % YEAR == 0
    count = rule.months // YEAR if whole else rule.months
    return {
        "count": count,
        "unit": "years" if whole else "months",
        "statuses": rule.statuses,
    }
