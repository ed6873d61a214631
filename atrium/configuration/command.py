"""``atrium configuration export`` and ``atrium configuration import``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atrium.organisations.models import Member, Organisation


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register both."""
    parser = commands.add_parser(
        "configuration", help="write all settings of an organisation into a file, or take one in"
    )
    which = parser.add_subparsers(metavar="DEED", required=True)
    out = which.add_parser("export", help="write the file")
    out.add_argument("--out", type=Path, required=True, metavar="FILE")
    out.set_defaults(run=export)
    into = which.add_parser("import", help="take a file in, and say what became of each entry")
    into.add_argument("file", type=Path, metavar="FILE")
    into.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    into.set_defaults(run=take)
    for each in (out, into):
        each.add_argument("--organisation", required=True, metavar="SLUG")
        each.add_argument(
            "--as", dest="member", default="", help="e-mail of the member who does it"
        )


def export(arguments: argparse.Namespace) -> int:
    """Write the file, without secrets."""
    from atrium.configuration.document import exported  # noqa: PLC0415  (needs Django set up)
    from atrium.foundation.command import say  # noqa: PLC0415
    from atrium.organisations import current  # noqa: PLC0415

    with current.entered(_organisation(arguments.organisation)):
        text = exported(_member(arguments.member))
    arguments.out.write_text(text, encoding="utf-8")
    facts = {"file": str(arguments.out), "bytes": len(text.encode())}
    say(facts, f"Wrote the configuration into {arguments.out}.", as_json=arguments.json)
    return 0


def take(arguments: argparse.Namespace) -> int:
    """Take the file in; 1 where an entry could not be."""
    from atrium.configuration.document import LARGEST, read  # noqa: PLC0415  (needs Django set up)
    from atrium.configuration.plan import preview, take_in  # noqa: PLC0415
    from atrium.foundation.command import say  # noqa: PLC0415
    from atrium.organisations import current  # noqa: PLC0415

    with arguments.file.open("rb") as file:
        document = read(file.read(LARGEST + 1))
    with current.entered(_organisation(arguments.organisation)):
        by = _member(arguments.member)
        plan = preview(document, by=by) if arguments.dry_run else take_in(document, by=by)
    counts, verb = plan.counts, "would be " if arguments.dry_run else ""
    lines = [
        (
            f"{counts['added']} {verb}added, {counts['changed']} {verb}changed, "
            f"{counts['same']} as they are, {counts['cannot']} left out."
        ),
        *(f"  {x.part.label}, {x.name}: {x.does.value}. {x.told}" for x in plan.worth_telling),
    ]
    entries = [
        {"part": x.part.slug, "name": x.name, "does": x.does.value, "why": x.why}
        for x in plan.lines
    ]
    facts = {**counts, "entries": entries, "act": plan.act, "dry_run": arguments.dry_run}
    say(facts, "\n".join(lines), as_json=arguments.json)
    return 1 if counts["cannot"] else 0


def _organisation(slug: str) -> Organisation:
    from atrium.foundation.errors import Refusal  # noqa: PLC0415
    from atrium.organisations.models import Organisation  # noqa: PLC0415

    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        msg = f"There is no organisation {slug}."
        raise Refusal(msg)
    return found


def _member(email: str) -> Member:
    from atrium.foundation.errors import Refusal  # noqa: PLC0415
    from atrium.organisations.models import Member  # noqa: PLC0415
    from atrium.organisations.permissions import Can, Role  # noqa: PLC0415

    members = Member.objects.active().select_related("organisation", "user").order_by("id")
    wanted = {"user__email": email.casefold()} if email else {"role": Role.OWNER}
    found: Member | None = members.filter(**wanted).first()
    if found is None:
        msg = f"There is no active member {email or 'who is owner'} here."
        raise Refusal(msg)
    if not found.can(Can.ORGANISATION_EDIT):
        msg = f"{found} may not change the settings; choose an admin or an owner."
        raise Refusal(msg)
    return found
