"""``atrium init``: the first organisation, and every further one; ``atrium networks``: from where one is reached."""

from __future__ import annotations

import argparse
import secrets
import sys


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register it."""
    parser = commands.add_parser("init", help="set up the database and found an organisation")
    parser.add_argument("--organisation", required=True, metavar="NAME")
    parser.add_argument("--email", required=True, help="of the first owner, who signs in with it")
    parser.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )
    parser.set_defaults(run=init)

    networks_ = commands.add_parser(
        "networks", help="say from where an organisation is reached, or lift that"
    )
    networks_.add_argument("organisation", metavar="SLUG")
    networks_.add_argument("--lift", action="store_true", help="let it be reached from everywhere")
    networks_.set_defaults(run=networks)


def init(arguments: argparse.Namespace) -> int:
    """Found the organisation; a person who has an account keeps its password."""
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415  (needs Django set up)

    from atrium.accounts.models import User  # noqa: PLC0415
    from atrium.foundation.command import say  # noqa: PLC0415
    from atrium.foundation.formats import email  # noqa: PLC0415
    from atrium.foundation.migrating import migrate, pending  # noqa: PLC0415
    from atrium.organisations.founding import found  # noqa: PLC0415

    address = email.parse(arguments.email).key
    given = sys.stdin.readline().rstrip("\r\n") if arguments.password_stdin else ""
    if arguments.password_stdin:
        validate_password(given, User(email=address))
    if pending():
        # A while on a small machine, and silence would look like standing still to who waits.
        if sys.stderr.isatty():
            sys.stderr.write("Setting up the database.\n")
        migrate()
    known = User.objects.filter(email=address).exists()
    password = given or secrets.token_urlsafe(12)
    first = not User.objects.exists()
    owner = found(arguments.organisation.strip(), email=address, password=password)
    if first:
        owner.user.make_operator()
    facts = {"organisation": owner.organisation.slug, "email": address}
    made = not known and not given
    if made:
        facts["password"] = password
    words = f"Founded {owner.organisation.name} at /{owner.organisation.slug}/; {address} signs in"
    words += (
        f" with the password {password}" if made else " with the password it has" if known else ""
    )
    say(facts, f"{words}.", as_json=arguments.json)
    return 0


def networks(arguments: argparse.Namespace) -> int:
    """Tell the networks; with --lift let in again who shut themselves out."""
    from atrium.foundation.command import say  # noqa: PLC0415  (needs Django set up)
    from atrium.foundation.errors import Refusal  # noqa: PLC0415
    from atrium.organisations import current  # noqa: PLC0415
    from atrium.organisations.models import Organisation  # noqa: PLC0415

    place = Organisation.objects.filter(slug=arguments.organisation).first()
    if place is None:
        msg = f"There is no organisation {arguments.organisation}."
        raise Refusal(msg)
    if arguments.lift:
        with current.entered(place):
            place.allow_from("", by=None, own="")
    named = place.networks.split()
    say({"networks": named}, "\n".join(named) or "Everywhere.", as_json=arguments.json)
    return 0
