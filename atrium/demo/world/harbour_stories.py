"""What people at a plumbing, heating and electrical firm write down."""

STORIES = """
S Annual service done on the {boiler}. Flue gas reading fine, expansion vessel topped up to 1.2 bar. Next one due in {month}.
S {boiler} locking out with fault {fault}. Reset held for ten minutes, then out again. {part} ordered from the merchant, back on {day} at {time}.
S Replaced the {part} on the {boiler}, ran it for half an hour, no more {fault}. {amount} plus VAT, {who} happy to pay by card.
S RCD tripping since the weekend. Unplugged everything, traced it to the {appliance} in the {room}. Told {who} to leave it off until it is replaced.
S EICR finished: two C2s ({c2} and no bonding to the gas) and one C3. Quote for the remedials goes out {day}, certificate once they are done.
S EICR satisfactory, no C1 or C2. Certificate valid five years. Sent {who} a copy by mail.
S Leak under the {room} basin was the compression joint on the hot side. Remade it, dried out, checked again after twenty minutes.
S Mixer in the {room} dripping again. Cartridge is an odd size, took the old one along to match. {engineer} to fit on {day}.
S Power-flushed the radiators at {street}. Water was black as treacle; {n} radiators now hot to the bottom for the first time in years.
S Unvented cylinder serviced, tundish dry, pressure relief exercised. Stuck a new label on with the date.
S Outside tap split. Isolated it, fitted a new one with a double check valve, lagged what we could reach.
S Smoke and heat alarms interlinked, {n} in all, tested with {who} there. Expiry 2035 on all of them.
S Consumer unit changed to {ways}-way with RCBOs. Power was off from {time} for three hours. Notified to building control, certificate to follow.
S Blocked drain cleared with the rods, {n} metres down from the inspection chamber. Wet wipes again. Left a polite note for the tenants.
S No hot water call-out. Diverter valve stuck in the heating position; freed it, but it wants replacing before winter. Quoted {amount}.
S Landlord gas safety record done: boiler and hob, both pass. Hob flame was lifting, regulator adjusted.
S Immersion element gone at {street}. Fitted an Incoloy one, thermostat at 60. {mins} minutes on site after the drain-down, which took rather longer.
S Toilet in the {room} running on. New fill valve and flush seal, {amount} all in.
S Replaced {n} thermostatic valves, balanced the system. {who} says the {room} is finally warm.
S Emergency lights tested, one in the stairwell lasted only 40 minutes. Battery pack ordered.
S EV charger commissioned on a 32 A circuit, earth rod reads 84 ohm. Showed {who} the app and left the manual by the meter.
S Pressure dropping overnight from 1.5 to 0.4. No visible leak, so the prv or under the floor. Put leak sealer in as agreed, check on {day}.
S- {who} had turned the stopcock off the wrong way and it snapped. Water company shut it outside, we put in a quarter-turn one. No more spanners needed.
S Underfloor heating manifold: actuator {n} dead, zone {room} cold. Swapped with a spare from the van.
S Fitted a shower pump, positive head, in the airing cupboard on a slab to keep it quiet. It is not quiet. Rubber feet on order.
S Replaced {n} downlights in the {room} with fire-rated LED ones; two of the old fittings had scorched the joist. Photos taken for the insurer.
S Gas smell reported. Let-by test and tightness test passed, found it on the cooker hose. New bayonet hose, retested, left safe at {time}.
S Second visit free of charge: the joint we made on {day} had wept. Apologised, no hard feelings.
G Called back about the quote for {amount}. {who} wants to think it over and talk to the other half.
G Left a voicemail for {who}, tried twice. Will ring again on {day} before {time}.
C {who} rang: heating is fine again, it was the timer. Talked through the programmer on the phone, {mins} minutes, no charge.
G Wants to know why invoice {ref} shows a call-out when we were there anyway. Explained it; credited half as goodwill.
G Asked for a second price without the new {part}. Said we would not guarantee it without, and that was that: going with ours.
G Paid {amount} by bank transfer, reference was the house number instead of the invoice. Matched by hand.
G Sent the booking for {day}, arrival from {time}, two-hour window. Confirmed by text.
G+ {who} needs a PO number on every invoice from now on, otherwise accounts send them straight back.
G+ New person in accounts, {who} is leaving at the end of the month. Ask for the new address before the next statement.
G+ Wants one bill a month for all sites, listed by address. Agreed from {month}.
G Very nice e-mail from {who} about {engineer}: on time, overshoes on, left the {room} cleaner than it was.
C Complaint: arrived at 10:40 instead of 08:00 and nobody rang. {who} is right. Sent flowers, sorted the diary.
G- {who} is away until {month}; keys with the neighbour at number {n}. Water is off at the stopcock.
G- Recommended us to the sister in Portishead. Promised {who} a free service next time.
G Asked whether we do heat pumps. Told {who} honestly: survey yes, installation from spring when {engineer} has the ticket.
G Sent three dates for the {room} work: {day} morning, {day} afternoon, or first thing the week after.
G Chased the deposit of {amount}. Says it went on {day}; nothing in the account yet.
G Quote {ref} accepted by e-mail at {amount}. Materials ordered, two days of {engineer} pencilled in.
G Quote {ref} declined: cousin does it cheaper. Wished them luck, kept the door open.
C+ {who} asked for our insurance certificate and the public liability schedule again. Sent both, they expire in {month}.
G+ Tender for the reactive maintenance comes out in {month}. {who} says price is 60 per cent and response time the rest.
G Confirmed that we cannot get the {part} before {day}. Offered two fan heaters until then; {who} took one.
G Warranty on the {boiler} runs out in {month}. Offered the extension for {amount} a year.
M Met {who} on site at {street} to look at the {room}. Scope:¶- strip out and cap the old pipework¶- new {part} and isolation valves¶- make good, not decorate¶Price by {day}.
M+ Quarterly review with {who}. **{n} call-backs** in the quarter, all but one sorted within the week. Wants photos with every job sheet.
M+ Walked the risers with {who} and the caretaker. Valve tags are missing on floors 2 to 4. We label them at the next service, no extra charge.
M Site visit for the rewire. {who} would like sockets at 450, USB by the beds, and *nothing* surface-mounted. Three days and a dusty week.
M+ Talked about the service contract: {n} sites, two visits a year, four-hour response in the heating season. They want it to start in {month}.
M+ Toolbox talk with their people about isolating the plant room. {who} signed the sheet; copy is in the job folder.
M Survey for the heat loss calculation. Windows are better than the loft. Advised insulating first; {who} took it well.
M+ Handover of the plant room: O&M manual, {n} keys, commissioning sheets. {who} wants a labelled photo on the wall.
R- Dog. Friendly, but ring first so that {who} can put it in the garden. Do **not** leave the side gate open.
R **Key safe** by the back door. Code is with the office: ask before you leave the yard, it changes every month.
R Parking: residents only until 18:00. Visitor permits in the drawer of the hall table; put one in the van or pay £9 a day.
R- {who} is hard of hearing: knock loudly, speak to the face, write down what was done.
R Asbestos register says the {room} ceiling is textured coating. **No drilling** there without the survey in hand.
R Stopcock is not under the sink but behind the washing machine, left, low. Takes the long key.
R+ Sign in at reception and wear the visitor badge. Hi-vis in the yard, no exceptions, {who} will send you home.
R- Newborn in the house: no visits between 13:00 and 15:00, and no drilling after 18:00.
R+ Only hot works with a permit: ask {who} 24 hours ahead. Fire watch one hour after the torch is out.
R Low loft hatch, 40 cm. Send {engineer}, not the big ladder.
"""

TAILS = """
S Photos are in the job folder.
S Left it all safe.
{mins} minutes on the phone.
S Parking was easy for once.
S Told {who} to ring if it comes back.
S Job sheet signed.
Will check again on {day}.
S Asked for a call half an hour ahead next time.
S Invoice to follow this week.
S {who} was there throughout.
Copied to {engineer}.
S Neighbour wants a price too.
S Left a card.
"""

TASKS = """
Ring {who} about the quote
Order {part} for {client}
Send EICR certificate
Book annual boiler service
Chase deposit of {amount}
Confirm access for {day} {time}
Send invoice {ref} again, with PO number
Price remedials from the EICR
Collect keys for {street}
Send public liability schedule to {who}
Check leak after 48 hours
Return fan heater
Register boiler warranty
Ask {who} for the alarm code
Send before and after photos
Book scaffold for the flue
Take meter readings for the heat loss survey
Call back about the heat pump survey
Post gas safety record to tenant
Reply to complaint
"""

SLOTS: dict[str, tuple[str, ...]] = {
    "boiler": ("Ardenn 30 combi", "Calorax 24i", "Thermaline Plus", "Brunswell system boiler", "old Hestley back boiler",
               "Calorax 35", "Ardenn Heat-Only 18"),
    "fault": ("F28", "EA 227", "L2", "F75", "E119", "code 133", "F1 low pressure"),
    "part": ("fan", "PCB", "diverter valve", "pump head", "pressure sensor", "ignition lead", "three-port valve", "gas valve",
             "plate heat exchanger", "room thermostat", "cylinder thermostat", "auto air vent"),
    "room": ("kitchen", "bathroom", "back bedroom", "utility room", "downstairs cloakroom", "loft room", "basement flat", "office",
             "en suite", "hall"),
    "appliance": ("kettle", "dishwasher", "pond pump", "tumble dryer", "fridge-freezer", "garage freezer", "electric shower"),
    "c2": ("no RCD on the sockets", "cracked cut-out", "exposed copper in the meter cupboard", "shower on a 2.5 mm cable"),
    "ways": ("8", "10", "12", "16"),
    "amount": ("£68", "£95", "£140", "£185", "£216", "£340", "£465", "£720", "£1,180", "£1,940", "£2,850", "£4,300"),
    "ref": ("HV-2217", "HV-2304", "HV-2351", "HV-2418", "HV-2466", "HV-2509", "HV-2573", "HV-2612"),
}  # fmt: skip
