"""Northlight Talent: recruiters in Manchester and Dublin."""

from __future__ import annotations

from atrium.demo.world import northlight_stories as told
from atrium.demo.world.northlight_stars import stars
from atrium.demo.world.recipe import Recipe, Specials, Trade
from atrium.demo.world.shapes import Field, Member, Status, Tag, Team

DECIDES, PAYS, KNOWS, FILES, ALARM, CARES = (
    "decision maker", "billing", "technical", "administrative", "emergency", "stakeholder",
)  # fmt: skip
OFFICE = (("Hiring manager", DECIDES), ("HR business partner", f"{FILES}, {CARES}"), ("Accounts payable", PAYS),
          ("Head of talent", DECIDES), ("Procurement lead", PAYS), ("Team lead", KNOWS))  # fmt: skip
PLANT = (
    ("Plant manager", DECIDES),
    ("HR manager", FILES),
    ("Payroll", PAYS),
    ("Shift lead", f"{KNOWS}, {ALARM}"),
)

NORTHLIGHT = Recipe(
    slug="northlight", name="Northlight Talent", currency="GBP", symbol="£", timezone="Europe/London", country="GB",
    tagline="Recruitment for growing companies in Manchester and Dublin",
    members=(
        Member("owner", "Marcia", "Winstanley", "owner@northlight.example", "owner", "Managing director", 7),
        Member("admin", "Cormac", "Tierney", "admin@northlight.example", "admin", "Operations", 3),
        Member("manager", "Anjali", "Desai", "manager@northlight.example", "manager", "Head of client services", 10),
        Member("staff", "Callum", "Garside", "staff@northlight.example", "staff", "Consultant, technology", 5),
        Member("viewer", "Úna", "Hanrahan", "viewer@northlight.example", "viewer", "Finance", 1),
        Member("aoife", "Aoife", "Loughnane", "aoife@northlight.example", "manager", "Head of Dublin office", 4),
        Member("femi", "Femi", "Adeyemi-Cole", "femi@northlight.example", "staff", "Consultant, finance", 2),
        Member("tadhg", "Tadhg", "Kinsella", "tadhg@northlight.example", "staff", "Consultant, engineering", 6),
        Member("harriet", "Harriet", "Clegg", "harriet@northlight.example", "staff", "Resourcer", 8),
    ),
    teams=(
        Team("Manchester", ("owner", "manager", "staff", "femi", "harriet")), Team("Dublin", ("aoife", "tadhg", "admin")),
        Team("Contracts", ("femi", "tadhg", "admin")),
    ),
    statuses=(
        Status("Prospect", "info", 1), Status("Terms sent", "warn", 2), Status("Active", "good", 3), Status("Preferred supplier", "good", 4),
        Status("Paused", "neutral", 5), Status("Former", "neutral", 6),
    ),
    paths={
        "Prospect": ("Prospect",), "Terms sent": ("Prospect", "Terms sent"), "Active": ("Prospect", "Terms sent", "Active"),
        "Preferred supplier": ("Prospect", "Terms sent", "Active", "Preferred supplier"), "Paused": ("Prospect", "Active", "Paused"),
        "Former": ("Prospect", "Active", "Former"),
    },
    weights=(22, 10, 40, 10, 12, 6),
    tags=(
        Tag("Exclusive", 7), Tag("Contingent", 5), Tag("Contractors", 2), Tag("Executive", 9), Tag("Dublin", 4), Tag("PO required", 10),
        Tag("Off limits", 1), Tag("Growing", 3), Tag("Remote roles", 6),
    ),
    firm_tags=frozenset(("Exclusive", "Contingent", "Contractors", "Executive", "Growing", "PO required", "Off limits")),
    fields=(
        Field("fee", "Agreed fee", "number", section="Terms", unit="%", help="Of the first year's salary.", on_new=True),
        Field("terms_signed", "Terms signed", "date", section="Terms"), Field("rebate_weeks", "Rebate", "number", section="Terms", unit="weeks"),
        Field("retainer", "Retainer", "money", section="Terms", min_role="manager"),
        Field("headcount", "Headcount", "choice", ("1-49", "50-249", "250+"), section="Hiring"),
        Field("hires_for", "Hires for", "choices", ("Engineering", "Finance", "Operations", "Sales", "Nursing"), section="Hiring"),
        Field("portal", "CV portal", "yes_no", section="Hiring"),
        Field("interview_style", "Interviews", "choice", ("By video", "On site", "Both"), subject="contact", on_new=True),
    ),
    location_types=("workplace", "billing", "mailing", "other"),
    contact_roles=(DECIDES, PAYS, KNOWS, FILES, ALARM, CARES),
    cities={"Manchester": 6, "Dublin": 4, "London": 1}, individuals=0.07,
    trades=(
        Trade("Software", ("{w} Software", "{w} Labs", "{w}ly", "{w} Systems", "{w} Cloud"), OFFICE),
        Trade("Logistics", ("{w} Logistics", "{w} Freight", "{f} Haulage", "{w} Cold Chain"), PLANT),
        Trade("Finance", ("{w} Capital", "{f} & {g} Accountants", "{w} Insurance Brokers", "{w} Payroll"), OFFICE),
        Trade("Manufacturing", ("{w} Pumps", "{w} Packaging", "{f} Precision", "{w} Foods", "{w} Textiles"), PLANT),
        Trade("Life sciences", ("{w} Diagnostics", "{w} Biologics", "{w} Devices"), OFFICE),
        Trade("Construction", ("{f} Construction", "{w} Civils", "{f} {g} Surveyors"), PLANT),
        Trade("Public and charity", ("{w} Housing Trust", "{w} Academy Trust", "{w} Hospice"), OFFICE),
        Trade("Retail", ("{w} Outdoor", "{w} Homeware", "{w} Pharmacy Group"), OFFICE),
    ),
    legal_forms={"GB": ("Limited", "Limited", "plc", "LLP"), "IE": ("Limited", "DAC", "Teoranta")},
    sources=("Referral from a placed candidate", "Referral from Ferrowick Group", "Cold call", "Job advert answered", "Careers fair",
             "Website form", "Former colleague", "Tender notice"),
    stories=told.STORIES, tails=told.TAILS, tasks=told.TASKS, slots=told.SLOTS,
    hold_reasons=("Fee invoice 60 days overdue", "Terms not signed, no more CVs until they are",
                  "They hired our candidate directly, with the lawyers", "Rebate dispute open"),
    flag_reasons=("Went round us to a candidate in the past", "Slow feedback, warn candidates", "Accounts needs a PO, always",
                  "Off limits until a year after the last placement"),
    custom={"fee": ("16", "17.5", "18", "20", "22"), "headcount": ("1-49", "50-249", "50-249", "250+"), "rebate_weeks": ("8", "12"),
            "terms_signed": ("2024-03-11", "2025-01-20", "2025-09-02", "2026-04-15"), "retainer": ("1500", "2500", "4000"),
            "hires_for": ("Engineering", "Finance; Operations", "Sales", "Operations; Sales", "Nursing"),
            "portal": ("yes", "no", "no")},
    site_labels=("Second office", "Warehouse", "Plant 2", "Shared service centre", "Training centre", "Depot", "Lab"),
    twins="""
company | Foxmantle Software | Fox Mantle Software Ltd | phone, tax
company | Tyldesley & Vaz Accountants | Tyldesley and Vaz Accountants | address, email
company | Saltbox Logistics | Saltbox Logistic | phone
company | Wagtail Diagnostics Ireland | Wagtail Diagnostics (IRL) | address, phone
company | Ó Ceallaigh Construction | O Ceallaigh Construction | email, address
company | Greyfriar Housing Trust | Greyfriar HT | address, phone
company | Thornwick Precision Engineering | Thornwick Precision Eng. | tax, address
individual | Róisín Prendergast | Roisin Prendergast | email
individual | Christopher Higginbottom | Chris Higginbottom | phone
""",
    misses="""
company | Nightjar Capital Manchester | Nightjar Capital Dublin | nothing
company | Whinfell Foods | Whinfell Freight | address
company | Rushmere Payroll | Rushmore Payroll | nothing
individual | Niall Geraghty | Niamh Geraghty | address
company | Hollinbeck Academy Trust | Hollinbeck Hospice | address, phone
""",
    kin="""
Brackenmoor Holdings | | Manchester | Logistics
Brackenmoor Freight | Brackenmoor Holdings | Manchester | Logistics
Brackenmoor Cold Store | Brackenmoor Freight | Manchester | Logistics
Brackenmoor Ireland | Brackenmoor Holdings | Dublin | Logistics
Silvanry Life Sciences | | Dublin | Life sciences
Silvanry Reagents | Silvanry Life Sciences | Dublin | Life sciences
Silvanry Clinics | Silvanry Life Sciences | Manchester | Life sciences
Tollgate & Marl plc | | London | Finance
Tollgate & Marl Broking | Tollgate & Marl plc | Manchester | Finance
Tollgate & Marl Europe | Tollgate & Marl plc | Dublin | Finance
Marl Actuarial | Tollgate & Marl Broking | Manchester | Finance
Cotterlace Mills | | Manchester | Manufacturing
Cotterlace Dyeworks | Cotterlace Mills | Manchester | Manufacturing
Cotterlace Workwear | Cotterlace Mills | Dublin | Retail
Inishbawn Digital | | Dublin | Software
Inishbawn Payments | Inishbawn Digital | Dublin | Software
Inishbawn UK | Inishbawn Digital | Manchester | Software
Inishbawn Identity | Inishbawn Payments | Dublin | Software
Hartshead Care Trust | | Manchester | Public and charity
Hartshead Homes | Hartshead Care Trust | Manchester | Public and charity
Hartshead Training | Hartshead Care Trust | Manchester | Public and charity
""",
    specials=Specials(
        "אורות הצפון תוכנה", (("נועה", "ברזילאי"), ("איתן", "שחרור")),
        "The Joint Shared Services, Procurement and People Operations Board of the Combined Northern and Irish Sea Freight, "
        "Ferry, Warehousing, Bonded Storage and Inland Waterway Carriers, Including Their Apprenticeship Academy "
        "and the Benevolent Fund for Retired Lightermen (Manchester and Dublin Division)",
        "Windlass Retail Group", "Quillfeather Systems", "Umberleigh Civils",
    ),
    stars=stars,
)  # fmt: skip
