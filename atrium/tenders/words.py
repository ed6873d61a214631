"""The stages of tenders and the reasons for their outcome, as the settings show them."""

from __future__ import annotations

from django import forms
from django.db.models import OuterRef

from atrium.clients.models.status import Tone
from atrium.clients.word_forms import WordForm
from atrium.clients.words import LISTS, WordList, chosen_word
from atrium.foundation.translation import gettext_lazy, ngettext
from atrium.tenders.models import Fits, Tender, TenderReason, TenderStage


class TenderStageForm(WordForm):
    """A stage with its tone."""

    tone = forms.ChoiceField(
        label=gettext_lazy("Colour"),
        choices=Tone.choices,
        initial=Tone.NEUTRAL,
        widget=forms.RadioSelect,
    )


class TenderReasonForm(WordForm):
    """A reason and the outcome that it is offered for."""

    fits = forms.ChoiceField(
        label=gettext_lazy("Offered for"),
        required=False,
        choices=[("", gettext_lazy("Every outcome")), *Fits.choices],
        widget=forms.Select(attrs={"class": "input"}),
    )


STAGES = WordList(
    slug="tender-stages",
    model=TenderStage,
    title=gettext_lazy("Tender stages"),
    text=gettext_lazy(
        "How far a tender is. New tenders get the first stage; one that is decided keeps its last."
    ),
    icon="milestone",
    form=TenderStageForm,
    retire=lambda stage, by, data: stage.retire(by=by, into=chosen_word(TenderStage, data)),
    uses=lambda: Tender.objects.filter(stage=OuterRef("pk")),
    used_by=lambda count: ngettext("{count} tender", "{count} tenders", count),
    asks=gettext_lazy("Move its tenders to"),
)
REASONS = WordList(
    slug="tender-reasons",
    model=TenderReason,
    title=gettext_lazy("Tender reasons"),
    text=gettext_lazy("Why tenders are won, lost or withdrawn."),
    icon="message-circle-question-mark",
    form=TenderReasonForm,
    retire=lambda reason, by, data: reason.retire(by=by, into=chosen_word(TenderReason, data)),
    uses=lambda: Tender.objects.filter(reason=OuterRef("pk")),
    used_by=lambda count: ngettext("{count} tender", "{count} tenders", count),
    asks=gettext_lazy("What its tenders get instead"),
    nobody=gettext_lazy("No reason"),
)
for _list in (STAGES, REASONS):
    LISTS.add(_list.slug, _list)
