"""The clients of Harbour & Vale that a newcomer opens first."""

from __future__ import annotations

from dataclasses import replace as with_
from typing import TYPE_CHECKING

from atrium.demo.world.builder import link, mail
from atrium.demo.world.shapes import Client, Preferences, Relation

if TYPE_CHECKING:
    from atrium.demo.world.builder import Builder

BRISTOL = "Bristol"


def stars(b: Builder) -> list[Client]:
    """Twelve clients written by hand, with something to do today."""
    return [*_agents(b), *_firms(b), *_homes(b)]


def _agents(b: Builder) -> list[Client]:
    """Letting agents and property managers."""
    quay, mallard, regency = (
        "quaysidelettings.example",
        "mallardblocks.example",
        "tolliverhomes.example",
    )
    return [
        Client(
            1, "company", "Quayside Lettings", b.clock.at(1312.4), "Contract", "manager",
            legal_name="Quayside Lettings (Bristol) Limited", industry="Lettings", registration="99047318",
            tax_id="GB997111103", website=f"https://www.{quay}", currency="GBP", source="Referral from the merchant",
            tags=("Letting agent", "Priority"), team=(("staff", "Heating lead"), ("merryn", "Electrical lead")),
            points=(*b.reach(BRISTOL, quay), link("https://network.example/quayside-lettings", "Social")),
            locations=(
                b.place("service", "Gasworks House, flats 1-12", BRISTOL, "Harbourside", "Gasworks House", default=True),
                b.place("service", "Student house", BRISTOL, "Cotham"),
                b.place("billing", "Head office", BRISTOL, "Clifton", "First floor", default=True),
            ),
            contacts=(
                b.person("Bronwen|Achebe", "Head of property", "decision maker", quay, BRISTOL, primary=True),
                b.person("Marlon|Threlfall", "Maintenance coordinator", "technical, administrative", quay, BRISTOL, channel="phone"),
                b.person("Sunita|Kapoor", "Accounts", "billing", quay, BRISTOL, mobile=False),
                b.person("Owain|Skidmore", "Caretaker, Gasworks House", "emergency", "", BRISTOL, channel="phone"),
            ),
            holds=(
                b.hold(2.3, "admin", "Two invoices over £2,000 are 45 days late. Sunita promises payment on Friday."),
                b.hold(410.5, "owner", "No PO numbers on three jobs", 402.2, "owner"),
            ),
            flag=b.flag(2.28, "admin", "Do not start new work without a PO number in writing"),
            favourite_of=("owner", "manager", "admin"),
            notes=(
                b.note(0.35, "manager", "Marlon rang from Gasworks House: **no hot water in flats 7 to 9**. Pump in the plant "
                       "room is humming but not turning. Tunde there by eleven; safety comes first, hold or no hold.", "service"),
                b.escalation(0.9, "dilys", "**Third failure of the Gasworks pump this winter.** Bronwen wants a plan by Friday or takes the plant "
                       "room to another firm."),
                b.escalation(48.3, "staff", "Tenants of flat 12 were two days without heating over a weekend, nobody on call answered.",
                       resolved=45.1, outcome="Rota changed, second phone on call. Bronwen has it in writing and is content."),
                b.note(1.2, "admin", "Sunita says HV-2573 and HV-2612 go out with Friday's run. She asked for one statement "
                       "instead of single invoices. Sent at once."),
                b.note(6.4, "manager", "Quarterly review with Bronwen.\n- 31 jobs, 2 call-backs\n- wants photos with every job sheet\n"
                       "- EICRs for Cotham before the students move in\n- rates may go up 4% in April if we warn her by January",
                       "meeting", remind=41),
                b.note(19.6, "merryn", "Cotham house: EICR unsatisfactory. Two C2s, kitchen sockets without RCD and a cracked "
                       "cut-out. Quote sent to Marlon, £1,180 for the new board.", "service"),
                b.note(230.2, "dilys", "**Gate code C1947X**, changes each quarter. Key safe left of the bin store. Plant room key is on "
                       "the red tag, never lend it to tenants. Van height limit 2.1 m.", "special requirement", pinned=True),
            ),
            tasks=(
                b.task("Ring Sunita: has Friday's payment arrived?", "admin", 0, ago=1.1),
                b.task("Price new pump set for Gasworks House", "staff", 0, ago=0.3),
                b.task("Send RAMS for the plant room", "manager", -2, ago=8.2),
                b.task("Book EICR remedials in Cotham", "merryn", 5, ago=6.1),
                b.task("Mail job photos of October to Bronwen", "dilys", -9, ago=16.3, done=10.4),
            ),
            activity=(
                b.did(1290.2, "manager", "status", before="Quoted", after="Active"),
                b.did(402.1, "owner", "status", before="Active", after="Contract"),
                b.did(64.3, "admin", "contact", name="Sunita Kapoor"),
                b.did(2.27, "admin", "field", field="Payment terms", before="30 days", after="14 days"),
            ),
            preferences=Preferences("phone", "en", "Mon-Fri 08:30-17:30", "Within 4 hours"),
            custom=(("boiler_make", "Brunswell 90 cascade"), ("gate_code", "C1947X"), ("key_safe", "yes"), ("fuel", "Gas")),
        ),
        Client(
            2, "company", "Mallard Block Management", b.clock.at(733.2), "Contract", "owner",
            legal_name="Mallard Block Management LLP", industry="Property management", registration="99012276",
            website=f"https://www.{mallard}", currency="GBP", source="Referral from Quayside Lettings", tags=("Managed block",),
            points=b.reach(BRISTOL, mallard, "post"),
            locations=tuple(
                b.place("service", label, BRISTOL, district, default=index == 0)
                for index, (label, district) in enumerate(
                    (("Teal Court", "Fishponds"), ("Pintail House", "Fishponds"), ("Wigeon Mews", "Hotwells"), ("Eider Place", "Redland"),
                     ("Shoveler Row", "Easton"), ("Gadwall Court", "Knowle"), ("Pochard House", "Horfield"))
                )
            ),
            contacts=(
                b.person("Verity|Stallybrass", "Managing partner", "decision maker", mallard, BRISTOL, primary=True),
                b.person("Deepak|Ghosh", "Surveyor", "technical", mallard, BRISTOL),
                b.person("Joan|Iddon", "Service charge accounts", "billing", mallard, BRISTOL, mobile=False),
                b.person("Wendell|Brathwaite", "Night desk", "emergency", "", BRISTOL, channel="phone"),
            ),
            favourite_of=("owner",),
            notes=(
                b.note(0.7, "owner", "Verity wants all seven blocks on *one* renewal date. Said yes to 1 April if she signs for two years.",
                       "meeting"),
                b.note(3.5, "imran", "Wigeon Mews: stack blocked again between the second and third floor. Cleared, camera shows a step in "
                       "the clay. Wants lining, roughly £2,850.", "service"),
                b.note(12.2, "merryn", "Emergency lights Teal Court done, 2 of 34 failed. List with Deepak.", "service"),
                b.note(90.4, "dilys", "Leaseholders must get 48 hours' notice by letter. Template is in the shared folder; Joan posts it.",
                       "special requirement", pinned=True),
            ),
            tasks=(
                b.task("Draft two-year agreement, seven blocks", "owner", 2, ago=0.6),
                b.task("Quote drain lining, Wigeon Mews", "imran", -1, ago=3.4),
                b.task("Fit battery packs, Teal Court", "merryn", 7, ago=12.1),
            ),
            activity=(b.did(700.3, "owner", "status", before="Active", after="Contract"),
                      b.did(12.3, "manager", "contact", name="Deepak Ghosh"), b.did(30.2, "manager", "location", label="Pochard House")),
            preferences=Preferences("email", "en", "Mon-Fri 09:00-17:00", "Next working day"),
            custom=(("key_safe", "yes"), ("fuel", "Gas")),
        ),
        Client(
            3, "company", "Tolliver Student Homes", b.clock.at(388.6), "Active", "dilys", legal_name="Tolliver Homes Limited",
            industry="Landlord", website=f"https://www.{regency}", currency="GBP", source="Website form", tags=("Landlord", "Gas"),
            points=b.reach(BRISTOL, regency, "hello"),
            locations=(b.place("service", "House 1", BRISTOL, "Redland", default=True), b.place("service", "House 2", BRISTOL, "Cotham"),
                       b.place("service", "House 3", BRISTOL, "Bishopston")),
            contacts=(b.person("Jerome|Tolliver", "Owner", "decision maker, billing", regency, BRISTOL, primary=True, channel="phone"),),
            notes=(
                b.note(0.55, "dilys", "Jerome asks for all three gas records on one day, tenants are in from 10. Offered Thursday with Tunde."),
                b.note(33.2, "staff", "House 2: boiler room vent was stuffed with a pillow. Removed, explained to four sleepy tenants, "
                       "warning notice left.", "service"),
                b.note(120.4, "dilys", "Tenants answer texts, never the phone. **Text the evening before.**", "special requirement", pinned=True),
            ),
            tasks=(b.task("Confirm Thursday, three gas records", "dilys", 0, ago=0.5),),
            activity=(b.did(370.2, "dilys", "status", before="Enquiry", after="Active"),),
            preferences=Preferences("sms", "en", "After 10:00"), custom=(("boiler_make", "Calorax 24i"), ("gas_record_due", "2026-11-30"), ("gas_record", "Gas record 2025.pdf")),
        ),
    ]  # fmt: skip


def _firms(b: Builder) -> list[Client]:
    """Pubs, practices, builders."""
    pub, teeth, build, school = (
        "theanchorage.example",
        "cliftonwooddental.example",
        "popham-builders.example",
        "pipitnursery.example",
    )
    return [
        Client(
            4, "company", "The Anchorage Taproom", b.clock.at(214.5), "Active", "manager", industry="Hospitality",
            website=f"https://www.{pub}", currency="GBP", source="Phoned in", tags=("Slow payer", "Electrical"),
            points=b.reach(BRISTOL, pub, "bar"), locations=(b.place("service", "Bar and cellar", BRISTOL, "Hotwells", default=True),),
            contacts=(b.person("Corinne|Dawlish", "Landlady", "decision maker, billing", pub, BRISTOL, primary=True, channel="phone"),
                      b.person("Jago|Kitto", "Cellar manager", "technical, emergency", "", BRISTOL, channel="phone")),
            flag=b.flag(40.2, "admin", "Pays after the second reminder; card at the bar works best"),
            notes=(
                b.note(0.62, "merryn", "Cellar cooler trips the board when the glass washer heats. Both on one 32 A ring. Separate circuit "
                       "needed, quoted £465, Corinne said go.", "service"),
                b.note(1.6, "admin", "Reminder two for HV-2509 sent. Corinne laughed and said to come by."),
                b.note(44.4, "manager", "No work Fridays after 15:00 or on match days. Fixtures are on the fridge.", "special requirement",
                       pinned=True),
            ),
            tasks=(b.task("Run new cellar circuit before noon", "merryn", 1, ago=0.6), b.task("Collect £340 by card", "merryn", -6, ago=20.2)),
            activity=(b.did(200.1, "manager", "status", before="Quoted", after="Active"), b.did(40.1, "admin", "tag", tag="Slow payer")),
            preferences=Preferences("phone", "en", "11:00-15:00"),
        ),
        Client(
            5, "company", "Cliftonwood Dental Practice", b.clock.at(961.3), "Contract", "merryn", legal_name="Cliftonwood Dental LLP",
            industry="Care and education", website=f"https://www.{teeth}", currency="GBP", tags=("Service plan", "Electrical"),
            points=b.reach(BRISTOL, teeth, "reception"), locations=(b.place("service", "Surgery", BRISTOL, "Clifton", default=True),),
            contacts=(b.person("Farida|Patwardhan", "Practice manager", "decision maker", teeth, BRISTOL, primary=True),
                      b.person("Hamish|Lightbody", "Principal dentist", "stakeholder", teeth, BRISTOL, mobile=False)),
            notes=(
                b.note(1.3, "merryn", "Compressor room isolator replaced between 07:00 and 08:20, first patient never noticed. Farida "
                       "brought coffee.", "service"),
                b.note(61.5, "merryn", "Water heaters must stay at 60 for their legionella log. Write the temperature in *their* book too.",
                       "special requirement", pinned=True),
            ),
            tasks=(b.task("Send invoice for the isolator", "admin", 1, ago=1.2), b.task("Fixed wire test, whole surgery", "merryn", 24, ago=9.2)),
            activity=(b.did(930.3, "owner", "status", before="Active", after="Contract"),),
            preferences=Preferences("email", "en", "Before 08:30 only", "Same day"), custom=(("fuel", "Electric"),),
        ),
        Client(
            6, "company", "Popham Builders", b.clock.at(152.7), "Active", "imran", industry="Building", website=f"https://www.{build}",
            currency="GBP", source="Referral from the merchant", points=b.reach(BRISTOL, build),
            locations=(b.place("service", "Loft conversion site", BRISTOL, "St George", default=True),
                       b.place("billing", "Yard", BRISTOL, "Avonmouth", "Unit 4", default=True)),
            contacts=(b.person("Nigel|Popham", "Director", "decision maker, billing", build, BRISTOL, primary=True, channel="phone"),
                      b.person("Tegan|Worrall", "Site lead", "technical", build, BRISTOL)),
            notes=(
                b.note(1.45, "imran", "First fix of the en suite done. Tegan moved the soil pipe by a joist without telling anyone; works, "
                       "but the shower tray wants the 40 mm riser now.", "service"),
                b.note(9.3, "owner", "Nigel asks for trade terms, 10% and 30 days. Offered 7.5% above £10k a year.", "general"),
            ),
            tasks=(b.task("Second fix, en suite", "imran", 3, ago=1.4), b.task("Decide on trade terms", "owner", -1, ago=9.2)),
            activity=(b.did(140.2, "imran", "status", before="Enquiry", after="Active"), b.did(30.3, "imran", "contact", name="Tegan Worrall")),
            preferences=Preferences("phone", "en", "07:00-16:00"), relations=(Relation("partner", 4),),
        ),
        Client(
            7, "company", "Pipit Nursery", b.clock.at(47.3), "Quoted", "manager", legal_name="Pipit Early Years CIC",
            industry="Care and education", website=f"https://www.{school}", currency="GBP", source="Local newsletter",
            tags=("Heat pump", "Vulnerable"), points=b.reach(BRISTOL, school, "hello"),
            locations=(b.place("service", "Nursery and garden room", BRISTOL, "Bedminster", default=True),),
            contacts=(b.person("Ngozi|Underhay", "Nursery lead", "decision maker", school, BRISTOL, primary=True),
                      b.person("Fergus|Tremlett", "Trustee, treasurer", "billing, stakeholder", "", BRISTOL)),
            notes=(
                b.note(0.8, "manager", "Ngozi's trustees meet tonight about the £14,600 heat pump quote. Wants the noise figure at the "
                       "fence: **42 dB(A)**, sent with the data sheet."),
                b.note(21.4, "manager", "Survey with Fergus. Good fabric, poor radiators in the baby room. Touch-safe covers everywhere.",
                       "meeting"),
                b.note(21.3, "manager", "Visits only 07:00-07:45 or after 18:00. Sign in, DBS badge visible, tools never out of hand.",
                       "special requirement", pinned=True),
            ),
            tasks=(b.task("Ask Ngozi how the trustees decided", "manager", 1, ago=0.7),),
            activity=(b.did(20.2, "manager", "status", before="Enquiry", after="Quoted"),), preferences=Preferences(hours="After 18:00"),
        ),
    ]  # fmt: skip


def _homes(b: Builder) -> list[Client]:
    """Households."""

    def home(
        number: int, born: float, status: str, owner: str, name: str, district: str, box: str
    ) -> Client:
        given, family = name.split(" ", 1)
        points = (
            (mail(f"{box}@inbox.example", "Home", preferred=True), *b.phone("GB", "Mobile"))
            if box
            else b.phone(BRISTOL, "Home")
        )
        place = b.place("service", "Home", BRISTOL, district, default=True)
        return Client(number, "individual", name, b.clock.at(born), status, owner, given=given, family=family, currency="GBP",
                      points=points, locations=(place,))  # fmt: skip

    return [
        with_(
            home(8, 2033.2, "Active", "staff", "Olwen Satterthwaite", "Westbury-on-Trym", ""),
            source="Returned after years", tags=("Vulnerable", "Service plan"), favourite_of=("staff", "dilys"),
            contacts=(b.person("Rhys|Satterthwaite", "Son, lives in Leeds", "emergency, billing", "homemail.example", BRISTOL, primary=True),),
            notes=(
                b.note(0.9, "staff", "Serviced the old Hestley. It will see 90, like its owner. Bled the landing radiator, had cake.", "service"),
                b.note(180.3, "dilys", "Olwen is 91 and alone. **If the heating is off, she is first**, same day, no call-out charge. Knock, then "
                       "wait: two minutes to the door. Bills to Rhys.", "special requirement", pinned=True),
            ),
            tasks=(b.task("Ring Rhys about a new boiler before next winter", "staff", 4, ago=0.8),),
            activity=(b.did(400.2, "dilys", "contact", name="Rhys Satterthwaite"),),
            preferences=Preferences("phone", "en", "10:00-16:00", "Same day"), custom=(("boiler_make", "Hestley"), ("fuel", "Gas")),
        ),
        with_(
            home(9, 12.4, "Quoted", "manager", "Kwame Rosewarne", "Bishopston", "kwame.rosewarne"), source="Website form",
            tags=("Heat pump",),
            notes=(
                b.note(0.5, "manager", "Quote for the bathroom sent: £7,940 with the walk-in shower, £6,310 without. He leans to the shower."),
                b.note(8.3, "imran", "Measured up. Joists run the right way for once. Waste can go through the old chimney breast.", "meeting"),
            ),
            tasks=(b.task("Ring Kwame about the bathroom quote", "manager", 2, ago=0.4),),
            activity=(b.did(7.3, "manager", "status", before="Enquiry", after="Quoted"),), preferences=Preferences("sms"),
        ),
        with_(
            home(10, 3.6, "Enquiry", "dilys", "Zainab Fairweather", "Easton", "zainab.f"), source="Referral from a neighbour",
            tags=("Electrical",),
            notes=(b.note(0.15, "dilys", "RCD trips every night around two. She has a baby and bottles to warm. Told her to unplug the freezer "
                          "in the shed tonight; Merryn first thing tomorrow."),),
            tasks=(b.task("Fault finding, RCD at night", "merryn", 1, ago=0.1),), preferences=Preferences("sms", "en", "After 09:00"),
        ),
        with_(
            home(11, 640.2, "Active", "imran", "Percival Blencowe", "Redland", "p.blencowe"),
            flag=b.flag(100.2, "imran", "Disputes every call-out fee: agree the price in writing first"),
            notes=(
                b.note(1.75, "imran", "Tap in the utility drips. It is the same tap. Showed him the limescale, quoted £140 for a new one, in "
                       "writing, before I opened the toolbox.", "service"),
                b.note(101.3, "admin", "Credited £30 for the second visit. Third time this year."),
            ),
            tasks=(b.task("Wait for written yes to £140", "imran", -1, ago=1.7),), preferences=Preferences("email"),
        ),
        with_(
            home(12, 505.4, "Dormant", "dilys", "Tamsin Lathbury", "Southville", "tamsin.lathbury"),
            notes=(
                b.note(1.85, "dilys", "Back from New Zealand, tenants gone, boiler dead. Wants everything looked at before moving in on the 1st."),
                b.note(490.3, "staff", "Drained down and winterised. Stopcock behind the washing machine, left, low.", "service"),
            ),
            tasks=(b.task("Book a full check before the 1st", "dilys", 0, ago=1.8),),
            activity=(b.did(488.2, "dilys", "status", before="Active", after="Dormant"),), preferences=Preferences("email"),
            custom=(("boiler_make", "Ardenn 30"), ("key_safe", "no")),
        ),
    ]  # fmt: skip
