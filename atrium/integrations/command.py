"""The subcommand ``atrium token``."""

from __future__ import annotations

import argparse
import json
import sys

from atrium.foundation.errors import Refusal


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``token create``; Django must be set up before it runs."""
    parser = subparsers.add_parser("token", help="make API tokens")
    actions = parser.add_subparsers(dest="action", required=True)
    create = actions.add_parser("create", help="make a token that acts as a member")
    create.add_argument("--organisation", required=True, metavar="SLUG")
    create.add_argument("--member", required=True, metavar="EMAIL")
    create.add_argument("--name", required=True, help="what will use it")
    create.add_argument(
        "--scope",
        action="append",
        default=[],
        help="like clients:read; several by commas or by giving it again",
    )
    create.add_argument("--json", action="store_true", help='print {"token": …}')
    create.set_defaults(run=create_token)


def create_token(options: argparse.Namespace) -> int:
    """Print the secret, which is told only here."""
    scopes = [part for text in options.scope for part in text.split(",") if part.strip()]
    secret = _made(options.organisation, options.member, options.name, scopes)
    sys.stdout.write((json.dumps({"token": secret}) if options.json else secret) + "\n")
    return 0


def _made(slug: str, email: str, name: str, scopes: list[str]) -> str:
    # Commands are registered before Django is set up.
    from atrium.integrations.models import Token  # noqa: PLC0415
    from atrium.organisations import current  # noqa: PLC0415
    from atrium.organisations.models import Member, Organisation  # noqa: PLC0415

    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        msg = f"There is no organisation at /{slug}/."
        raise Refusal(msg, field="organisation")
    with current.entered(organisation):
        member = Member.objects.filter(user__email=email.strip().casefold()).first()
        if member is None:
            msg = f"{email} is no member of {organisation}."
            raise Refusal(msg, field="member")
        return Token.make(by=None, member=member, name=name, scopes=scopes)[1]
