from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from atrium.clients.events import LocationAdded, LocationChanged, LocationRemoved
from atrium.clients.models.client import Client
from atrium.clients.models.location_type import LocationType
from atrium.clients.places import SITE_NOTES, SiteNote, checked_notes, parts_of, postcode_doubt
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, coordinates, postcode
from atrium.foundation.formats import country as countries
from atrium.foundation.formats.coordinates import Coordinates
from atrium.foundation.ids import public_id
from atrium.foundation.naming import country_called
from atrium.foundation.said import listed, within
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.acting import Acting, acting

_LONGEST = {"label": 120, "city": 120, "region": 120, "postcode": 20}


class LocationQuerySet(models.QuerySet["Location"]):
    """Ways to choose locations."""

    def fit_for_a_visit(self) -> LocationQuerySet:
        """Those that a technician finds: a street, a town or a postcode, and the country."""
        town = ~Q(city="") | ~Q(postcode="")
        return self.exclude(street="").exclude(country="").filter(town)


LocationManager = OwnedManager.from_queryset(LocationQuerySet)


class Location(Owned):
    """An address of a client, with a type. One of each type is the default (R06)."""

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="locations", db_constraint=False, db_index=False
    )
    type = models.ForeignKey(
        LocationType, models.PROTECT, related_name="locations", db_constraint=False, db_index=False
    )
    label = models.CharField(max_length=120, blank=True)
    street = models.TextField(blank=True)
    city = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    notes = models.TextField(blank=True)
    site_notes: models.JSONField[dict[str, str]] = models.JSONField(default=dict, blank=True)
    doubtful = models.BooleanField(default=False, editable=False)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = LocationManager()

    class Meta(Owned.Meta):
        ordering = ("-is_default", "id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="location_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "client", "type"],
                condition=Q(is_default=True),
                name="one_default_location",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="location_on_the_earth",
            ),
            SameOrganisation("client"),
            SameOrganisation("type"),
        ]
        indexes = [
            models.Index(fields=["organisation", "client"], name="location_by_client"),
            models.Index("organisation", Lower("city"), "client", name="location_by_town"),
            models.Index(fields=["organisation", "postcode", "client"], name="location_by_code"),
        ]

    def __str__(self) -> str:
        return self.line

    @property
    def line(self) -> str:
        """The address on one line, as people of the country of the organisation write it."""
        town = [self.city, self.postcode]
        town = town[::-1] if self.country in POSTCODE_FIRST else town
        lines = [*self.street.splitlines(), " ".join(town), self.region]
        parts = [" ".join(line.split()) for line in lines if line.strip()]
        if self.country and self.country != self.organisation.country:
            parts.append(country_called(self.country))
        return listed(parts)

    @property
    def map_url(self) -> str:
        """The place on OpenStreetMap, or a search for its address; opened only when someone asks for it."""
        if self.coordinates:
            at = {"mlat": self.latitude, "mlon": self.longitude}
            return f"https://www.openstreetmap.org/?{urlencode(at)}"
        return f"https://www.openstreetmap.org/search?{urlencode({'query': self.sought})}"

    @property
    def geo_url(self) -> str:
        """The address for the map program of a phone (RFC 5870 as Android reads it)."""
        at = f"{self.latitude},{self.longitude}" if self.coordinates else "0,0"
        return f"geo:{at}?{urlencode({'q': self.sought})}"

    @property
    def coordinates(self) -> str:
        """Where it is on the earth, as "52.52, 13.405"; empty where nobody said."""
        if self.latitude is None or self.longitude is None:
            return ""
        return str(Coordinates(self.latitude, self.longitude))

    @property
    def sought(self) -> str:
        """The address as map services are asked for it."""
        words = [*self.street.splitlines(), self.postcode, self.city, self.country]
        return ", ".join(word for word in words if word)

    @property
    def doubt(self) -> str:
        """Why the postcode may be wrong, with the mend; empty where it fits. It never blocks."""
        return postcode_doubt(self.postcode, self.country)

    @property
    def known(self) -> list[tuple[SiteNote, str]]:
        """What people who go there must know, in the order of the kinds."""
        kinds = SITE_NOTES.items()
        return [(kind, self.site_notes[slug]) for slug, kind in kinds if slug in self.site_notes]

    @property
    def lacks(self) -> list[str]:
        """What a technician needs to get there and in, and does not find here."""
        if not self.type.visited:
            return []
        wanted = [part for part in parts_of(self.country) if part.needed or part.name == "street"]
        found = [
            within(part.label, noun=True) for part in wanted if not getattr(self, part.name).strip()
        ]
        if not self.country:
            found.append(within(gettext("Country"), noun=True))
        if not {"access", "key_safe"} & set(self.site_notes):
            found.append(gettext("how to get in"))
        return found

    @classmethod
    def add(
        cls, client: Client, *, by: Member | None, type: LocationType, **values: Any
    ) -> Location:
        """Add an address; the first of its type is the default. Refused when it is empty."""
        location = cls(client=client, type=type, **cls._clean(values))
        label = gettext("Added the {type} address of {client}").format(
            type=type.label, client=client
        )
        with acting(by=by, label=label) as act:
            act.lock(client)
            location.is_default = not location._peers().exists()
            act.insert(location)
            story = LocationAdded(type=location.word, address=location.line)
            act.record(story, client=client, subject=location)
        return location

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change the address, its label, notes or type."""
        cleaned = self._clean(values, was=self)
        label = gettext("Changed an address of {client}").format(client=self.client)
        with acting(by=by, label=label) as act:
            self._lock(act)
            before, type_before = self.line, self.type_id
            if self.is_default and values.get("type", self.type).pk != type_before:
                act.change(self, is_default=False)
                self._pass_on(act, type_before)
            if not act.change(self, **cleaned):
                return
            if not self.is_default and not self._peers().filter(is_default=True).exists():
                act.change(self, is_default=True)
            story = LocationChanged(type=self.word, before=before, after=self.line)
            act.record(story, client=self.client, subject=self)

    def found_at(self, where: Coordinates) -> None:
        """Keep where a service says that it is, unless somebody said so meanwhile."""
        label = gettext("Found {location} on the map").format(location=self)
        with acting(by=None, label=label) as act:
            self._lock(act)
            if not self.coordinates:
                act.change(self, latitude=where.latitude, longitude=where.longitude)

    def make_default(self, *, by: Member) -> None:
        """Make this the default of its type."""
        label = gettext("Made {location} the default {type} address").format(
            location=self, type=self.type.label
        )
        with acting(by=by, label=label) as act:
            self._lock(act)
            for other in self._peers().filter(is_default=True).exclude(pk=self.pk):
                act.change(other, is_default=False)
            act.change(self, is_default=True)

    def drop(self, *, by: Member) -> None:
        """Remove the address; the next of its type becomes the default."""
        label = gettext("Removed an address of {client}").format(client=self.client)
        with acting(by=by, label=label) as act:
            self._lock(act)
            was_default, type_id = self.is_default, self.type_id
            if self.service_areas.exists():
                msg = gettext(
                    "A service area is measured from this address. Change the area first."
                )
                raise Refusal(msg)
            act.remove(self)
            if was_default:
                self._pass_on(act, type_id)
            story = LocationRemoved(type=self.word, address=self.line)
            act.record(story, client=self.client)

    @property
    def word(self) -> str:
        return gettext("{type} address").format(type=within(self.type.label, noun=True))

    def _lock(self, act: Acting) -> None:
        """The client first, so that nobody waits for each other; refused where the row is gone."""
        act.lock(self.client)
        try:
            act.lock(self)
        except Location.DoesNotExist as error:
            raise Refusal(gettext("This address was removed meanwhile.")) from error

    def _peers(self) -> models.QuerySet[Location]:
        return Location.objects.filter(client_id=self.client_id, type_id=self.type_id)

    def _pass_on(self, act: Acting, type_id: int) -> None:
        peers = Location.objects.filter(client_id=self.client_id, type_id=type_id)
        heir = peers.exclude(pk=self.pk).order_by("id").first()
        if heir is not None:
            act.change(heir, is_default=True)

    @classmethod
    def _clean(cls, values: dict[str, Any], was: Location | None = None) -> dict[str, Any]:
        cleaned = dict(values)
        for name in ("label", "city", "region", "postcode"):
            if name in cleaned:
                cleaned[name] = " ".join(str(cleaned[name]).split())
        if cleaned.get("country"):
            cleaned["country"] = _country(str(cleaned["country"]))
        for name, longest in _LONGEST.items():
            if len(cleaned.get(name, "")) > longest:
                msg = gettext("The {name} has at most {longest} characters; shorten it.").format(
                    name=name, longest=longest
                )
                raise Refusal(msg, field=name)
        if "coordinates" in cleaned:
            cleaned |= _on_earth(str(cleaned.pop("coordinates")))
        if "site_notes" in cleaned:
            cleaned["site_notes"] = checked_notes(cleaned["site_notes"])
        country = cleaned.get("country", getattr(was, "country", ""))
        code = postcode.parse(cleaned.get("postcode", getattr(was, "postcode", "")), country)
        cleaned["postcode"], cleaned["doubtful"] = code.text[:20], bool(code.doubt)
        whole = [cleaned.get(n, getattr(was, n, "")) for n in ("street", "city", "postcode")]
        if not any(part.strip() for part in whole):
            msg = gettext("Write at least a street, a town or a postcode.")
            raise Refusal(msg, field="street")
        return cleaned


def _on_earth(text: str) -> dict[str, Decimal | None]:
    if not text.strip():
        return {"latitude": None, "longitude": None}
    try:
        found = coordinates.parse(text)
    except FormatError as error:
        raise Refusal(str(error), field="coordinates") from error
    return {"latitude": found.latitude, "longitude": found.longitude}


def _country(text: str) -> str:
    try:
        return countries.parse(text).code
    except FormatError as error:
        raise Refusal(str(error), field="country") from error


# The countries that write the postcode before the town (UPU addressing systems).
POSTCODE_FIRST = frozenset(
    "AT BE BG CH CZ DE DK EE ES FI FR GR HR HU IS IT LI LT LU MX NL NO PL PT RO RS SE SI SK TR".split()
)
