"""What a brand and web studio writes down."""

STORIES = """
M Brand workshop with {who}. Three words on the wall at the end: *{word}*, *{word2}* and, after an argument, *useful*. Route one and two by {day}.
M Kick-off: {thing}. Goals, no-goals, who decides. **{who} decides**, everybody else comments until {day} noon.
M Presented {n} routes for the {thing}. Route two it is, with the colour of route one. {who} clapped, which is new.
M Feedback round two on the {thing}: larger, smaller, larger. Agreed on a rule instead of an opinion: cap height is the margin.
M Content workshop. 84 pages today, eleven are read by anyone. {who} cuts, we structure.
M Card sorting with {n} of their customers. Nobody looks for "Solutions". {who} took it like a champion.
M Sprint review: {page} is in, search is out until phase two. {who} wants the map back.
M Photo briefing with {who}: their own people, daylight, no handshakes, no laptops with invisible screens.
M Retrospective after launch. Good: weekly demos. Bad: copy came late, from us as well as from them.
M Price talk for the care contract: {fee} a month with {n} hours in it. {who} asks for a yearly break clause, fine.
M Naming session, {mins} candidates, {n} left after the trademark look. Favourite of {who}: the one nobody can spell.
M Stakeholder round: marketing wants warm, sales wants big, {who} wants it by {month}.
M Accessibility review with {who}: contrast of the {word} button, focus rings, captions. All fixable this sprint.
M Walk through the shop with {who}: signage, packaging, receipts. The receipt is the most-read thing they print.
G {who} says the favicon looks "like a biscuit". At 16 pixels everything does. Sent three versions with one stroke less.
G Logo a little bigger, please. Sent it on a billboard and on a stamp; {who} agrees that it is fine.
G {who} loves the {thing} but the husband does not. Asked who signs.
G Sent offer {ref}: {thing}, {fee}, {n} weeks, two rounds. Valid until the end of {month}.
G Offer {ref} signed. Deposit invoice of one third goes out today.
G Offer {ref} declined, they take a template. Offered an hour of {engineer} to pick a good one.
C Final invoice for the {thing} sent, {fee}. {who} asked for net 30 instead of 14, given.
G {fee} arrived, without reference, from a personal account. Matched by amount.
G Scope creep: a "tiny" {page}. Wrote to {who} what tiny costs: {fee}. Silence, then a thumb.
C {who} mailed copy for {n} of the 18 pages. The rest "Anfang der Woche". We know these weeks.
G Waiting for photos since {day}. Put in grey boxes that say PHOTO BY {who}; it helps.
G Proofs from the printer: {word} comes out too {word2} on uncoated paper. Asked for 4 per cent less black.
C Printer asks for bleed on the flyer. It has bleed. Sent the file again with a picture of the bleed.
G Domain moved, mail was down for {mins} minutes, because the MX was at the old host. {who} noticed at minute three.
G Cookie banner gone, since nothing needs it any more. {who}'s lawyer: "darf man das?" Yes.
G Page speed: {page} from 4.1 to 1.2 seconds, mostly one hero video. {who} misses the video a little.
G {who} found the typo. In the headline. On the poster. We pay for the reprint.
G Font licence: desktop {n} seats, web 100k views. Sent {who} the invoice of the foundry to pay directly.
C Newsletter template ready. {who} wrote the first issue, 1,400 words. Suggested three issues.
G Umlauts in the domain: advised to own both, print the one without.
G French version: quotes are « like this », and a space before the colon. {who} noticed, with delight, that we had done it.
G Polish glyphs missing in the display font: ł and ż fall back to Arial. Foundry draws them until {month}.
C {who} asks for the open files. Contract says PDF and SVG; open files at {fee}. Thinking.
G Retainer hours: {n} left in {month}. {who} wants them for social templates.
G A competitor launched with almost our {word}. Sent {who} both next to each other; ours is older and better.
G {who} shared the {thing} on the network, {mins} comments, one from an old teacher of mine.
C New contact: {who} takes over marketing, comes from a museum, asks excellent questions.
G Out of office until {month}: {who}. Approvals go to the deputy, who does not answer either.
C Rang {who} about the missing approval. "Passt schon" counts, I asked for it by mail anyway.
C {who} would like the {page} "wie bei Apple, aber wärmer". Noted the wärmer.
G Referral: {who} sent us a friend with a bakery. Coffee on {day}.
C Award entry for the {thing}: {fee} fee, asked {who} to share it.
G Image rights: the {page} picture was from a search engine. Replaced the same hour, told {who} why.
G Hand-over of {n} social templates. {who} made the first post alone and it was good.
G Asked for a testimonial. {who} sent one sentence: "They listened and then did something better."
S {page} deployed on {day}, {time}. Smoke test fine, old URLs redirect, {who} informed.
S Monthly care: updates, backup restored as a test, {n} broken links mended. {mins} minutes.
S Form on the {page} went to spam since the mail host changed. SPF corrected, test mail arrived.
S Certificate renewal failed overnight, renewed by hand at {time}. Alarm moved to 20 days before.
S Contrast in the footer raised to 4.9:1, links underlined again.
S Figma library cleaned: {n} button styles are now one. Shared with their developers.
S Print data for the {thing} sent to the printer: PDF/X-4, fold marks, {n} spot colours.
S Analytics without cookies set up, first numbers for {who} on {day}.
S {engineer} rebuilt the {page} without the slider. Nobody has asked where it went.
S Alt texts written for {mins} pictures. {who} checks the product names.
S Hot fix: price table broke on narrow phones. {mins} minutes from mail to live.
R **Colour is law**: {word} is HKS 41, never an approximation, see the book on shelf two.
R All texts in Sie form. The founder reads every word, also the alt texts.
R Nothing goes live on {day}s: their warehouse system syncs then. Earliest {time} the next day.
R Approvals only in writing, by {who} *and* the deputy. Screenshots of chats do not count.
R Invoices in French, with SIRET and "autoliquidation". Template is in the folder.
R NDA until launch: no sketches on the studio wall, no names in the calendar.
R Logo clear space is one letter height. They measure. With a ruler.
"""

TAILS = """
{mins} minutes on video.
Figma link is in the folder.
{who} answers within the hour, keep it that way.
Screens attached to the project.
Next look on {day} at {time}.
Copied to {engineer}.
Noted in the tracker.
S No extra cost this time.
S Staging link sent to {who}.
Will sleep on it.
Decision by {day}.
S Tested on three telephones.
S Old version kept for a month.
"""

TASKS = """
Send {n} favicon versions to {who}
Offer {ref}: {thing}
Chase photos from {who}
Deposit invoice for {thing}
Check proofs, {thing}
Redirect map for {page}
Alt texts for {page}
Ask {who} for written approval
Restore test of the backup
Font licence for {client}
Book room for brand workshop
Collect copy from {who}
Colour profile to the printer
Present routes on {day}
Quote care contract, {fee} a month
Translate {page} into French
Fix footer contrast
Export social templates
"""

SLOTS: dict[str, tuple[str, ...]] = {
    "word": ("ochre", "petrol", "signal red", "oat", "lichen", "cobalt", "rust", "quiet", "bold"),
    "word2": ("honest", "dry", "warm", "grey", "precise", "playful", "dark", "calm"),
    "thing": ("website", "wordmark", "packaging", "annual report", "menu", "signage", "pitch deck", "shop relaunch", "poster series",
              "icon set", "visual identity", "trade fair stand"),
    "page": ("home page", "product page", "jobs page", "checkout", "press page", "store finder", "team page", "booking page"),
    "fee": ("€380", "€640", "€950", "€1,450", "€2,900", "€4,800", "€7,600", "€12,500", "€18,900"),
    "ref": ("OK-311", "OK-326", "OK-334", "OK-347", "OK-352", "OK-368", "OK-371"),
}  # fmt: skip
