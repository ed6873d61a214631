"""What somebody may agree to, as the settings show it among the organisation's own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import OuterRef

from atrium.clients.word_forms import WordForm
from atrium.clients.words import LISTS, WordList
from atrium.foundation.translation import gettext_lazy, ngettext
from atrium.organisations.models import Member
from atrium.privacy.models import Consent, ConsentPurpose, LegalGround


class PurposeForm(WordForm):
    """A purpose with its legal ground."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Legal ground"),
        choices=LegalGround.choices,
        initial=LegalGround.CONSENT,
        widget=forms.Select(attrs={"class": "input"}),
    )
    covers_mailings = forms.BooleanField(
        label=gettext_lazy("Mailings"),
        required=False,
        help_text=gettext_lazy(
            "Who agreed may be sent mailings; who withdrew may not, whatever else is set."
        ),
    )


def _retire(purpose: ConsentPurpose, by: Member, data: dict[str, Any]) -> None:
    purpose.retire(by=by)


PURPOSES = WordList(
    slug="consent-purposes",
    model=ConsentPurpose,
    title=gettext_lazy("Consent purposes"),
    text=gettext_lazy(
        "What people may agree to and withdraw again. A purpose that somebody answered stays as proof."
    ),
    icon="signature",
    form=PurposeForm,
    retire=_retire,
    uses=lambda: Consent.objects.filter(purpose=OuterRef("pk")),
    used_by=lambda count: ngettext("{count} answer", "{count} answers", count),
)
LISTS.add(PURPOSES.slug, PURPOSES)
