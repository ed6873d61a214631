"""The subcommands ``atrium import``, ``atrium undo-import`` and ``atrium export``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atrium.foundation.errors import Refusal

if TYPE_CHECKING:
    from atrium.clients.listing import Listing
    from atrium.imports.models import Import
    from atrium.organisations.models import Member, Organisation

_SHOWN = 20


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register all three."""
    parser = subparsers.add_parser(
        "import",
        help="import clients, jobs, projects or invoices from a spreadsheet, cards or JSON Lines",
    )
    parser.add_argument("file", type=Path)
    _of_organisation(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would happen, write nothing"
    )
    parser.add_argument("--mapping", type=Path, help="a saved mapping of columns (JSON)")
    parser.add_argument("--as", dest="member", default="", help="e-mail of the member who imports")
    parser.add_argument(
        "--same-names",
        choices=("add", "skip"),
        default="add",
        help="what becomes of a row whose name another client has",
    )
    parser.add_argument("--mode", choices=("create", "update", "both"), default="create")
    parser.add_argument(
        "--what", choices=("clients", "jobs", "projects", "invoices"), default="clients"
    )
    parser.set_defaults(run=_import)

    parser = subparsers.add_parser("undo-import", help="take an import back")
    parser.add_argument("id", help="the number or id of the import")
    _of_organisation(parser)
    parser.add_argument("--as", dest="member", default="", help="e-mail of the member who undoes")
    parser.set_defaults(run=_undo)

    parser = subparsers.add_parser("export", help="write clients into a file")
    _of_organisation(parser)
    parser.add_argument("--out", type=Path, required=True, help="FILE.csv, .xlsx, .jsonl or .vcf")
    parser.add_argument("--as", dest="member", default="", help="e-mail of the member who exports")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--view", default="", help="a saved view, by its name or id")
    which.add_argument("--where", default="", help="conditions: status.is:Lead,town.is:Leeds")
    parser.set_defaults(run=_export)


def _import(arguments: argparse.Namespace) -> int:
    from atrium.imports.models import Import  # noqa: PLC0415 - Django is set up by now
    from atrium.organisations import current  # noqa: PLC0415

    organisation = _organisation(arguments.organisation)
    with current.entered(organisation):
        by = _member(arguments.member)
        mapping = arguments.mapping.read_text(encoding="utf-8") if arguments.mapping else ""
        if not arguments.file.is_file():
            raise Refusal(f"There is no file {arguments.file}.")
        with arguments.file.open("rb") as file:
            taken = Import.take(file, by=by, name=arguments.file.name, what=arguments.what)
        taken.look()
        taken.plan(mapping=mapping, mode=arguments.mode, names_once=arguments.same_names == "skip")
        if not arguments.dry_run:
            taken.run()
        taken.refresh_from_db()
        _tell_import(taken, arguments)
    return 0


def _tell_import(taken: Import, arguments: argparse.Namespace) -> None:
    failed = [
        {"row": row.number, "field": row.field, "reason": row.reason}
        for row in taken.rows_of_file.of("fail").order_by("number").iterator(chunk_size=1000)
    ]
    facts: dict[str, Any] = {
        "id": taken.number,
        "public_id": str(taken.public_id),
        "rows": taken.rows,
        "created": taken.created,
        "updated": taken.updated,
        "skipped": taken.skipped,
        "failed": failed,
        "duplicates": taken.duplicates,
        "dry_run": arguments.dry_run,
        "source": taken.source,
    }
    verb = "would be " if arguments.dry_run else ""
    lines = [
        (
            f"Import {taken.number} of {taken.file_name} ({taken.source}): {taken.rows} rows; "
            f"{taken.created} {verb}added, {taken.updated} {verb}updated, {taken.skipped} skipped, "
            f"{len(failed)} failed; {taken.duplicates} here or in the file already."
        ),
        *(f"  Row {one['row']}: {one['reason']}" for one in failed[:_SHOWN]),
    ]
    if len(failed) > _SHOWN:
        lines.append(f"  and {len(failed) - _SHOWN} more; --json lists them all")
    _say(facts, "\n".join(lines), arguments)


def _undo(arguments: argparse.Namespace) -> int:
    from atrium.imports.models import Import  # noqa: PLC0415
    from atrium.organisations import current  # noqa: PLC0415

    with current.entered(_organisation(arguments.organisation)):
        by = _member(arguments.member)
        found = Import.objects.of_id(arguments.id)
        if found is None:
            raise Refusal(f"There is no import {arguments.id} in {arguments.organisation}.")
        found.undo(by=by)
        left = [
            {"number": number, "client": name, "what": what, "reason": reason}
            for number, name, what, reason in found.left_alone
        ]
        lines = [f"Import {found.number} is undone; {len(left)} left alone."]
        lines += [f"  {one['client']}, {one['what']}: {one['reason']}" for one in left[:_SHOWN]]
        facts = {"id": found.number, "undone": True, "left_alone": left}
        _say(facts, "\n".join(lines), arguments)
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from atrium.imports.exporting import export  # noqa: PLC0415
    from atrium.organisations import current  # noqa: PLC0415

    with current.entered(_organisation(arguments.organisation)):
        by = _member(arguments.member)
        listing = _listed(by, arguments.view, arguments.where)
        count = export(arguments.out, by=by, listing=listing)
    facts = {"clients": count, "file": str(arguments.out)}
    _say(facts, f"Exported {count} clients to {arguments.out}.", arguments)
    return 0


def _listed(by: Member, view: str, where: str) -> Listing | None:
    from atrium.clients.listing import Listing  # noqa: PLC0415
    from atrium.clients.viewing import called  # noqa: PLC0415
    from atrium.foundation.formats import FormatError  # noqa: PLC0415

    try:
        if where:
            return Listing.where(where, by)
    except FormatError as error:
        raise Refusal(str(error)) from error
    return Listing.of_view(called(by, view), by) if view else None


def _organisation(slug: str) -> Organisation:
    from atrium.organisations.models import Organisation  # noqa: PLC0415

    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise Refusal(f"There is no organisation {slug}.")
    return found


def _member(email: str) -> Member:
    from atrium.organisations.models import Member  # noqa: PLC0415
    from atrium.organisations.permissions import Can, Role  # noqa: PLC0415

    members = Member.objects.active().select_related("organisation", "user").order_by("id")
    wanted = {"user__email": email.casefold()} if email else {"role": Role.OWNER}
    found: Member | None = members.filter(**wanted).first()
    if found is None:
        raise Refusal(f"There is no active member {email or 'who is owner'} here.")
    if not found.can(Can.IMPORTS_RUN):
        raise Refusal(f"{found} may not import; choose a manager, an admin or an owner.")
    return found


def _of_organisation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organisation", required=True, metavar="SLUG")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def _say(facts: dict[str, Any], sentence: str, arguments: argparse.Namespace) -> None:
    text = json.dumps(facts, ensure_ascii=False) if arguments.json else sentence
    sys.stdout.write(f"{text}\n")
