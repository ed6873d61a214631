"""Projects on their way in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atrium.conversations.richtext import from_plain
from atrium.foundation.translation import gettext_lazy
from atrium.imports.work.known import Known
from atrium.imports.work.sort import Parsed, Sort, day, member, members, of_list, texts
from atrium.organisations.permissions import Can
from atrium.projects.checking import LONGEST
from atrium.projects.models import Column, Project

if TYPE_CHECKING:
    from atrium.organisations.models import Member

_YES = frozenset("yes y true 1 x ja oui sí si delivered done".split())
_PEOPLE = ("manager", "associates")


class ProjectSort(Sort):
    """Projects, each of its client."""

    what = "projects"
    noun = "project"
    heading = gettext_lazy("Projects")
    letter = "P"
    url_name = "projects"
    needs = Can.PROJECTS_WRITE
    model = Project
    places = {
        "number": gettext_lazy("Number"),
        "external_id": gettext_lazy("External ID"),
        "title": gettext_lazy("Title"),
        "description": gettext_lazy("Description"),
        "client": gettext_lazy("Client"),
        "client_number": gettext_lazy("Client number"),
        "client_external_id": gettext_lazy("Client external ID"),
        "column": gettext_lazy("Column"),
        "manager": gettext_lazy("Manager"),
        "associates": gettext_lazy("Associates"),
        "due_on": gettext_lazy("Due on"),
        "link": gettext_lazy("Link"),
        "delivered": gettext_lazy("Delivered"),
    }
    headings = {
        "project": "title",
        "project name": "title",
        "name": "title",
        "project number": "number",
        "no": "number",
        "id": "external_id",
        "project id": "external_id",
        "reference": "external_id",
        "customer": "client",
        "company": "client",
        "client name": "client",
        "client id": "client_external_id",
        "customer id": "client_external_id",
        "status": "column",
        "list": "column",
        "owner": "manager",
        "project manager": "manager",
        "assigned to": "manager",
        "members": "associates",
        "due": "due_on",
        "due date": "due_on",
        "deadline": "due_on",
        "url": "link",
        "notes": "description",
        "details": "description",
    }

    def read(self, parsed: Parsed, known: Known) -> None:
        """Title, words, people, day, where it stands."""
        texts(parsed, ("title", "link", "external_id"), LONGEST)
        if "description" in parsed.values:
            parsed.told["description"] = parsed.values["description"].replace("\x00", "").strip()
        of_list(parsed, "column", Column.objects.order_by("position", "id"), str)
        member(parsed, "manager", known)
        members(parsed, "associates", known)
        day(parsed, "due_on", known)
        if "delivered" in parsed.values:
            parsed.told["delivered"] = parsed.values["delivered"].strip().casefold() in _YES

    def add(self, parsed: Parsed, by: Member) -> Project:
        """Make it, and deliver it where the row says that it is."""
        told = dict(parsed.told)
        delivered = told.pop("delivered", False)
        if "description" in told:
            told["html"] = from_plain(told.pop("description"))
        assert parsed.client is not None, "a row without a client is not written"
        project = Project.add(parsed.client, by=by, **told)
        if delivered:
            project.deliver(by=by)
        return project

    def change(self, row: Project, told: dict[str, Any], by: Member) -> None:
        """Set what differs, by the verbs of a project."""
        told = dict(told)
        delivered, column = told.pop("delivered", None), told.pop("column", None)
        people = {name: told.pop(name) for name in _PEOPLE if name in told}
        if "description" in told:
            told["html"] = from_plain(told.pop("description"))
        if told:
            row.edit(by=by, **told)
        if people:
            row.staff(by=by, **({"manager": row.manager} | people))
        if delivered is False:
            row.undeliver(by=by)
        if column is not None:
            row.move(column, by=by)
        if delivered:
            row.deliver(by=by)

    def standing(self, row: Project) -> dict[str, Any]:
        """What it says now."""
        names = ("title", "link", "external_id", "due_on", "column", "manager")
        now = {name: getattr(row, name) for name in names}
        working = row.associates.select_related("member").order_by("member_id")
        now["associates"] = [one.member for one in working]
        return now | {"description": row.text.strip(), "delivered": row.is_delivered}
