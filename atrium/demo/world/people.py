"""Ordinary clients: who they are, where they are, whom one speaks to there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from atrium.demo.world import names, places, taxes
from atrium.demo.world.builder import link, mail
from atrium.demo.world.shapes import Client, Contact, Location, Point, Preferences

if TYPE_CHECKING:
    from atrium.demo.world.builder import Builder
    from atrium.demo.world.recipe import Trade

LANGUAGES = {"GB": "en", "IE": "en", "DE": "de", "FR": "fr", "PL": "pl"}
CURRENCIES = {"GB": "GBP", "IE": "EUR", "DE": "EUR", "FR": "EUR", "PL": "PLN"}
HOURS = (
    "",
    "",
    "Mon-Fri 09:00-17:00",
    "Mon-Fri 08:00-16:00",
    "Tue-Sat 10:00-18:00",
    "After 17:30 only",
    "Mornings only",
)
RESPONSES = ("", "", "Same day", "Within 4 hours", "Next working day")


@dataclass(slots=True)
class Registry:
    """Makes client records with names and web domains nobody else has."""

    b: Builder
    taken: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)

    def domain(self, name: str) -> str:
        """A free domain under .example made from the name."""
        stem = names.plain(name).replace("-", "")[:24] or f"client{len(self.domains)}"
        while f"{stem}.example" in self.domains:
            stem += "online"
        self.domains.add(f"{stem}.example")
        return f"{stem}.example"

    def city(self) -> str:
        """A city, as likely as the organisation has clients there."""
        cities = self.b.recipe.cities
        return self.b.rng.choices(tuple(cities), tuple(cities.values()))[0]

    def firm_name(self, trade: Trade, city: str) -> str:
        """A company name of the trade that is free."""
        rng, country = self.b.rng, places.CITIES[city].country
        while True:
            name = rng.choice(trade.names).format(
                w=rng.choice(names.WORDS), f=names.family(rng, country), g=names.family(rng, "GB"),
                n=names.given(rng, country), city=city, d=rng.choice(places.CITIES[city].districts)[1],
            )  # fmt: skip
            if name.casefold() not in self.taken:
                return name

    def company(
        self, number: int, ago: float, *, name: str = "", city: str = "", industry: str = ""
    ) -> Client:
        """A company with its contacts and locations."""
        b, rng, recipe = self.b, self.b.rng, self.b.recipe
        trades = [trade for trade in recipe.trades if industry in ("", trade.industry)]
        trade, city = rng.choice(trades), city or self.city()
        name = name or self.firm_name(trade, city)
        self.taken.add(name.casefold())
        country, domain = places.CITIES[city].country, self.domain(name)
        legal = f"{name} {rng.choice(recipe.legal_forms[country])}" if rng.random() < 0.6 else ""
        return Client(
            number, "company", name, b.clock.at(ago), "", "", legal_name=legal, industry=trade.industry,
            registration=taxes.registration(rng, country) if rng.random() < 0.55 else "",
            tax_id=taxes.tax_id(rng, country) if rng.random() < 0.5 else "",
            website=f"https://www.{domain}" if rng.random() < 0.7 else "",
            language=LANGUAGES[country], currency=CURRENCIES[country], source=self.source(),
            points=self.reach(city, domain), locations=self.sites(city, rng.choice(trade.sites)),
            contacts=self.staff(trade, city, domain, rng.choice((0, 1, 1, 1, 2, 2, 2, 3, 4))),
            preferences=self.preferences(country),
        )  # fmt: skip

    def individual(self, number: int, ago: float, *, name: str = "", city: str = "") -> Client:
        """A private person, who is their own only contact."""
        b, rng = self.b, self.b.rng
        city = city or self.city()
        country = places.CITIES[city].country
        given, family = name.split(" ", 1) if name else names.person(rng, country)
        while not name and f"{given} {family}".casefold() in self.taken:
            given, family = names.person(rng, country)
        self.taken.add(f"{given} {family}".casefold())
        mailhost = rng.choice(
            ("post.example", "inbox.example", "homemail.example", "letterbox.example")
        )
        points: tuple[Point, ...] = (
            (mail(b.mailbox(given, family, mailhost), "Home", preferred=True),)
            if rng.random() < 0.8
            else ()
        )
        points += b.phone(country, "Mobile")
        if rng.random() < 0.25:
            points += b.phone(city, "Home")
        kind = b.recipe.location_types[0]
        return Client(
            number, "individual", f"{given} {family}", b.clock.at(ago), "", "", given=given, family=family,
            language=LANGUAGES[country], currency=CURRENCIES[country], source=self.source(), points=points,
            locations=(b.place(kind, "Home", city, default=True),), preferences=self.preferences(country),
        )  # fmt: skip

    def source(self) -> str:
        """Where the client came from; half of the time nobody noted it."""
        rng = self.b.rng
        return rng.choice(self.b.recipe.sources) if rng.random() < 0.55 else ""

    def reach(self, city: str, domain: str) -> tuple[Point, ...]:
        """Office mailbox and landline, sometimes only one of them, sometimes a page on a network."""
        rng = self.b.rng
        box = rng.choice(("office", "hello", "info", "enquiries", "post"))
        points = self.b.reach(city, domain, box)
        if rng.random() < 0.15:
            points = points[:1]
        if rng.random() < 0.2:
            points += (
                link(f"https://network.example/{domain.split('.', maxsplit=1)[0]}", "Social"),
            )
        return points

    def sites(self, city: str, count: int) -> tuple[Location, ...]:
        """So many locations, the first of each type the default one."""
        b, kinds = self.b, self.b.recipe.location_types
        labels = b.rng.sample(b.recipe.site_labels, len(b.recipe.site_labels))
        found: list[Location] = []
        for index in range(count):
            kind = kinds[index] if count <= len(kinds) else kinds[index == count - 1]
            default = all(other.kind != kind for other in found)
            found.append(
                b.place(
                    kind,
                    "Head office" if index == 0 else self.label(labels, index),
                    city,
                    default=default,
                )
            )
        return tuple(found)

    def label(self, labels: list[str], index: int) -> str:
        """What site number `index` is called; those of large portfolios are numbered."""
        return labels[index] if index < len(labels) else f"Property {index}"

    def staff(self, trade: Trade, city: str, domain: str, count: int) -> tuple[Contact, ...]:
        """So many people of the trade's usual jobs, the first one primary."""
        rng, country, found = self.b.rng, places.CITIES[city].country, []
        for index in range(count):
            job, roles = trade.jobs[index % len(trade.jobs)]
            given, family = names.person(rng, country)
            channel = rng.choice(("email", "email", "phone"))
            found.append(
                self.b.person(
                    f"{given}|{family}", job, roles, domain, city,
                    primary=index == 0, mobile=rng.random() < 0.7, channel=channel,
                )
            )  # fmt: skip
        return tuple(found)

    def preferences(self, country: str) -> Preferences:
        """How the client wants to be spoken to; one in forty not at all."""
        rng = self.b.rng
        return Preferences(
            rng.choice(("email", "email", "phone", "sms")), LANGUAGES[country], rng.choice(HOURS),
            rng.choice(RESPONSES), rng.random() < 0.025,
        )  # fmt: skip
