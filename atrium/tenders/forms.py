"""The shape of a tender as pages take it in. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from atrium.clients import lexicon
from atrium.clients.models import Contact
from atrium.foundation.formats import FormatError, money
from atrium.foundation.inputs import choice, day, line, text
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member, Organisation
from atrium.tenders.models import Outcome, Tender, TenderStage
from atrium.tenders.models.checking import LONGEST, MOST_BEFORE
from atrium.tenders.models.deciding import WORK
from atrium.tenders.words_of import reasons_of, stages_of

_NUMBER = {"class": "input", "min": "0", "inputmode": "numeric"}
REMIND_USUALLY = 3


class TenderForm(forms.Form):
    """A tender: what, how much, by when, who."""

    title = line(
        gettext_lazy("What is offered"),
        LONGEST["title"],
        required=gettext_lazy("Say what is offered."),
    )
    description = text(gettext_lazy("Description"), LONGEST["description"], 5)
    stage = choice(gettext_lazy("Stage"))
    owner = choice(gettext_lazy("Owner"))
    amount = line(gettext_lazy("Value"), 40, attrs={"inputmode": "decimal"})
    chance = forms.IntegerField(
        label=gettext_lazy("Chance in per cent"),
        required=False,
        widget=forms.NumberInput(attrs=_NUMBER | {"max": "100"}),
        error_messages={"invalid": gettext_lazy("Write a number, like 60.")},
    )
    due_on = day(gettext_lazy("Due on"))
    due_time = forms.TimeField(
        label=gettext_lazy("At"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "input", "type": "time"}),
        error_messages={"invalid": gettext_lazy("Write the time like 12:00.")},
    )
    timezone = line(gettext_lazy("Time zone"), 60, attrs={"list": "tender-zones"})
    remind_before = forms.IntegerField(
        label=gettext_lazy("Remind me, days before"),
        required=False,
        widget=forms.NumberInput(attrs=_NUMBER | {"max": f"{MOST_BEFORE}"}),
        error_messages={"invalid": gettext_lazy("Write a number of days, like 3.")},
    )
    contacts = forms.MultipleChoiceField(
        label=gettext_lazy("Whom to talk with"), required=False, widget=forms.CheckboxSelectMultiple
    )
    notes = text(gettext_lazy("Notes for colleagues"), LONGEST["notes"], 4)

    def __init__(
        self,
        data: Any = None,
        *,
        member: Member,
        people: list[Contact],
        tender: Tender | None = None,
    ) -> None:
        self.member, self.tender = member, tender
        self.place: Organisation = member.organisation
        self.people = {str(one.public_id): one for one in people}
        self.members = lexicon.of(self.place).members
        super().__init__(data, initial=self._standing() if tender else self._usual())
        fields: dict[str, Any] = self.fields
        fields["owner"].choices = [
            ("", gettext("Nobody yet")),
            *((str(m.pk), m.name) for m in self._who),
        ]
        fields["stage"].choices = [(str(k), s.label) for k, s in stages_of(self.place).items()]
        fields["contacts"].choices = [(key, str(one)) for key, one in self.people.items()]
        if tender is not None:
            # Its stage is changed on its page.
            del self.fields["stage"]

    @property
    def _who(self) -> list[Member]:
        """Who works here, and who has the tender already."""
        has = self.tender.owner_id if self.tender else None
        return [m for m in self.members.values() if m.is_active or m.pk == has]

    def _usual(self) -> dict[str, Any]:
        zone = self.place.timezone
        return {"owner": self.member.pk, "timezone": zone, "remind_before": REMIND_USUALLY}

    def _standing(self) -> dict[str, Any]:
        tender = self.tender
        assert tender is not None, "asked of a tender that stands"
        told = {name: getattr(tender, name) for name in _PLAIN if name != "currency"}
        if tender.amount is not None:
            told["amount"] = f"{money.written(tender.amount, tender.currency)} {tender.currency}"
        chosen = tender.chosen.select_related("contact")
        told["contacts"] = [str(row.contact.public_id) for row in chosen]
        return told | {"owner": tender.owner_id or ""}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        said, data["amount"] = (data.get("amount") or "").strip(), None
        data["currency"] = self.tender.currency if self.tender else self.place.currency
        if said:
            try:
                data["currency"] = money.currency_in(said, data["currency"])
                data["amount"] = money.parse(said, data["currency"], self.place.country)
            except FormatError as error:
                self.add_error("amount", str(error))
        if data.get("due_time") and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", gettext("Choose the day as well."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        """What edit() takes."""
        told = {name: self.cleaned_data[name] for name in _PLAIN}
        return told | {"contacts": [self.people[key] for key in self.cleaned_data["contacts"]]}

    @property
    def chosen_owner(self) -> Member | None:
        return self.members.get(int(self.cleaned_data["owner"] or 0))

    @property
    def chosen_stage(self) -> TenderStage | None:
        return stages_of(self.place).get(int(self.cleaned_data["stage"] or 0))


_PLAIN = (
    "title description notes amount currency chance due_on due_time timezone remind_before"
).split()


class DecideForm(forms.Form):
    """What became of a tender, why, and what it becomes."""

    reason = choice(gettext_lazy("Reason"))
    comment = text(
        gettext_lazy("In words"),
        LONGEST["comment"],
        4,
        help_text=gettext_lazy("Told on the timeline."),
    )
    becomes = choice(gettext_lazy("It becomes"))

    def __init__(self, data: Any = None, *, tender: Tender, outcome: Outcome, by: Member) -> None:
        start = {"comment": tender.comment, "reason": tender.reason_id or ""}
        super().__init__(data, initial=start)
        self.reasons = {
            str(key): reason
            for key, reason in reasons_of(by.organisation).items()
            if reason.is_for(outcome)
        }
        fields: dict[str, Any] = self.fields
        known = [(key, reason.label) for key, reason in self.reasons.items()]
        fields["reason"].choices = [("", gettext("None of the list")), *known]
        able = [what for what, can in WORK.items() if by.can(can)]
        if outcome == Outcome.WON and able and not (tender.job_id or tender.project_id):
            fields["becomes"].choices = [
                ("", gettext("Nothing yet")),
                *(
                    (what, gettext("A {what}, with all that is said here").format(what=what))
                    for what in able
                ),
            ]
        else:
            del self.fields["becomes"]

    @property
    def values(self) -> dict[str, Any]:
        """What decide() takes."""
        data = self.cleaned_data
        told = {"comment": data["comment"], "becomes": data.get("becomes", "")}
        return told | {"reason": self.reasons.get(data["reason"])}
