"""Every organisation has somebody who runs it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from atrium.foundation.health import Verdict, examines
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation


@examines("organisations")
def organisations() -> Iterator[tuple[Verdict, str]]:
    """Each has an active owner."""
    with current.unscoped("the doctor looks at all organisations"):
        owners = Member.objects.owners().filter(organisation=OuterRef("pk"))
        orphaned = list(Organisation.objects.exclude(Exists(owners)).values_list("slug", flat=True))
    for slug in orphaned:
        yield Verdict.BAD, f"/{slug}/ has no active owner; nobody can make one."
    if not orphaned:
        yield Verdict.GOOD, f"{Organisation.objects.count()}, each with an owner."
