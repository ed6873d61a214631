"""Studio Okapi: brand and web design in Berlin."""

from __future__ import annotations

from atrium.demo.world import okapi_stories as told
from atrium.demo.world.okapi_stars import stars
from atrium.demo.world.recipe import Recipe, Specials, Trade
from atrium.demo.world.shapes import Field, Member, Status, Tag, Team

DECIDES, PAYS, KNOWS, FILES, ALARM, CARES = (
    "decision maker", "billing", "technical", "administrative", "emergency", "stakeholder",
)  # fmt: skip
FIRM = (
    ("Head of marketing", DECIDES),
    ("Brand manager", CARES),
    ("Web editor", FILES),
    ("Accounts", PAYS),
    ("Developer", f"{KNOWS}, {ALARM}"),
)
SMALL = (
    ("Founder", f"{DECIDES}, {PAYS}"),
    ("Operations", FILES),
    ("Communications", CARES),
    ("Shop manager", KNOWS),
)

OKAPI = Recipe(
    slug="okapi", name="Studio Okapi", currency="EUR", symbol="€", timezone="Europe/Berlin", country="DE",
    tagline="Brands and websites that behave",
    members=(
        Member("owner", "Wiebke", "Lohmeyer", "owner@okapi.example", "owner", "Founder, brand strategy", 2),
        Member("admin", "Emre", "Öztekin", "admin@okapi.example", "admin", "Studio manager", 6),
        Member("manager", "Solène", "Clavière", "manager@okapi.example", "manager", "Client director", 9),
        Member("staff", "Jannis", "Köpke", "staff@okapi.example", "staff", "Designer", 4),
        Member("viewer", "Henrike", "Stöver", "viewer@okapi.example", "viewer", "Bookkeeping", 7),
        Member("kinga", "Kinga", "Mączyńska", "kinga@okapi.example", "staff", "Developer", 1),
        Member("till", "Till", "Vogelsang", "till@okapi.example", "staff", "Motion and web", 5),
        Member("ronja", "Ronja", "Fröhlich", "ronja@okapi.example", "manager", "Project manager", 10),
    ),
    teams=(
        Team("Brand", ("owner", "staff")), Team("Web", ("kinga", "till", "ronja")), Team("Clients", ("manager", "ronja", "admin")),
    ),
    statuses=(
        Status("Lead", "info", 1), Status("Proposal", "warn", 2), Status("In project", "good", 3), Status("Care contract", "good", 4),
        Status("Resting", "neutral", 5), Status("Lost", "bad", 6),
    ),
    paths={
        "Lead": ("Lead",), "Proposal": ("Lead", "Proposal"), "In project": ("Lead", "Proposal", "In project"),
        "Care contract": ("Lead", "Proposal", "In project", "Care contract"), "Resting": ("Lead", "In project", "Resting"),
        "Lost": ("Lead", "Proposal", "Lost"),
    },
    weights=(14, 12, 30, 22, 18, 4),
    tags=(
        Tag("Identity", 2), Tag("Website", 5), Tag("Packaging", 4), Tag("Print", 8), Tag("Shop", 6), Tag("Pro bono", 3),
        Tag("Rush", 1), Tag("French", 7), Tag("Culture", 9), Tag("NDA", 10),
    ),
    firm_tags=frozenset(("Packaging", "Shop", "Culture", "Pro bono")),
    fields=(
        Field("house_colour", "House colour", "text", section="Brand"), Field("brand_link", "Brand colours", "link", section="Brand"),
        Field("formal", "Formal address (Sie)", "yes_no", section="Brand", on_new=True),
        Field("cms", "CMS", "choice", ("Static", "Headless", "Shop", "None"), section="Care"),
        Field("care_until", "Care contract until", "date", section="Care"), Field("care_value", "Care per year", "money", section="Care"),
        Field("launch", "Launch", "date_time", section="Care", always=False),
        Field("signs_off", "Signs off", "choices", ("Copy", "Design", "Invoices"), subject="contact", on_new=True),
    ),
    location_types=("workplace", "billing", "mailing", "other"),
    contact_roles=(DECIDES, PAYS, KNOWS, FILES, ALARM, CARES),
    cities={"Berlin": 9, "Hamburg": 3, "München": 2, "Köln": 2, "Frankfurt am Main": 1, "Paris": 3, "Lyon": 1, "Bordeaux": 1,
            "Strasbourg": 1, "Warszawa": 2, "London": 2},
    individuals=0.12,
    trades=(
        Trade("Food and drink", ("{w} Rösterei", "Maison {f}", "{f} & {g} Feinkost", "{w} Brewing", "Bäckerei {f}", "Café {w}"), SMALL),
        Trade("Culture", ("Galerie {f}", "{w} Festival", "Theater {w}", "Verlag {f}", "{w} Records"), SMALL),
        Trade("Technology", ("{w} Energy", "{w} Mobility", "{w} Health", "{w}ify", "{w} Robotics"), FIRM),
        Trade("Fashion and objects", ("Atelier {f}", "{w} Ceramics", "{f} Möbel", "{w} Eyewear"), SMALL),
        Trade("Architecture", ("{f} {g} Architekten", "Büro {f}", "{w} Landschaft"), FIRM),
        Trade("Education", ("{w} Akademie", "{w} Language School", "Stiftung {w}"), FIRM),
        Trade("Health", ("Praxis {f}", "{w} Yoga", "Apotheke {w}"), SMALL),
    ),
    legal_forms={"DE": ("GmbH", "GmbH", "UG (haftungsbeschränkt)", "GbR"), "FR": ("SARL", "SAS"), "PL": ("sp. z o.o.",),
                 "GB": ("Limited",)},
    sources=("Empfehlung from Café Silberfisch", "Portfolio site", "Design meet-up", "Instagram-like network", "Former intern", "Pitch",
             "Walked in"),
    stories=told.STORIES, tails=told.TAILS, tasks=told.TASKS, slots=told.SLOTS,
    hold_reasons=("Second reminder unanswered, no files until paid", "They publish our drafts without licence", "Insolvency rumour, ask Emre",
                  "Founder split: two people claim to be the client"),
    flag_reasons=("Endless rounds: count them", "Verbal approvals withdrawn twice", "Pays after the third reminder",
                  "Press-shy, nothing on the portfolio"),
    custom={"house_colour": ("HKS 41", "Pantone 7621", "#1F4E5F", "Ochre, RAL 1024"), "cms": ("Static", "Headless", "Shop", "None"),
            "care_until": ("2026-12-31", "2027-03-31", "2027-06-30"), "care_value": ("960", "1800", "4200"),
            "brand_link": ("https://brand.example/one", "https://brand.example/colours", "https://styles.example/kit"),
            "launch": ("2026-12-01 10:00", "2027-02-15 09:00"), "formal": ("yes", "no", "no")},
    site_labels=("Shop", "Warehouse", "Second studio", "Showroom", "Roastery", "Workshop", "Gallery space"),
    twins="""
company | Bäckerei Grünwaldt | Baeckerei Gruenwaldt | phone
company | Schönbeck Rößner Architekten | Schoenbeck Roessner Architekten | email, address
company | Café Kestrelbank | Cafe Kestrel Bank | address, phone
company | Maison Pélissard | Maison Pelissard SARL | tax, address
company | Verlag Jolivet & Söhne | Verlag Jolivet und Söhne | email
company | Wrenfield Energy | Wrenfield Energy GmbH | phone, tax
individual | Jörg Möllenbrink | Joerg Moellenbrink | email
individual | Małgorzata Śliwczyńska | Malgorzata Sliwczynska | email
individual | Friederike Nüßlein | Nüßlein Friederike | phone, address
""",
    misses="""
company | Galerie Thießen Mitte | Galerie Thießen Kreuzberg | nothing
company | Atelier Vauquelin | Hôtel Vauquelin | address
individual | Konrad Petersohn | Konstanze Petersohn | address, phone
company | Redstart Health | Redstart Records | nothing
company | Stiftung Lanternhill | Akademie Lanternhill | address
""",
    kin="""
Nordlicht & Tang Lebensmittel | | Hamburg | Food and drink
Tangwerk | Nordlicht & Tang Lebensmittel | Hamburg | Food and drink
Atelier Belleherbe | | Paris | Fashion and objects
Belleherbe Parfums | Atelier Belleherbe | Lyon | Fashion and objects
""",
    specials=Specials(
        "مقهى حبر وورق", (("رنا", "القاسمي"), ("يوسف", "البستاني")),
        "Verein zur Förderung der zeitgenössischen Druckgrafik, der experimentellen Typografie und "
        "der angewandten Buchbindekunst in Berlin und Brandenburg, unter Einschluss der Freunde des Bleisatzes, des Archivs für "
        "vergessene Plakate sowie der Sommerakademie am Stechlinufer, Sitz Berlin-Kreuzberg e. V.",
        "Umberleigh Biennale", "Spindleberry Naturkost", "Tinderbox Akademie",
    ),
    stars=stars,
)  # fmt: skip
