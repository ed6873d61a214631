"""``atrium demo``: three organisations of invented people."""

from __future__ import annotations

import argparse
from typing import Any


def add_commands(subparsers: Any) -> None:
    parser = subparsers.add_parser("demo", help="make three organisations of invented people")
    parser.add_argument("--once", action="store_true", help="do nothing where they are already")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument(
        "--clients",
        type=int,
        default=0,
        metavar="N",
        help="make one large organisation of N clients instead",
    )
    parser.add_argument("--events", type=int, default=0, metavar="N", help="with so many events")
    parser.set_defaults(run=demo)


def demo(args: argparse.Namespace) -> dict[str, Any]:
    """Make them and say how to sign in; refused when they are there already."""
    from atrium.demo.settling import PASSWORD, settle  # noqa: PLC0415 - Django is not set up before
    from atrium.demo.world import world  # noqa: PLC0415
    from atrium.organisations.models import Organisation  # noqa: PLC0415

    slugs = ["harbour", "northlight", "okapi"]
    there = set(Organisation.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    made = [settle(world(s, args.seed)).slug for s in slugs if not (args.once and s in there)]
    logins = [f"{who}@harbour.example" for who in ("owner", "admin", "manager", "staff", "viewer")]
    return {"organisations": made, "logins": logins, "password": PASSWORD}
