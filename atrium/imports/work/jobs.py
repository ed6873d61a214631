"""Jobs on their way in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from atrium.foundation.translation import gettext, gettext_lazy
from atrium.imports.work.job_clients import Linked, link, linked_to, others
from atrium.imports.work.known import Known
from atrium.imports.work.sort import Parsed, Sort, amount, day, member, members, of_list, texts
from atrium.jobs.models import Job, Part, Priority
from atrium.jobs.models.checking import LONGEST
from atrium.jobs.stages import stages_of
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.organisations.models import Member

_YES = frozenset("yes y true 1 x ja oui sí si".split())
_PLAIN = (
    "title description external_id due_on starts_at ends_at amount currency fee outcome positions "
    "priority is_opening stage manager"
).split()


class JobSort(Sort):
    """Jobs, each with its primary client and the one that pays."""

    what = "jobs"
    noun = "job"
    heading = gettext_lazy("Jobs")
    letter = "J"
    url_name = "jobs"
    needs = Can.JOBS_WRITE
    model = Job
    places = {
        "number": gettext_lazy("Number"),
        "external_id": gettext_lazy("External ID"),
        "title": gettext_lazy("Title"),
        "description": gettext_lazy("Description"),
        "stage": gettext_lazy("Stage"),
        "client": gettext_lazy("Client"),
        "client_number": gettext_lazy("Client number"),
        "client_external_id": gettext_lazy("Client external ID"),
        "billing_client": gettext_lazy("Billing client"),
        "other_clients": gettext_lazy("Other clients"),
        "manager": gettext_lazy("Manager"),
        "associates": gettext_lazy("Associates"),
        "due_on": gettext_lazy("Due on"),
        "starts_at": gettext_lazy("Starts at"),
        "ends_at": gettext_lazy("Ends at"),
        "priority": gettext_lazy("Priority"),
        "value": gettext_lazy("Value"),
        "currency": gettext_lazy("Currency"),
        "opening": gettext_lazy("Opening"),
        "positions": gettext_lazy("Positions"),
        "fee": gettext_lazy("Fee"),
        "outcome": gettext_lazy("Outcome"),
    }
    headings = {
        "job": "title",
        "job title": "title",
        "name": "title",
        "subject": "title",
        "job number": "number",
        "no": "number",
        "id": "external_id",
        "job id": "external_id",
        "reference": "external_id",
        "customer": "client",
        "company": "client",
        "client name": "client",
        "customer name": "client",
        "client id": "client_external_id",
        "customer id": "client_external_id",
        "status": "stage",
        "assigned to": "manager",
        "owner": "manager",
        "job manager": "manager",
        "due": "due_on",
        "due date": "due_on",
        "deadline": "due_on",
        "start": "starts_at",
        "end": "ends_at",
        "amount": "value",
        "total": "value",
        "price": "value",
        "notes": "description",
        "details": "description",
    }

    def read(self, parsed: Parsed, known: Known) -> None:
        """Title, stage, people, times, amounts."""
        texts(parsed, ("title", "description", "outcome", "external_id", "currency"), LONGEST)
        if not parsed.told.get("currency"):
            parsed.told.pop("currency", None)
        stages = stages_of(known.place).values()
        of_list(parsed, "stage", stages, lambda stage: stage.label)
        of_list(parsed, "priority", Priority, lambda one: one.word)
        member(parsed, "manager", known)
        members(parsed, "associates", known)
        day(parsed, "due_on", known)
        for name in ("starts_at", "ends_at"):
            _moment(parsed, name, known)
        amount(parsed, "value", "amount", known)
        amount(parsed, "fee", "fee", known)
        if "opening" in parsed.values:
            parsed.told["is_opening"] = parsed.values["opening"].strip().casefold() in _YES
        if positions := parsed.values.get("positions", "").strip():
            if positions.isascii() and positions.isdecimal() and len(positions) < 5:  # noqa: PLR2004 - digits
                parsed.told["positions"] = int(positions)
            else:
                parsed.warn(
                    "positions",
                    gettext("“{positions}” is no number of positions.").format(positions=positions),
                )
        if payer := parsed.values.get("billing_client", "").strip():
            found, why = known.client_called(payer)
            if found is None:
                parsed.warn("billing_client", why)
            elif found != parsed.client:
                parsed.told["billing"] = found
        others(parsed, known)

    def add(self, parsed: Parsed, by: Member) -> Job:
        """Open it; the manager is nobody where none is named."""
        told = dict(parsed.told)
        payer = told.pop("billing", None)
        assert parsed.client is not None, "a row without a client is not written"
        others = [*told.pop("other_clients", ())]
        if payer and all(payer != other.client for other in others):
            others.append(Linked(payer, Part.BILLING, ""))
        return Job.add(parsed.client, by=by, others=others, **told)

    def change(self, row: Job, told: dict[str, Any], by: Member) -> None:
        """Set what differs; who pays is changed on the job alone."""
        told = dict(told)
        told.pop("billing", None)
        link(row, told.pop("other_clients", frozenset()), by)
        stage = told.pop("stage", None)
        if "manager" in told:
            row.give_to(told.pop("manager"), by=by)
        if told:
            row.edit(by=by, **told)
        if stage is not None:
            row.move_to(stage, by=by)

    def standing(self, row: Job) -> dict[str, Any]:
        """What it says now."""
        now = {name: getattr(row, name) for name in _PLAIN}
        working = row.associates.select_related("member").order_by("member_id")
        now["associates"] = [one.member for one in working]
        now["priority"] = row.priority_as
        # Who pays is not changed by an import: then nothing differs.
        return now | {"billing": row.billing, "other_clients": linked_to(row)}

    def wished(self, row: Job, told: dict[str, Any]) -> dict[str, Any]:
        """A client that the file does not name keeps its part."""
        if "other_clients" not in told:
            return told
        by_client = {one.client: one for one in [*linked_to(row), *told["other_clients"]]}
        return told | {"other_clients": frozenset(by_client.values())}


def _moment(parsed: Parsed, name: str, known: Known) -> None:
    text = parsed.values.get(name)
    if text is None:
        return
    if not text.strip():
        parsed.told[name] = None
        return
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        parsed.warn(
            name, gettext("“{text}” is no time; write it like 2026-11-24T14:00.").format(text=text)
        )
        return
    parsed.told[name] = moment if moment.tzinfo else moment.replace(tzinfo=known.place.zone)
