"""That a job or a project came out of a tender, as their pages show it (B04)."""

from __future__ import annotations

from atrium.clients.origins import Origin, origin_of
from atrium.foundation.translation import gettext, ngettext
from atrium.jobs.models import Job
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.projects.models import Project
from atrium.tenders.models import Tender
from atrium.tenders.people import chosen_of


@origin_of("jobs.job", "projects.project")
def the_tender(work: Job | Project, member: Member) -> Origin | None:
    """The tender, with its value, its people and its documents."""
    which = "job" if isinstance(work, Job) else "project"
    rows = Tender.objects.visible_to(member).kept().filter(**{which: work})
    tender: Tender | None = rows.select_related("client").first()
    if tender is None:
        return None
    tender.organisation = member.organisation
    url = tender.get_absolute_url()
    lines = [(gettext("Value"), tender.value, "")] if tender.value else []
    lines += [(gettext("Contact"), str(one), one.get_absolute_url()) for one in chosen_of(tender)]
    count = _documents(tender) if member.can(Can.DOCUMENTS_SEE) else 0
    if count:
        lines.append(
            (
                gettext("Documents"),
                ngettext("{count} file", "{count} files", count).format(count=count),
                f"{url}#files",
            )
        )
    return Origin(
        noun=gettext("Tender"),
        name=f"{tender.code} {tender.title}",
        url=url,
        icon="file-badge",
        lines=lines,
    )


def _documents(tender: Tender) -> int:
    named = tender.named_files.filter(file__binned_at=None).count()
    return named + len(tender.kept.files())
