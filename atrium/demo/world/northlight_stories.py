"""What recruiters write down."""

STORIES = """
M+ Hiring brief with {who}: **{role}**, {n} openings, {salary}, three days on site. Must have {skill}; nice to have {skill2}. Wants a shortlist by {day}.
M+ Kick-off for the {role} search. {who} decides, HR screens, two rounds, offer within a week of the second. Said we would hold them to it.
M+ Quarterly review with {who}. {n} placed, one left in probation (commute, not us). Time to shortlist {mins} days on average.
M+ Rate talk. They want {rate} per cent, we hold at {rate2} for contingent, {rate} for exclusive. {who} takes it to finance.
M+ Lunch with {who}. Headcount freeze lifts in {month}; first three roles will be {role}, then support.
M+ Debrief after the {role} interviews. **Yes** to the second candidate, no to the first (too junior), third withdrew.
M+ Walked the floor with {who}. Quiet open space, mostly headphones, dogs allowed on {day}s. Tell candidates, some will love it.
M+ Introduced {engineer} as second contact. {who} is fine with it as long as there is one voice on fees.
M+ Supplier day. {n} agencies in the room, all promised the moon. We promised {n} CVs, all read, all asked. {who} smiled.
M+ Talked through the salary survey: they are eight per cent under the middle for a {role}. {who} was not surprised, finance will be.
M+ Exit talk of the contractor at {client}: good team, slow laptop, would come back. Passed on all but the laptop.
M+ Planned the assessment day with {who}:¶- 9 candidates, 3 groups¶- case on {skill}¶- lunch with the team¶- answers to everybody **by {day}**
G+ Sent {n} CVs for the {role}. {who} will come back by {day}.
G+ {who} likes the first two CVs, wants to know notice periods before booking. Both one month.
G+ Interview set: {day} {time}, on site with {who} and a peer. Candidate briefed on the case and on parking.
G+ Interview moved from {day} to {day} because {who} is on a plane. Candidate took it well.
C+ Feedback from {who}: strong on {skill}, vague about {skill2}, too quiet for the client calls. Not going further. Told the candidate kindly.
G+ Feedback: best {role} they have met this year. Second round with the board on {day}.
G+ Offer out: {salary} plus bonus, start 1 {month}. Candidate wants the weekend.
G+ **Offer accepted.** Start 1 {month}. Invoice after the first day, rebate period twelve weeks.
G+ Offer declined, counter-offer from the present employer. {who} disappointed; two warm ones in reserve.
G+ Candidate no-show at {time}. Apologised to {who}, candidate taken off our list.
G+ Counter-offer risk: candidate's boss came back from holiday. Rang at {time}, still with us.
G+ First day went fine, laptop worked, lunch with the team. {who} sent a photo of the welcome cake.
C+ Four-week call with {who}: settled in, asks good questions. Next call in {month}.
G+ Terms signed at {rate} per cent, 30 days, rebate twelve weeks. Copy in the file.
C+ They asked for terms at {rate} per cent again. Reminded {who} gently of what {rate2} bought them last time.
C+ PO for the {role} fee still missing. {who} in accounts asks procurement, procurement asks {who}.
G+ Invoice {ref} paid, {n} days early. First time. Said thank you.
G+ Invoice {ref} for {fee} is overdue. {who} says it is in the {day} run.
G+ Rebate question: starter left in week nine. Under the terms that is 50 per cent, {who} agrees, credit note goes out.
G+ Role on hold until the budget is through. {who} hopes for {month}.
G+ Role cancelled: filled from inside. Asked {who} for the next one instead, got a maybe.
G+ Contractor extension: another {n} months at {dayrate} a day. Paperwork from {engineer} by {day}.
G+ Timesheets of last week unsigned. {who} does them on {day}s, reminded.
C+ Contractor asks for {dayrate} from {month}. {who} offers to meet in the middle.
G+ IR35 status determination received: outside. Filed with the contract, insurance informed.
G+ {who} left a voicemail about {skill} people in Cork. We know two; both happy where they are.
G+ Reference for the {role} taken: "would hire again tomorrow". Sent the form to {who}.
G+ Right-to-work check done on video, share code verified, copy filed.
G+ {who} wants anonymised CVs from now on: no names, no schools, no photos. Template changed.
C+ They are building a team in Dublin: {n} people by {month}, {role} first. {who} asks who we have.
G+ Direct applicant clash: the same {role} came through their website in {month}. Stood back, they owe us a coffee.
G+ Another agency sent our candidate without asking. Mail with date and time of consent went to {who}.
G+ Job advert for the {role} rewritten: out with "rock star", in with salary and hours. Twice the replies.
G+ {n} good replies to the advert, {mins} in all. Phone screens on {day} from {time}.
G+ Phone-screened {n} for the {role}. Two go forward, one for the talent pool.
G+ Market note for {who}: {skill} people now expect {salary}, and answer recruiters on {day} evenings only.
G+ Talked {mins} minutes with {who} about hybrid: two days fixed, the rest free. Widens the pool by a third.
G+ New hiring manager, {who}, came from a competitor and brings favourites. Keep close.
G+ They compare us with an in-house recruiter. Sent the cost per hire of the last three: {fee} on average.
G+ Asked {who} for a reference on our site. Yes, after legal.
G+ Candidate for {role} has a second offer. Asked {who} to decide by {day} noon.
G+ Salary band raised to {salary} after our third rejection. Re-opening the search.
G+ {who} on parental leave until {month}. HR covers, hiring continues at half speed.
G+ Visa: sponsor licence number received, certificate takes {n} weeks. Start moved to {month}.
S+ Weekly search update: {mins} approached, {n} interested, two submitted. Pipeline is thin on {skill}.
S+ Talent map for {role} in the region sent: {mins} people, {n} warm. {who} forwards it to the board.
S+ Psychometric tests ordered for the last {n}. Results by {day} {time}.
S+ Onboarding pack sent to the starter: contract, parking, first-week plan from {who}.
S+ Payroll for {n} contractors run, one timesheet late, paid by hand the same day.
S+ Background check back without findings, took {mins} days. {who} informed.
R+ **Never** ring the switchboard about candidates: the present holder of the {role} job does not know. Only {who}'s mobile.
R+ CVs as PDF through their portal, nothing by mail. Portal locks after three wrong passwords; {engineer} has the reset.
R+ Fee invoices need PO, cost centre and the starter's first day, or they come back.
R+ Two references before offer, one of them a line manager. No exceptions since {month}.
R+ No contact with {who} between 08:15 and 09:30: school run. Best after.
R+ Off limits: we do not approach people of {client} for twelve months after each placement.
R- Wants to be called after work only, boss sits opposite. Text before.
G- {who} looks for {role}, {salary}, notice one month, no travel. Met on video, articulate, funny.
G- Interview practice with {who}: stop apologising, lead with the migration story.
G- {who} got the job and wants to hire through us now. Lovely.
C- {who} asks for feedback on the portfolio, {n} pages too long. Sent notes.
G- {who} out of the market until {month}, promised to call first.
M- Career talk with {who}: leave agency life, go in-house. Has the {skill}, lacks the patience.
"""

TAILS = """
{mins} minutes on the phone.
Summary mailed to {who}.
Copied to {engineer}.
Next call on {day}.
In the tracker.
Friendly as ever.
Finance must see it first.
S Copy in the candidate's file.
Will push again on {day} at {time}.
{who} sounded tired, keep it short next time.
S Saved in the folder.
No written answer yet.
"""

TASKS = """
Send shortlist for {role} to {who}
Chase interview feedback from {who}
Take second reference, {role}
Prepare candidate for {day} {time}
Send terms at {rate} per cent
Ask {who} for the PO number
Four-week call with {who}
Extend contractor, {dayrate} a day
Check timesheets of last week
Post advert for {role}
Update talent map, {skill}
Credit note for rebate
Send salary survey to {who}
Book room for assessment day
Right-to-work check, new starter
Debrief with {who}
Chase invoice {ref}
Ask {who} for a reference
"""

SLOTS: dict[str, tuple[str, ...]] = {
    "role": ("data engineer", "payroll manager", "site reliability engineer", "warehouse shift lead", "credit controller",
             "UX researcher", "HR business partner", "quantity surveyor", "key account manager", "backend developer",
             "regulatory affairs lead", "finance director", "customer success manager", "electrical design engineer"),
    "skill": ("SQL", "Kotlin", "forecasting", "people leadership", "stakeholder calls", "IFRS", "PLC programming", "Kubernetes",
              "lean", "procurement", "Irish payroll"),
    "skill2": ("estimation", "documentation", "French", "budgeting", "presenting", "hiring", "testing", "Excel beyond pivot tables"),
    "salary": ("£38k", "£45k", "£52k to £58k", "£64k", "£78k", "€55k", "€68k", "€82k to €90k"),
    "dayrate": ("£325", "£410", "£480", "£525", "€460", "€540"),
    "rate": ("15", "16", "17.5", "18"), "rate2": ("19", "20", "22", "22.5"),
    "fee": ("£6,840", "£9,120", "£11,700", "£14,400", "€12,300", "€15,660"),
    "ref": ("NL-1082", "NL-1107", "NL-1133", "NL-1168", "NL-1191", "NL-1204", "NL-1239"),
}  # fmt: skip
