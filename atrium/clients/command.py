"""``atrium search`` and ``atrium duplicates``: find clients from the command line."""

from __future__ import annotations

import argparse

from atrium.clients.duplicates import command as duplicates


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register it."""
    parser = commands.add_parser("search", help="find clients by anything known of them")
    parser.add_argument("query", metavar="QUERY")
    parser.add_argument("--organisation", required=True, metavar="SLUG")
    parser.add_argument(
        "--limit", type=_positive, default=20, metavar="N", help="at most so many (default 20)"
    )
    parser.add_argument("--archived", action="store_true", help="look in the archive as well")
    parser.set_defaults(run=run)
    duplicates.add_commands(commands)


def run(arguments: argparse.Namespace) -> int:
    """Search as the organisation's first owner, who sees every client."""
    from atrium.clients.search import search  # noqa: PLC0415  (needs Django set up)
    from atrium.foundation.command import say  # noqa: PLC0415
    from atrium.foundation.errors import Refusal  # noqa: PLC0415
    from atrium.organisations import current  # noqa: PLC0415
    from atrium.organisations.models import Member, Organisation  # noqa: PLC0415

    if not arguments.query.strip():
        raise Refusal("Say what to look for: a name, an e-mail address, a phone number, C-0482.")
    organisation = Organisation.objects.filter(slug=arguments.organisation).first()
    if organisation is None:
        raise Refusal(f"There is no organisation {arguments.organisation}.")
    with current.entered(organisation):
        owner = Member.objects.active().owners().order_by("id").first()
        if owner is None:
            raise Refusal(f"{organisation.name} has no active owner to search as.")
        owner.organisation = organisation
        results = search(owner, arguments.query, limit=arguments.limit, archived=arguments.archived)
    found = [
        {
            "number": hit.client.number,
            "public_id": str(hit.client.public_id),
            "name": hit.client.name,
            "score": hit.score,
            "why": hit.why,
        }
        for hit in results.hits
    ]
    words = "\n".join(f"C-{one['number']:04d}  {one['name']}  ({one['why']})" for one in found)
    facts: dict[str, object] = {"results": found}
    if results.nothing is not None:
        facts["nothing"] = {"detail": results.nothing.text, **results.nothing.as_json()}
        words = "\n".join(
            [results.note, *(f"  {step.label}" for step in results.nothing.steps if step.url)]
        )
    say(facts, words, as_json=arguments.json)
    return 0


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 upwards")
    return number
