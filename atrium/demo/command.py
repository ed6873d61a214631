"""``atrium demo``: three organisations of invented people, or a large one."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import Any

SLUGS = ("harbour", "northlight", "okapi")


def add_commands(subparsers: Any) -> None:
    parser = subparsers.add_parser("demo", help="make three organisations of invented people")
    parser.add_argument("--once", action="store_true", help="do nothing where they are already")
    parser.add_argument("--only", choices=SLUGS, help="make this one of the three")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument(
        "--clients",
        type=int,
        default=0,
        metavar="N",
        help="make one large organisation of N clients instead",
    )
    parser.add_argument("--events", type=int, default=0, metavar="N", help="with so many events")
    parser.add_argument("--slug", default="large", help="where the large one is to be; /large/")
    parser.set_defaults(run=demo)


def demo(arguments: argparse.Namespace) -> int:
    """Make them and say how to sign in; refused when they are there already."""
    from atrium.foundation.migrating import migrate  # noqa: PLC0415 - needs Django set up

    migrate()
    if arguments.clients or arguments.events:
        return large(arguments)
    from atrium.accounts.models import User  # noqa: PLC0415 - needs Django set up
    from atrium.demo.alike import settle_alike  # noqa: PLC0415
    from atrium.demo.changing import change  # noqa: PLC0415 - needs Django set up
    from atrium.demo.settling import PASSWORD, settle  # noqa: PLC0415
    from atrium.demo.world import world  # noqa: PLC0415
    from atrium.foundation.command import say  # noqa: PLC0415
    from atrium.organisations.models import Organisation  # noqa: PLC0415

    there = set(Organisation.objects.filter(slug__in=SLUGS).values_list("slug", flat=True))
    asked = [arguments.only] if arguments.only else SLUGS
    wanted = [slug for slug in asked if not (arguments.once and slug in there)]
    settled = [settle(world(slug, arguments.seed)) for slug in wanted]
    for organisation in settled:
        change(organisation)
        settle_alike(organisation)
    home = arguments.only or SLUGS[0]
    User.objects.get(email=f"owner@{home}.example").make_operator()
    made = [organisation.slug for organisation in settled]
    logins = [f"{who}@{home}.example" for who in ("owner", "admin", "manager", "staff", "viewer")]
    facts = {"organisations": made, "logins": logins, "password": PASSWORD}
    words = f"Sign in as {', '.join(logins)} with the password {PASSWORD}"
    others = "" if arguments.only else "; the same at northlight.example and okapi.example"
    say(facts, f"{words}{others}.", as_json=arguments.json)
    return 0


def large(arguments: argparse.Namespace) -> int:
    """Make one organisation of so many clients and events, and say how to sign in."""
    from atrium.demo.large import load  # noqa: PLC0415
    from atrium.demo.settling import PASSWORD  # noqa: PLC0415
    from atrium.foundation.command import say  # noqa: PLC0415

    def progress(words: str) -> None:
        sys.stderr.write(f"{words}\n")
        sys.stderr.flush()

    made = load(
        arguments.slug,
        clients=arguments.clients,
        events=arguments.events,
        seed=arguments.seed,
        say=progress,
    )
    login = f"owner@{made.organisation}.example"
    words = (
        f"Made {made.clients:,} clients with {made.events:,} events at /{made.organisation}/ in {made.seconds} s. "
        f"Sign in as {login} with the password {PASSWORD}."
    )
    say(asdict(made) | {"login": login, "password": PASSWORD}, words, as_json=arguments.json)
    return 0
