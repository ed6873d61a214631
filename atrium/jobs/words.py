"""The stages of jobs, as the settings show them among the organisation's own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import OuterRef

from atrium.clients.models.status import Tone
from atrium.clients.word_forms import WordForm
from atrium.clients.words import LISTS, WordList
from atrium.foundation.errors import Refusal
from atrium.jobs.models import Job, Phase, Stage
from atrium.organisations.models import Member


class StageForm(WordForm):
    """A stage with its tone and what it means."""

    tone = forms.ChoiceField(
        label="Colour", choices=Tone.choices, initial=Tone.NEUTRAL, widget=forms.RadioSelect
    )
    phase = forms.ChoiceField(
        label="It means",
        choices=Phase.choices,
        initial=Phase.OPEN,
        widget=forms.Select(attrs={"class": "input"}),
        help_text="What a stage means decides which jobs are open, overdue or done.",
    )


def _retire(stage: Stage, by: Member, data: dict[str, Any]) -> None:
    into = Stage.objects.filter(pk=data.get("into")).first()
    if into is None:
        msg = "That was removed meanwhile; choose another."
        raise Refusal(msg, field="into")
    stage.retire(by=by, into=into)


STAGES = WordList(
    slug="job-stages",
    model=Stage,
    title="Job stages",
    text="How far a job is. New jobs get the first open stage.",
    icon="kanban",
    form=StageForm,
    retire=_retire,
    uses=lambda: Job.objects.filter(stage=OuterRef("pk")),
    used_by="job,jobs",
    asks="Move its jobs to",
)
LISTS.add(STAGES.slug, STAGES)
