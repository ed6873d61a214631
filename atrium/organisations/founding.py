"""What every new organisation starts with; each app adds its own part."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from atrium.accounts.models import User
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role

type Provision = Callable[[Organisation], None]
_PROVISIONS: list[Provision] = []

# First path segments that are the product's own and can be no organisation's.
RESERVED = frozenset(
    "accounts api healthz readyz metrics static styleguide theme invitations favicon.ico media "
    "robots.txt new admin sms mail-news deliverables bills installation sso".split()
)


def at_founding(provision: Provision) -> Provision:
    """Give each new organisation something, inside the transaction that founds it."""
    _PROVISIONS.append(provision)
    return provision


def found(
    name: str,
    *,
    slug: str = "",
    email: str,
    password: str | None = None,
    person: str = "",
    **more: str,
) -> Member:
    """A new organisation with its first owner; refused when its name makes no free slug.

    An account that exists under ``email`` becomes the owner with the password it has.
    """
    slug = slug or slugify(name)[:60]
    if not slug or slug in RESERVED:
        msg = gettext("{name} makes no usable address; choose a name with other letters.").format(
            name=f"{name!r}"
        )
        raise Refusal(msg, field="organisation")
    with transaction.atomic():
        organisation = _organisation(name, slug, more)
        email = email.strip().casefold()
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, password, name=person)
        with current.entered(organisation):
            owner: Member = Member.objects.create(
                user=user, name=user.name or person or email.split("@")[0], role=Role.OWNER
            )
            for provision in _PROVISIONS:
                provision(organisation)
    return owner


def _organisation(name: str, slug: str, more: dict[str, str]) -> Organisation:
    try:
        with transaction.atomic():
            return Organisation.objects.create(name=name, slug=slug, **more)
    except IntegrityError as error:
        msg = gettext("There is an organisation at /{slug}/ already; choose another name.").format(
            slug=slug
        )
        raise Refusal(msg, field="organisation") from error
