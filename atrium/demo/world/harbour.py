"""Harbour & Vale Services: plumbers, heating engineers and electricians in Bristol."""

from __future__ import annotations

from atrium.demo.world import harbour_stories as told
from atrium.demo.world.harbour_stars import stars
from atrium.demo.world.recipe import Recipe, Specials, Trade
from atrium.demo.world.shapes import Field, Member, Status, Tag, Team

DECIDES, PAYS, KNOWS, FILES, ALARM, CARES = (
    "decision maker", "billing", "technical", "administrative", "emergency", "stakeholder",
)  # fmt: skip
LETTING = (("Property manager", f"{DECIDES}, {KNOWS}"), ("Accounts", PAYS), ("Maintenance coordinator", FILES),
           ("Out-of-hours desk", ALARM))  # fmt: skip
BLOCK = (
    ("Block manager", DECIDES),
    ("Caretaker", f"{KNOWS}, {ALARM}"),
    ("Treasurer", PAYS),
    ("Director", CARES),
)
TRADE = (
    ("Owner", f"{DECIDES}, {PAYS}"),
    ("Manager", f"{KNOWS}, {ALARM}"),
    ("Bookkeeper", PAYS),
    ("Site lead", KNOWS),
)

PORTFOLIO = (3, 3, 4, 5, 7, 12, 26, 40)

HARBOUR = Recipe(
    slug="harbour", name="Harbour & Vale Services", currency="GBP", symbol="£", timezone="Europe/London", country="GB",
    tagline="Plumbing, heating and electrics for Bristol homes and landlords",
    members=(
        Member("owner", "Rosalind", "Vale", "owner@harbour.example", "owner", "Director", 4),
        Member("admin", "Priya", "Mistry", "admin@harbour.example", "admin", "Office manager", 9),
        Member("manager", "Gethin", "Cadwallader", "manager@harbour.example", "manager", "Contracts manager", 6),
        Member("staff", "Tunde", "Balogun", "staff@harbour.example", "staff", "Heating engineer", 2),
        Member("viewer", "Edith", "Meacham", "viewer@harbour.example", "viewer", "Bookkeeper", 8),
        Member("merryn", "Merryn", "Bolitho", "merryn@harbour.example", "staff", "Electrician", 1),
        Member("imran", "Imran", "Rashid", "imran@harbour.example", "staff", "Plumber", 5),
        Member("keir", "Keir", "Anstis", "keir@harbour.example", "staff", "Apprentice", 3),
        Member("dilys", "Dilys", "Yeo", "dilys@harbour.example", "manager", "Service desk", 10),
    ),
    teams=(
        Team("Heating", ("staff", "imran", "keir")), Team("Electrical", ("merryn", "keir")),
        Team("Contracts", ("manager", "owner", "admin")), Team("Service desk", ("dilys", "admin")),
    ),
    statuses=(
        Status("Enquiry", "info", 1), Status("Quoted", "warn", 2), Status("Active", "good", 3), Status("Contract", "good", 4),
        Status("Dormant", "neutral", 5), Status("Lost", "bad", 6),
    ),
    paths={
        "Enquiry": ("Enquiry",), "Quoted": ("Enquiry", "Quoted"), "Active": ("Enquiry", "Quoted", "Active"),
        "Contract": ("Enquiry", "Quoted", "Active", "Contract"), "Dormant": ("Enquiry", "Active", "Dormant"),
        "Lost": ("Enquiry", "Quoted", "Lost"),
    },
    weights=(12, 14, 44, 12, 14, 4),
    tags=(
        Tag("Landlord", 6), Tag("Letting agent", 5), Tag("Managed block", 7), Tag("Priority", 10), Tag("Slow payer", 1),
        Tag("Gas", 2), Tag("Electrical", 3), Tag("Heat pump", 4), Tag("Service plan", 8), Tag("Vulnerable", 9),
    ),
    firm_tags=frozenset(("Letting agent", "Managed block", "Landlord", "Service plan")),
    fields=(
        Field("boiler_make", "Boiler make", "text", section="Heating", help="As it stands on the plate."),
        Field("fuel", "Fuel", "choice", ("Gas", "Oil", "Electric", "Heat pump"), section="Heating", on_new=True),
        Field("gas_record_due", "Gas certificate expires", "date", section="Heating"),
        Field("gas_record", "Gas certificate", "file", section="Heating", help="The signed record of the last visit."),
        Field("flow_temperature", "Flow temperature", "number", section="Heating", unit="°C", always=False),
        Field("key_safe", "Key safe", "yes_no", section="Access"), Field("gate_code", "Gate code", "text", section="Access", min_role="staff"),
        Field("access_notes", "Getting in", "long_text", section="Access", always=False),
        Field("plan", "Service plans", "choices", ("Boiler care", "Drains", "Electrics", "Landlord"), section="Contract"),
        Field("contract_value", "Contract value", "money", section="Contract"),
        Field("margin", "Margin", "number", section="Contract", unit="%", min_role="manager", always=False),
        Field("holds_keys", "Holds keys to", "choice", ("Front door", "Plant room", "All of it"), subject="contact", on_new=True),
    ),
    location_types=("service", "billing", "mailing", "other"),
    contact_roles=(DECIDES, PAYS, KNOWS, FILES, ALARM, CARES),
    cities={"Bristol": 1}, individuals=0.56,
    trades=(
        Trade("Lettings", ("{w} Lettings", "{f} & {g} Lettings", "{w} Homes to Let", "{f} Residential"), LETTING, PORTFOLIO),
        Trade("Property management", ("{w} Property", "{w} Estates", "{f} Block Management", "{w} House Residents"), BLOCK, PORTFOLIO),
        Trade("Landlord", ("{f} Property", "{w} Rentals", "{f} & Daughters Lets", "{w} Student Homes"), LETTING, PORTFOLIO),
        Trade("Hospitality", ("The {w} Arms", "{w} Kitchen", "{n}'s Café", "The {w} Guest House", "{w} Taproom"), TRADE),
        Trade("Care and education", ("{w} Nursery", "{w} Care Home", "{w} Montessori", "{w} Dental Practice"), BLOCK),
        Trade("Retail", ("{f} & Sons Butchers", "{w} Bakery", "{w} Cycles", "{n}'s Flowers", "{w} Launderette"), TRADE),
        Trade("Building", ("{f} Builders", "{w} Joinery", "{f} & {g} Renovations", "{w} Lofts"), TRADE),
    ),
    legal_forms={"GB": ("Limited", "Limited", "LLP", "(Bristol) Limited")},
    sources=("Referral from a neighbour", "Referral from Quayside Lettings", "Website form", "Van on the street",
             "Local newsletter", "Phoned in", "Returned after years", "Referral from the merchant"),
    stories=told.STORIES, tails=told.TAILS, tasks=told.TASKS, slots=told.SLOTS,
    hold_reasons=("Invoice 60 days overdue, no answer to three letters", "Unsafe access to the loft, waiting for a ladder point",
                  "Dispute about call-out charges", "Owner asked us to stop until probate is settled"),
    flag_reasons=("Pays late, ask for a deposit", "Aggressive dog, ring first", "Disputed two invoices last year",
                  "Only book in pairs: lone working risk"),
    custom={"boiler_make": ("Ardenn 30", "Calorax 24i", "Thermaline Plus", "Brunswell", "Hestley"),
            "gate_code": ("C1947X", "2580#", "7731", "0416 then star"), "key_safe": ("yes", "no"),
            "fuel": ("Gas", "Gas", "Gas", "Electric", "Heat pump", "Oil"),
            "gas_record_due": ("2026-11-30", "2026-12-14", "2027-01-22", "2027-03-05", "2027-06-18", "2026-10-02"),
            "flow_temperature": ("55", "60", "65"), "plan": ("Boiler care", "Boiler care; Drains", "Landlord", "Electrics; Landlord"),
            "contract_value": ("480", "1250", "3600", "9850.50", "240"), "margin": ("12", "18.5", "24"),
            "access_notes": ("Ring twice, the bell sticks.", "Through the yard, mind the step.", "Concierge until six, then key safe.")},
    site_labels=("Top floor flat", "Ground floor shop", "Garden flat", "Rear unit", "Basement", "Plant room", "Annexe", "Garage"),
    twins="""
individual | William Nancarrow | Bill Nancarrow | phone, address
individual | Zara Fairweather | Zara Fairwether | email
individual | Adaeze Okonjo | Okonjo Adaeze | phone
individual | Siân Llewelyn-Park | Sian Llewelyn Park | email, address
individual | Catherine Tregenza | Kath Tregenza | phone, address
company | Saltmarsh & Finch Lettings | Saltmarsh and Finch Lettings Ltd | phone, tax
company | Cobblestow Property Management | Cobblestow Property Mgmt | address, email
company | Otterburn House Residents Association | Otterburn House RA | address
company | Pebblebrook Bakery | Pebble Brook Bakery | phone, email
""",
    misses="""
individual | John Penhale | Joan Penhale | address
individual | Percival Quick Senior | Percival Quick Junior | address, phone
company | Lanternhill Court Management | Lanternhill Court Residents | address
company | Hazelport Dental Clifton | Hazelport Dental Fishponds | tax
individual | Fatima Hussain | Fatimah Hussein | nothing
""",
    kin="""
Silverbeck Estates Group | | Bristol | Property management
Silverbeck Student Homes | Silverbeck Estates Group | Bristol | Landlord
Silverbeck Retirement Living | Silverbeck Estates Group | Bristol | Care and education
The Wainscot Pub Company | | Bristol | Hospitality
The Lamplighter at Hotwells | The Wainscot Pub Company | Bristol | Hospitality
The Gorse Bush Shirehampton | The Wainscot Pub Company | Bristol | Hospitality
""",
    specials=Specials(
        "مطعم زهرة الوادي", (("ليلى", "الحدّاد"), ("سامر", "الحدّاد")),
        "The Management Company of the Freeholders and Leaseholders of Numbers One to Forty-Eight Ropewalk Wharf, Including the "
        "Garages, the Undercroft, the Shared Boiler House and the Riverside Walkway, Acting Jointly With the "
        "Residents' Association of Tannery Reach and Its Successors, Avonmouth Road",
        "Jubilee Yard Housing Co-operative", "Severnside Student Living", "Yarrowby Properties",
    ),
    stars=stars,
)  # fmt: skip
