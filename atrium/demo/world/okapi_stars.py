"""The clients of Studio Okapi that a newcomer opens first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.demo.world.builder import link
from atrium.demo.world.shapes import Client, Preferences, Relation

if TYPE_CHECKING:
    from atrium.demo.world.builder import Builder


def stars(b: Builder) -> list[Client]:
    """Twelve clients written by hand, with something to do today."""
    return [*_brand(b), *_abroad(b), *_short(b)]


def _brand(b: Builder) -> list[Client]:
    """A coffee house, a festival, a start-up."""
    cafe, fest, sun = "silberfisch.example", "laternenfest.example", "dachstrom.example"
    return [
        Client(
            1, "company", "Café Silberfisch", b.clock.at(1120.3), "In project", "owner", legal_name="Silberfisch Gastronomie GmbH",
            industry="Food and drink", registration="HRB 943821 B", tax_id="DE992577905", website=f"https://www.{cafe}", language="de",
            currency="EUR", source="Walked in", tags=("Identity", "Website", "Print"), team=(("staff", "Design lead"), ("kinga", "Website")),
            points=(*b.reach("Berlin", cafe, "moin"), link("https://network.example/silberfisch", "Social")),
            locations=(b.place("workplace", "Café", "Berlin", "Kreuzberg", default=True), b.place("workplace", "Roastery", "Berlin", "Neukölln", "Hof 2"),
                       b.place("billing", "Office", "Berlin", "Neukölln", "c/o Rösterei", default=True)),
            contacts=(b.person("Ottilie|Brüggemann", "Founder", "decision maker", cafe, "Berlin", primary=True, channel="phone"),
                      b.person("Gökhan|Demirkan", "Head roaster", "stakeholder", cafe, "Berlin"),
                      b.person("Birte|Jessen", "Bookkeeping", "billing", cafe, "Berlin", mobile=False),
                      b.person("Lorenz|Quandtmann", "Web shop", "technical, emergency", cafe, "Berlin")),
            holds=(b.hold(520.2, "admin", "Deposit missing before the packaging went to print", 514.3, "owner"),),
            favourite_of=("owner", "manager", "staff"),
            notes=(
                b.note(0.4, "staff", "Ottilie on the favicon: the fish has **one fin too many** at 16 px. She is right. New one without, at 32 px it "
                       "may keep it. Bags stay as they are."),
                b.note(1.4, "kinga", "Shop relaunch on staging. Lorenz tested twelve orders, one went to the wrong roast. Fixed; he tests again.",
                       "service"),
                b.note(7.4, "owner", "Workshop for the second café.\n1. Same fish, other water\n2. Signage hand-painted\n3. Menu in German and "
                       "Turkish, *not* in English\nOttilie decides the name by the end of the month.", "meeting", remind=9),
                b.note(36.3, "admin", "Birte wants a line per deliverable on each invoice. Template changed."),
                b.note(400.2, "owner", "**Silver is Pantone 877, uncoated, never a grey.** On screen #8D9093. Ottilie checks prints in daylight, "
                       "before ten, at the roastery. Bring croissants.", "special requirement", pinned=True),
            ),
            tasks=(b.task("Favicon without the fin to Ottilie", "staff", 0, ago=0.3), b.task("Second order test with Lorenz", "kinga", 0, ago=1.3),
                   b.task("Quote hand-painted signage", "ronja", -2, ago=7.3), b.task("Book the sign painter", "ronja", 6, ago=7.2),
                   b.task("Proof of the coffee bags", "staff", -25, ago=33.1, done=26.4)),
            activity=(b.did(1090.2, "owner", "status", before="Proposal", after="In project"), b.did(514.2, "admin", "contact", name="Birte Jessen"),
                      b.did(36.2, "admin", "field", field="Invoice layout", before="Lump sum", after="Line per deliverable")),
            preferences=Preferences("phone", "de", "Before 10:00", "Same day"),
            custom=(("house_colour", "Pantone 877"), ("cms", "Shop"), ("formal", "no")),
        ),
        Client(
            2, "company", "Laternenfest Berlin", b.clock.at(402.4), "In project", "ronja", legal_name="Laternenfest gUG", industry="Culture",
            website=f"https://www.{fest}", language="de", currency="EUR", source="Design meet-up", tags=("Culture", "Rush"),
            points=b.reach("Berlin", fest, "hallo"), locations=(b.place("workplace", "Festival office", "Berlin", "Friedrichshain", default=True),),
            contacts=(b.person("Tilda|Hasenkamp", "Artistic director", "decision maker", fest, "Berlin", primary=True),
                      b.person("Yasemin|Güneş", "Press", "administrative", fest, "Berlin", channel="phone"),
                      b.person("Veit|Uhlmann", "Funding, accounts", "billing", fest, "Berlin", mobile=False)),
            holds=(b.hold(5.3, "admin", "Two invoices wait for the public grant. No open files until Veit has the letter."),),
            flag=b.flag(5.25, "admin", "Grant money comes late each year: deposit first"),
            notes=(b.note(0.7, "ronja", 'Poster series: sponsor wants the logo on top. Tilda: *"nur über meine Laterne"*. Yasemin negotiates, we wait '
                          "until tomorrow noon, then print without."),
                   b.note(1.9, "till", "Lantern animation runs at 60 frames on Tilda's old phone. Reduced-motion version is a still.", "service"),
                   b.note(11.3, "ronja", "Press day: 40 kits, German and French. Yasemin sends names by Monday.", "meeting")),
            tasks=(b.task("Decide: posters with or without sponsor", "ronja", 1, ago=0.6), b.task("Remind Veit of the grant letter", "admin", -1, ago=5.2)),
            activity=(b.did(380.2, "ronja", "status", before="Proposal", after="In project"),), preferences=Preferences("email", "de", "After 11:00"),
            custom=(("house_colour", "Ochre, RAL 1024"), ("cms", "Static"), ("formal", "no")),
        ),
        Client(
            3, "company", "Dachstrom Kollektiv", b.clock.at(33.2), "Proposal", "manager", legal_name="Dachstrom Kollektiv eG", industry="Technology",
            website=f"https://www.{sun}", language="de", currency="EUR", source="Empfehlung from Café Silberfisch", tags=("Identity", "Website"),
            points=b.reach("Berlin", sun, "sonne"), locations=(b.place("workplace", "Co-op office", "Berlin", "Tempelhof", default=True),),
            contacts=(b.person("Selma|Thießen", "Board", "decision maker", sun, "Berlin", primary=True),
                      b.person("Sönke|Lüdtke", "Engineer", "technical", sun, "Berlin")),
            notes=(b.note(0.85, "manager", 'Selma compares three offers; ours is the dearest and "the only one that asked why". Members vote on Thursday.'),
                   b.note(14.2, "owner", "First talk. 340 members, solar on rented roofs. They call the customer *Mitmensch*. Keep that.", "meeting")),
            tasks=(b.task("One-page summary for the members' vote", "manager", 0, ago=0.8),),
            activity=(b.did(10.2, "manager", "status", before="Lead", after="Proposal"),), preferences=Preferences("email", "de"),
            custom=(("formal", "no"),),
        ),
    ]  # fmt: skip


def _abroad(b: Builder) -> list[Client]:
    """Clients in France, Poland and London."""
    perfume, books, bikes = "maisonoublet.example", "atramentksiazki.example", "pedalwren.example"
    return [
        Client(
            4, "company", "Maison Oublet", b.clock.at(690.4), "Care contract", "manager", legal_name="Maison Oublet SARL", language="fr",
            industry="Fashion and objects", registration="RCS 998992762", tax_id="FR75996141909", website=f"https://www.{perfume}",
            currency="EUR", tags=("Packaging", "French"), points=b.reach("Paris", perfume, "bonjour"),
            locations=(b.place("workplace", "Boutique", "Paris", "3e arr.", default=True), b.place("workplace", "Atelier", "Lyon", "7e arr.")),
            contacts=(b.person("Sidonie|Hautefeuille", "Directrice", "decision maker", perfume, "Paris", primary=True),
                      b.person("Rémi|Estaquier", "Comptabilité", "billing", perfume, "Paris", mobile=False)),
            favourite_of=("manager",),
            notes=(b.note(0.55, "manager", "Sidonie approves the winter box, *« enfin »*. Ribbon in the darker green; 1,200 pieces. Print file to "
                          "Lyon by Wednesday."),
                   b.note(22.4, "kinga", "Care: backup restored, 3 links mended, French date format in the blog corrected.", "service"),
                   b.note(320.4, "manager", "Invoices in French, SIRET and « autoliquidation » on each, or Rémi returns them by post.",
                          "special requirement", pinned=True)),
            tasks=(b.task("Print file of the winter box", "staff", 2, ago=0.5), b.task("Renew the care contract", "manager", -3, ago=22.2)),
            activity=(b.did(340.2, "manager", "status", before="In project", after="Care contract"),),
            preferences=Preferences("email", "fr", "10:00-18:00"), custom=(("house_colour", "Pantone 3308"), ("cms", "Headless"), ("formal", "yes")),
        ),
        Client(
            5, "company", "Atrament Książki", b.clock.at(250.3), "In project", "kinga", industry="Culture", website=f"https://www.{books}",
            language="pl", currency="PLN", source="Former intern", tags=("Shop",), points=b.reach("Warszawa", books, "dziendobry"),
            locations=(b.place("workplace", "Bookshop", "Warszawa", "Mokotów", default=True),),
            contacts=(b.person("Jagoda|Zagórzycka", "Owner", "decision maker, billing", books, "", primary=True),),
            notes=(b.note(1.15, "kinga", 'ł and ż are in the display font at last. Jagoda: *"jak malowane"*. Headings switched over, spacing of '
                          '"książki" done by hand.', "service"),),
            tasks=(b.task("Check all headings for fallback glyphs", "kinga", 1, ago=1.1),),
            activity=(b.did(230.3, "kinga", "status", before="Proposal", after="In project"),), preferences=Preferences("email", "pl"),
        ),
        Client(
            6, "company", "Pedalwren Cycles", b.clock.at(145.2), "In project", "ronja", legal_name="Pedalwren Cycles Limited",
            industry="Fashion and objects", website=f"https://www.{bikes}", currency="GBP", source="Portfolio site", tags=("Shop", "Website"),
            points=b.reach("London", bikes, "hello"), locations=(b.place("workplace", "Workshop", "London", "Hackney", default=True),),
            contacts=(b.person("Yusuf|Ibekwe", "Founder", "decision maker", bikes, "London", primary=True, channel="phone"),),
            notes=(b.note(1.45, "till", "Yusuf sent 90 photos of chain guards. Eleven are wonderful. Store finder waits for opening hours."),),
            tasks=(b.task("Opening hours from Yusuf", "ronja", -1, ago=4.2),), relations=(Relation("referral", 1),),
            preferences=Preferences("phone", "en", "After 10:00"),
        ),
    ]  # fmt: skip


def _short(b: Builder) -> list[Client]:
    """Smaller jobs of the week."""
    rows = (
        (7, "Praxis Bärwald", "Health", "Berlin", "Schöneberg", 812.4, "Care contract", "till", "Rieke|Bärwald", "Physiotherapist",
         "Booking form went to spam since Tuesday; SPF corrected, 14 patients written to by Rieke herself. No blame, one cake.",
         "Watch form mails for a week", 5),
        (8, "Kranichufer Architekten", "Architecture", "Hamburg", "Ottensen", 95.3, "In project", "staff", "Clemens|Feddersen", "Partner",
         "Clemens wants the logo 3% smaller. On the building. Sent the crane's hourly rate along with the PDF.",
         "Final drawing for the facade letters", 2),
        (9, "Tonspur Verlag", "Culture", "Köln", "Ehrenfeld", 520.2, "Care contract", "owner", "Nele|Wäschle", "Publisher",
         "Spring catalogue: 64 pages, two colours, paper chosen by smell. Nele brings the texts *in person*, next week.",
         "Reserve paper at the printer", 0),
        (10, "Mirabelle Optik", "Fashion and objects", "München", "Maxvorstadt", 21.4, "Lead", "manager", "Leonie|Kirchhoff", "Founder",
         'Leonie saw the Silberfisch bags on a train. Wants eyeglass boxes "that click like that". Budget €12k, opening in spring.',
         "Call Leonie with two dates", 0),
        (11, "Stadtimkerei Honigweg", "Food and drink", "Frankfurt am Main", "Nordend", 330.3, "Resting", "ronja", "Merle|Albrechtsen", "Beekeeper",
         "Labels for 800 jars reordered, same file, new year on it. Merle pays in honey *and* money.",
         "Change the year on the label", -1),
    )  # fmt: skip
    found = []
    for (
        number,
        name,
        industry,
        city,
        district,
        born,
        status,
        owner,
        person,
        job,
        text,
        chore,
        due,
    ) in rows:
        domain = name.lower().replace(" ", "").replace("ä", "ae") + ".example"
        found.append(
            Client(
                number, "company", name, b.clock.at(born), status, owner, industry=industry, website=f"https://www.{domain}", language="de",
                currency="EUR", points=b.reach(city, domain, "post"), locations=(b.place("workplace", "Studio", city, district, default=True),),
                contacts=(b.person(person, job, "decision maker", domain, city, primary=True),),
                notes=(b.note(0.25 + number / 9, owner, text),), tasks=(b.task(chore, owner, due, ago=0.2 + number / 9),),
                preferences=Preferences("email", "de"),
            )
        )  # fmt: skip
    found.append(
        Client(
            12, "individual", "Gaspard Rocheblave", b.clock.at(61.3), "Proposal", "owner", given="Gaspard", family="Rocheblave", language="fr",
            currency="EUR", source="Pitch", tags=("Identity", "French"), points=b.phone("FR", "Mobile", preferred=True),
            locations=(b.place("workplace", "Home", "Strasbourg", "Neudorf", default=True),),
            notes=(b.note(1.65, "owner", "Violin maker, one workbench, wants a mark to burn into wood at 9 mm. Loveliest brief of the year."),),
            tasks=(b.task("Offer OK-371: brand mark for wood", "owner", 1, ago=1.6),), preferences=Preferences("phone", "fr", "Evenings"),
        )
    )  # fmt: skip
    return found
