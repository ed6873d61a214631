"""What clients themselves can be required to have, and the clients a rule can be about (J07)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from atrium.clients.details import DETAILS
from atrium.clients.lexicon import Lexicon
from atrium.clients.models import (
    Client,
    ClientKind,
    Link,
    LinkRole,
    Location,
    Point,
    Tagging,
)
from atrium.clients.requirements import Opens, Test, condition, requirement
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can

_CONTACT = Opens(url_name="client-contact-new")
_ADDRESS = Opens(url_name="client-location-new")
_OWNER = Opens(url_name="client-owner", needs=Can.CLIENTS_OWN)
_OF_IT = {"client": OuterRef("pk")}


def _point_editor(kind: str, word: str = gettext_lazy("Add")) -> Opens:
    return Opens(
        url_name="client-point-new",
        args=(kind,),
        query="?edit",
        into="#points",
        swap="outerMorph",
        word=word,
    )


def _reach(*kinds: str) -> Exists:
    return Exists(Point.objects.filter(kind__in=kinds, sound=True, **_OF_IT))


@requirement(
    slug="reach",
    label=gettext_lazy("a way of contact: a phone or an e-mail address, its own or of a contact"),
    order=10,
    opens=_point_editor("phone"),
)
def reach(target: str) -> Test:
    people = Link.objects.current().filter(client=OuterRef(OuterRef("pk")))
    of_people = Point.objects.filter(
        contact__in=people.values("contact"), kind__in=["phone", "email"], sound=True
    )
    return Q(_reach("phone", "email")) | Q(Exists(of_people))


@requirement(slug="phone", label=gettext_lazy("a phone"), order=20, opens=_point_editor("phone"))
def phone(target: str) -> Test:
    return _reach("phone")


@requirement(
    slug="email", label=gettext_lazy("an e-mail address"), order=30, opens=_point_editor("email")
)
def email(target: str) -> Test:
    return _reach("email")


@requirement(slug="address", label=gettext_lazy("an address"), order=40, opens=_ADDRESS)
def address(target: str) -> Test:
    return Exists(Location.objects.filter(**_OF_IT))


@requirement(
    slug="service_address",
    label=gettext_lazy("a complete service address: street, town or postcode, and country"),
    order=50,
    opens=_ADDRESS,
)
def service_address(target: str) -> Test:
    return Exists(Location.objects.fit_for_a_visit().filter(type__visited=True, **_OF_IT))


@requirement(slug="contact", label=gettext_lazy("a contact"), order=60, opens=_CONTACT)
def contact(target: str) -> Test:
    return Exists(Link.objects.current().filter(**_OF_IT))


def _roles(words: Lexicon) -> list[tuple[str, str]]:
    return [(str(key), role.label) for key, role in words.contact_roles.items()]


@requirement(
    slug="role",
    label=gettext_lazy("a contact of the role {target}"),
    order=70,
    opens=_CONTACT,
    targets=_roles,
)
def role(target: str) -> Test:
    stand = Link.objects.current().filter(client=OuterRef(OuterRef("pk"))).values("pk")
    given = LinkRole.objects.filter(role=int(target or 0), link__in=stand)
    return Exists(given)


@requirement(slug="owner", label=gettext_lazy("an owner"), order=80, opens=_OWNER)
def owner(target: str) -> Test:
    return Q(owner__isnull=False)


def _details(_words: Lexicon) -> list[tuple[str, str]]:
    return [(d.name, d.word) for d in DETAILS.values() if d.name != "name"]


_DETAIL = Opens(
    url_name="client-detail",
    args=("{target}",),
    query="?edit",
    into="#detail-{target}",
    swap="outerHTML",
)


@requirement(
    slug="detail",
    label=gettext_lazy("the detail “{target}”"),
    order=90,
    opens=_DETAIL,
    targets=_details,
)
def detail(target: str) -> Test:
    kept = Client._meta.get_field(target)
    return Q(**{f"{target}__isnull": False}) if kept.null else ~Q(**{target: ""})


def _fields(words: Lexicon) -> list[tuple[str, str]]:
    """Those that everyone sees: what a client lacks is told to everyone."""
    every = words.fields.values()
    return [
        (f.key, f.label) for f in every if f.is_live and f.seen_by_all and f.subject == "client"
    ]


@requirement(
    slug="field",
    label=gettext_lazy("the field “{target}”"),
    order=100,
    opens=Opens(url_name="client", into="", swap="", word=gettext_lazy("Look")),
    targets=_fields,
    unnamed=gettext_lazy("not open to everyone"),
)
def field(target: str) -> Test:
    return Q(extra__has_key=target)


@requirement(
    slug="sound_reach",
    label=gettext_lazy("a phone or an e-mail address that cannot be right"),
    order=110,
    opens=_point_editor("phone", gettext_lazy("Mend")),
    wrong=True,
)
def sound_reach(target: str) -> Test:
    return ~Q(Exists(Point.objects.filter(sound=False, **_OF_IT)))


@requirement(
    slug="sound_postcode",
    label=gettext_lazy("a postcode that does not fit its country"),
    order=120,
    opens=Opens(
        url_name="client-tab", args=("locations",), into="", swap="", word=gettext_lazy("Look")
    ),
    wrong=True,
)
def sound_postcode(target: str) -> Test:
    return ~Q(Exists(Location.objects.filter(doubtful=True, **_OF_IT)))


@condition(slug="all", label=gettext_lazy("Every client"), order=10)
def everyone(value: str) -> Test | None:
    return None


_KINDS = {
    ClientKind.COMPANY: gettext_lazy("Companies"),
    ClientKind.INDIVIDUAL: gettext_lazy("Individuals"),
}


@condition(
    slug="kind",
    label="{value}",
    order=20,
    values=lambda _words: [(key.value, word) for key, word in _KINDS.items()],
)
def of_kind(value: str) -> Test | None:
    return Q(kind=value)


@condition(
    slug="visited",
    label=gettext_lazy("Clients with field work (they have a service address)"),
    order=30,
)
def visited(value: str) -> Test | None:
    return Exists(Location.objects.filter(type__visited=True, **_OF_IT))


@condition(
    slug="tag",
    label=gettext_lazy("Clients with the tag {value}"),
    order=40,
    values=lambda words: [(str(key), tag.label) for key, tag in words.tags.items()],
)
def tagged(value: str) -> Test | None:
    return Exists(Tagging.objects.filter(tag=int(value or 0), **_OF_IT))


@condition(
    slug="status",
    label=gettext_lazy("Clients with the status {value}"),
    order=50,
    values=lambda words: [(str(key), status.label) for key, status in words.statuses.items()],
)
def of_status(value: str) -> Test | None:
    return Q(status=int(value or 0))


@condition(
    slug="location",
    label=gettext_lazy("Clients with a {value} address"),
    order=60,
    values=lambda words: [(str(key), kind.label) for key, kind in words.location_types.items()],
)
def located(value: str) -> Test | None:
    return Exists(Location.objects.filter(type=int(value or 0), **_OF_IT))
