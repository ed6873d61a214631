"""``atrium duplicates``: list the clients that look like one."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from atrium.clients.models import Client


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register it."""
    parser = commands.add_parser("duplicates", help="list the clients that look like one")
    parser.add_argument("--organisation", required=True, metavar="SLUG")
    parser.add_argument(
        "--level",
        choices=["certain", "possible"],
        default="possible",
        help="only the certain ones, or the possible ones as well (the default)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Compare all clients of the organisation, archived ones too."""
    from atrium.clients.duplicates.judging import Level  # noqa: PLC0415  (needs Django set up)
    from atrium.clients.duplicates.reasons import reasons  # noqa: PLC0415
    from atrium.clients.duplicates.scan import scan  # noqa: PLC0415
    from atrium.clients.models import Client  # noqa: PLC0415
    from atrium.foundation.command import say  # noqa: PLC0415
    from atrium.foundation.errors import Refusal  # noqa: PLC0415
    from atrium.organisations import current  # noqa: PLC0415
    from atrium.organisations.models import Organisation  # noqa: PLC0415

    organisation = Organisation.objects.filter(slug=arguments.organisation).first()
    if organisation is None:
        raise Refusal(f"There is no organisation {arguments.organisation}.")
    with current.entered(organisation):
        found = scan(Level(arguments.level))
        clients = {
            client.pk: client for client in Client.objects.only("number", "external_id", "name")
        }
    pairs, lines = [], []
    for pair in found:
        a, b = clients[pair.a.key], clients[pair.b.key]
        why = reasons(pair)
        pairs.append(
            {
                "a": _named(a),
                "b": _named(b),
                "level": pair.level.value,
                "score": round(pair.score, 2),
                "reasons": why,
            }
        )
        lines.append(f"{pair.level:8}  {a.code} {a}  =  {b.code} {b}  ({', '.join(why)})")
    words = "\n".join(lines) or "No two clients look like one."
    say({"pairs": pairs}, words, as_json=arguments.json)
    return 0


def _named(client: Client) -> dict[str, Any]:
    return {"number": client.number, "external_id": client.external_id, "name": client.name}
