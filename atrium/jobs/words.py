"""Stages of jobs and roles in them, as the settings show them among the organisation's own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import OuterRef

from atrium.clients.models.status import Tone
from atrium.clients.word_forms import WordForm
from atrium.clients.words import LISTS, WordList, chosen_word
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy, ngettext
from atrium.jobs.models import Job, JobRole, Participation, Phase, Stage
from atrium.organisations.models import Member


class StageForm(WordForm):
    """A stage with its tone and what it means."""

    tone = forms.ChoiceField(
        label=gettext_lazy("Colour"),
        choices=Tone.choices,
        initial=Tone.NEUTRAL,
        widget=forms.RadioSelect,
    )
    phase = forms.ChoiceField(
        label=gettext_lazy("It means"),
        choices=Phase.choices,
        initial=Phase.OPEN,
        widget=forms.Select(attrs={"class": "input"}),
        help_text=gettext_lazy("What a stage means decides which jobs are open, overdue or done."),
    )


def _retire(stage: Stage, by: Member, data: dict[str, Any]) -> None:
    into = Stage.objects.filter(pk=data.get("into")).first()
    if into is None:
        msg = gettext("That was removed meanwhile; choose another.")
        raise Refusal(msg, field="into")
    stage.retire(by=by, into=into)


STAGES = WordList(
    slug="job-stages",
    model=Stage,
    title=gettext_lazy("Job stages"),
    text=gettext_lazy("How far a job is. New jobs get the first open stage."),
    icon="kanban",
    form=StageForm,
    retire=_retire,
    uses=lambda: Job.objects.filter(stage=OuterRef("pk")),
    used_by=lambda count: ngettext("{count} job", "{count} jobs", count),
    asks=gettext_lazy("Move its jobs to"),
)
ROLES = WordList(
    slug="job-roles",
    model=JobRole,
    title=gettext_lazy("Job roles"),
    text=gettext_lazy(
        "What a client can be to a job, beside primary, secondary, billing and technical contact."
    ),
    icon="users-round",
    form=WordForm,
    retire=lambda role, by, data: role.retire(by=by, into=chosen_word(JobRole, data)),
    uses=lambda: Participation.objects.filter(own=OuterRef("label")),
    used_by=lambda count: ngettext("{count} part", "{count} parts", count),
    asks=gettext_lazy("Clients that have it become"),
    nobody=gettext_lazy("Nothing else: they keep the word"),
)
for _list in (STAGES, ROLES):
    LISTS.add(_list.slug, _list)
