"""``atrium operator`` and ``atrium move``."""

from __future__ import annotations

import argparse
import sys


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register them."""
    operator_ = commands.add_parser("operator", help="say who runs the installation")
    operator_.add_argument("what", choices=["add", "remove", "list"])
    operator_.add_argument("email", nargs="?", default="", help="of an account that exists")
    operator_.set_defaults(run=operator)

    move_ = commands.add_parser(
        "move", help="copy everything in the database into another, empty one"
    )
    move_.add_argument("url", metavar="URL", help="postgresql://… or sqlite:///full/path")
    move_.set_defaults(run=move)


def operator(arguments: argparse.Namespace) -> int:
    """Change or list them."""
    from atrium.accounts.models import User  # noqa: PLC0415  (needs Django set up)
    from atrium.foundation.command import say  # noqa: PLC0415
    from atrium.foundation.errors import Refusal  # noqa: PLC0415

    if arguments.what != "list":
        person = User.objects.filter(email=arguments.email.strip().casefold()).first()
        if person is None:
            msg = f"Nobody signs in with {arguments.email or 'no address'}; name an account that exists."
            raise Refusal(msg)
        person.make_operator(wanted=arguments.what == "add")
    emails = list(
        User.objects.filter(is_operator=True).order_by("email").values_list("email", flat=True)
    )
    say({"operators": emails}, "\n".join(emails) or "Nobody.", as_json=arguments.json)
    return 0


def move(arguments: argparse.Namespace) -> int:
    """Copy, compare, and say what to do next."""
    from atrium.foundation.command import say  # noqa: PLC0415
    from atrium.installation.moving import move  # noqa: PLC0415  (needs Django set up)

    if sys.stderr.isatty():
        sys.stderr.write("Copying; nothing can be written meanwhile.\n")
    moved = move(arguments.url)
    words = (
        f"Copied {moved.rows:,} rows in {moved.tables} tables; counts and hashes agree. "
        "Stop Atrium and start it with ATRIUM_DATABASE_URL set to the new database."
    )
    say({"rows": moved.rows, "tables": moved.tables}, words, as_json=arguments.json)
    return 0
