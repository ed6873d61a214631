"""The clients of Northlight Talent that a newcomer opens first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.demo.world.builder import link
from atrium.demo.world.shapes import Client, Preferences, Relation

if TYPE_CHECKING:
    from atrium.demo.world.builder import Builder

MCR, DUB = "Manchester", "Dublin"


def stars(b: Builder) -> list[Client]:
    """Twelve clients written by hand, with something to do today."""
    return [*_group(b), *_dublin(b), *_searches(b), *_others(b)]


def _group(b: Builder) -> list[Client]:
    """A group with two subsidiaries."""
    site, rail, pay = "ferrowick.example", "ferrowickrail.example", "ferrowickenergy.example"
    return [
        Client(
            1, "company", "Ferrowick Group", b.clock.at(1544.3), "Preferred supplier", "manager", legal_name="Ferrowick Group plc",
            industry="Manufacturing", registration="99060412", tax_id="GB997111103", website=f"https://www.{site}", currency="GBP",
            source="Former colleague", tags=("Exclusive", "PO required"), team=(("staff", "Technology roles"), ("femi", "Finance roles")),
            points=(*b.reach(MCR, site, "people"), link("https://network.example/ferrowick", "Social")),
            locations=(b.place("workplace", "Head office", MCR, "Spinningfields", "Level 6", default=True),
                       b.place("workplace", "Foundry", MCR, "Clayton"), b.place("billing", "Shared services", MCR, "Salford Quays", default=True)),
            contacts=(
                b.person("Lucinda|Ainscough", "Group people director", "decision maker", site, MCR, primary=True, channel="phone"),
                b.person("Tariq|Nettles", "Talent partner", "administrative, stakeholder", site, MCR),
                b.person("Pamela|Ramsbottom", "Accounts payable", "billing", site, MCR, mobile=False),
                b.person("Wilfred|Oduya", "Head of data", "technical", site, MCR),
            ),
            holds=(b.hold(700.2, "owner", "New terms unsigned for six weeks", 688.3, "owner"),),
            favourite_of=("owner", "manager"),
            notes=(
                b.note(0.3, "manager", "Lucinda rang: board approved **four data engineers**, two now and two in spring. £64k to £70k, three "
                       "days in Spinningfields. Exclusive until the end of the month at 18%. Wilfred interviews himself.", "meeting"),
                b.escalation(2.2, "owner", "Starter of October handed in notice in week three. Lucinda asks for the **rebate and a replacement**, both."),
                b.note(1.5, "staff", "Wilfred's brief, in his words:\n- SQL that does not frighten others\n- has been on call and lived\n"
                       "- no ping-pong people\nShortlist of five by Thursday.", "meeting"),
                b.note(8.3, "femi", "Pamela needs one PO per starter, not per role. NL-1191 sent again with the right one."),
                b.note(62.4, "owner", "Review: 9 placed in 12 months, 1 rebate. Lucinda would like a talent map for Leeds before the budget "
                       "round.", "meeting", remind=20),
                b.note(300.2, "manager", "**PO number, cost centre and first day** on every invoice. CVs through their portal only; reset of the "
                       "password is with Cormac.", "special requirement", pinned=True),
            ),
            tasks=(
                b.task("Shortlist of five data engineers to Wilfred", "staff", 2, ago=1.4),
                b.task("Write to Lucinda: exclusivity until month end", "manager", 0, ago=0.2),
                b.task("Chase PO for the credit controller", "femi", -3, ago=8.2),
                b.task("Talent map, Leeds", "harriet", 18, ago=30.2),
                b.task("Send framework agreement for signature", "owner", -60, ago=70.3, done=61.2),
            ),
            activity=(b.did(1500.1, "owner", "status", before="Terms sent", after="Active"),
                      b.did(688.2, "owner", "status", before="Active", after="Preferred supplier"),
                      b.did(120.4, "staff", "contact", name="Wilfred Oduya"),
                      b.did(8.2, "femi", "field", field="Payment terms", before="30 days", after="45 days")),
            preferences=Preferences("phone", "en", "Mon-Thu 08:00-18:00", "Same day"),
            custom=(("fee", "18"), ("headcount", "250+"), ("rebate_weeks", "12"), ("portal", "yes")),
        ),
        Client(
            2, "company", "Ferrowick Rail", b.clock.at(820.3), "Active", "staff", industry="Manufacturing", website=f"https://www.{rail}",
            currency="GBP", source="Referral from Ferrowick Group", tags=("Contractors",), points=b.reach(MCR, rail),
            locations=(b.place("workplace", "Depot", MCR, "Clayton", default=True),), relations=(Relation("parent", 1),),
            contacts=(b.person("Esme|Kearsley", "Engineering manager", "decision maker, technical", rail, MCR, primary=True),
                      b.person("Tariq|Nettles", "Talent partner, from the group", "administrative", "", MCR)),
            notes=(b.note(1.25, "tadhg", "Signalling contractor extended to the end of March at £480. Esme signs timesheets on Fridays after four."),
                   b.note(28.1, "staff", "Safety-critical roles need a medical before day one. Allow ten days.", "special requirement", pinned=True)),
            tasks=(b.task("Contract extension to Esme", "tadhg", 0, ago=1.2), b.task("Medical for the new starter", "harriet", 6, ago=5.2)),
            activity=(b.did(800.2, "staff", "status", before="Prospect", after="Active"),), custom=(("fee", "18"),),
        ),
        Client(
            3, "company", "Ferrowick Energy Services", b.clock.at(390.4), "Active", "femi", industry="Manufacturing",
            website=f"https://www.{pay}", currency="GBP", source="Referral from Ferrowick Group", points=b.reach(MCR, pay),
            locations=(b.place("workplace", "Office", MCR, "Hulme", default=True),), relations=(Relation("parent", 1),),
            contacts=(b.person("Iris|Threlfall", "Finance lead", "decision maker, billing", pay, MCR, primary=True),),
            notes=(b.note(1.7, "femi", "Credit controller starts Monday. Iris has a desk, a laptop and no chair. Chair promised.", "service"),),
            tasks=(b.task("First-day call with the credit controller", "femi", 1, ago=1.6),),
        ),
    ]  # fmt: skip


def _dublin(b: Builder) -> list[Client]:
    """Clients of the Dublin office."""
    bio, soft, shop = "carrowbawn.example", "lumenstrand.example", "teaghbeag.example"
    return [
        Client(
            4, "company", "Carrowbawn Biologics", b.clock.at(610.2), "Active", "aoife", legal_name="Carrowbawn Biologics DAC",
            industry="Life sciences", tax_id="IE9984879U", website=f"https://www.{bio}", currency="EUR", source="Careers fair",
            tags=("Dublin", "Executive"), points=b.reach(DUB, bio, "careers"),
            locations=(b.place("workplace", "Campus", DUB, "Blanchardstown", "Building 3", default=True),
                       b.place("billing", "Accounts", DUB, "Sandyford", default=True)),
            contacts=(b.person("Gráinne|Mulhern", "VP quality", "decision maker", bio, DUB, primary=True),
                      b.person("Oisín|Ahearne", "HR business partner", "administrative", bio, DUB),
                      b.person("Sadhbh|Devane", "Accounts payable", "billing", bio, DUB, mobile=False)),
            holds=(b.hold(3.2, "aoife", "They spoke to our candidate directly. Legal reads the mails; no CVs until Gráinne has answered."),),
            flag=b.flag(3.15, "aoife", "Direct approach to a candidate, see the hold"), favourite_of=("aoife",),
            notes=(
                b.note(0.6, "aoife", "Gráinne called, embarrassed: a new recruiter did not know our terms. She **confirms our fee in writing by "
                       "Thursday**. Keep the hold until it is here."),
                b.note(9.3, "tadhg", "Second round for regulatory affairs lead: yes to number two, she asked the best questions on audits.", "meeting"),
                b.note(150.2, "aoife", "Site visits: closed shoes, no jewellery, gowning takes 15 minutes. Tell every candidate.",
                       "special requirement", pinned=True),
            ),
            tasks=(b.task("Is Gráinne's written confirmation here?", "aoife", 0, ago=0.5), b.task("Reference two, regulatory lead", "tadhg", -2, ago=8.3)),
            activity=(b.did(590.2, "aoife", "status", before="Terms sent", after="Active"), b.did(9.2, "tadhg", "contact", name="Oisín Ahearne")),
            preferences=Preferences("email", "en", "Mon-Fri 08:30-16:30"), custom=(("fee", "20"), ("headcount", "250+"), ("rebate_weeks", "12")),
        ),
        Client(
            5, "company", "Lumenstrand", b.clock.at(75.3), "Active", "tadhg", legal_name="Lumenstrand Limited", industry="Software",
            website=f"https://www.{soft}", currency="EUR", source="Referral from a placed candidate", tags=("Dublin", "Growing", "Remote roles"),
            points=b.reach(DUB, soft, "hello"), locations=(b.place("workplace", "Loft", DUB, "Smithfield", default=True),),
            contacts=(b.person("Ruairí|Scanlon", "CTO and founder", "decision maker, technical", soft, DUB, primary=True, channel="phone"),
                      b.person("Ciara|Quigley", "Everything else", "billing, administrative", soft, DUB)),
            notes=(
                b.note(0.45, "tadhg", 'Ruairí interviewed two back to back: first one *"lovely, no"*, second one hired in his head already. Offer '
                       "talk at four, €82k, he opens at 78."),
                b.note(5.4, "harriet", "31 replies to the backend advert since salary and hours are in it. Six worth a call.", "service"),
            ),
            tasks=(b.task("Offer call with Ruairí", "tadhg", 0, ago=0.4), b.task("Kind no to the first candidate", "harriet", 1, ago=0.4)),
            activity=(b.did(60.3, "tadhg", "status", before="Terms sent", after="Active"),), preferences=Preferences("phone", "en", "After 11:00"),
            custom=(("fee", "17.5"), ("headcount", "1-49")),
        ),
        Client(
            6, "company", "Teach Beag Pharmacies", b.clock.at(266.4), "Terms sent", "aoife", industry="Retail", website=f"https://www.{shop}",
            currency="EUR", source="Cold call", tags=("Dublin",), points=b.reach(DUB, shop),
            locations=(b.place("workplace", "Shop and office", DUB, "Ranelagh", default=True),),
            contacts=(b.person("Fionnuala|Rafferty", "Superintendent pharmacist", "decision maker", shop, DUB, primary=True),),
            notes=(b.note(1.35, "aoife", "Fionnuala read the terms, stumbles over the rebate. Explained with an example; signs if it is 12 weeks, not 8."),),
            tasks=(b.task("Terms with 12 weeks to Fionnuala", "admin", 0, ago=1.3),),
            activity=(b.did(20.3, "aoife", "status", before="Prospect", after="Terms sent"),),
        ),
    ]  # fmt: skip


def _searches(b: Builder) -> list[Client]:
    """Searches that are running now."""
    rows = (
        (7, "Harrowgate Mutual", "Finance", 930.2, "Active", "femi", "Spinningfields", "Keir|Haslam", "Chief risk officer",
         "Counter-offer is in: +£9k. Talked Keir through what money did not fix last time. He decides tonight; the board knows.",
         "Ring Keir before nine", 0, ("Executive",)),
        (8, "Pendlewood Housing", "Public and charity", 411.3, "Preferred supplier", "manager", "Hulme", "Shanice|Bagshaw", "Head of people",
         "Assessment day set, 9 candidates in 3 groups. Shanice wants answers out to everyone the same week, *including* the noes.",
         "Book rooms for the assessment day", 3, ("Contingent",)),
        (9, "Mossline Robotics", "Manufacturing", 58.2, "Prospect", "staff", "Ancoats", "Hari|Bhandari", "Operations director",
         "Hari showed me the arm that folds shirts. Needs three PLC people and a shift lead, has never used an agency, asked what a rebate is.",
         "Send terms and two references to Hari", 1, ("Growing",)),
    )  # fmt: skip
    found = []
    for (
        number,
        name,
        industry,
        born,
        status,
        owner,
        district,
        person,
        job,
        text,
        chore,
        due,
        tags,
    ) in rows:
        domain = name.lower().replace(" ", "") + ".example"
        found.append(
            Client(
                number, "company", name, b.clock.at(born), status, owner, industry=industry, website=f"https://www.{domain}",
                currency="GBP", source="Website form", tags=tags, points=b.reach(MCR, domain),
                locations=(b.place("workplace", "Office", MCR, district, default=True),),
                contacts=(b.person(person, job, "decision maker", domain, MCR, primary=True, channel="phone"),),
                notes=(b.note(0.4 + number / 20, owner, text),), tasks=(b.task(chore, owner, due, ago=0.3 + number / 20),),
                preferences=Preferences("phone"),
            )
        )  # fmt: skip
    return found


def _others(b: Builder) -> list[Client]:
    """Quieter ones, and one person."""
    mill, drive = "alderfordmills.example", "kettlewayhaulage.example"
    return [
        Client(
            10, "company", "Alderford Mills", b.clock.at(1204.3), "Paused", "manager", industry="Manufacturing", website=f"https://www.{mill}",
            currency="GBP", points=b.reach(MCR, mill), locations=(b.place("workplace", "Mill", MCR, "Clayton", default=True),),
            contacts=(b.person("Mabel|Pickersgill", "HR manager", "decision maker, administrative", mill, MCR, primary=True),),
            notes=(b.note(1.1, "manager", "Mabel: freeze until the new order book is known. Coffee in January, nothing before. She sounded sorry.",
                          remind=45),),
            activity=(b.did(1.05, "manager", "status", before="Active", after="Paused"),),
        ),
        Client(
            11, "company", "Kettleway Haulage", b.clock.at(340.1), "Active", "femi", industry="Logistics", website=f"https://www.{drive}",
            currency="GBP", tags=("Contractors",), points=b.reach(MCR, drive, "yard"),
            locations=(b.place("workplace", "Yard", MCR, "Old Trafford", default=True),),
            contacts=(b.person("Trevor|Wigglesworth", "Owner", "decision maker, billing, emergency", drive, MCR, primary=True, channel="phone"),),
            flag=b.flag(31.3, "admin", "Pays on day 59 of 30, every time"),
            notes=(b.note(1.55, "femi", "Two night drivers extended to Christmas. Trevor wants a third, and wants to pay less for him. No."),),
            tasks=(b.task("NL-1168 is 29 days late: ring Trevor", "femi", -1, ago=4.3),),
        ),
        Client(
            12, "individual", "Phoebe Quartermain", b.clock.at(88.2), "Active", "harriet", given="Phoebe", family="Quartermain",
            currency="GBP", source="Job advert answered", tags=("Remote roles",), points=(*b.phone("GB", "Mobile", preferred=True),),
            notes=(b.note(1.8, "harriet", "Independent UX researcher, books her own projects through us. £410 a day, free from the 1st, no "
                          "gambling clients."),),
            preferences=Preferences("sms", "en", "After 17:30 only"),
        ),
    ]  # fmt: skip
