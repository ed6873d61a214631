"""The templates for messages that the demo organisations begin with: name, language, subject, words."""

MESSAGES = (
    ("Appointment confirmed", "", "Your appointment with {{organisation.name}}", "Dear {{contact.name}},\n\nthank you for the call. We have put you down for \n\nIf the day does not suit you, just answer this e-mail.\n\n{{member.name}}, {{organisation.name}}"),
    ("Appointment confirmed", "de", "Ihr Termin bei {{organisation.name}}", "Guten Tag {{contact.name}},\n\nvielen Dank für Ihren Anruf. Wir haben Sie eingetragen für \n\nPasst Ihnen der Tag nicht, antworten Sie einfach auf diese E-Mail.\n\n{{member.name}}, {{organisation.name}}"),
    ("Appointment confirmed", "fr", "Votre rendez-vous avec {{organisation.name}}", "Bonjour {{contact.name}},\n\nmerci de votre appel. Nous avons retenu \n\nSi le jour ne vous convient pas, répondez simplement à ce message.\n\n{{member.name}}, {{organisation.name}}"),
    ("Send the quote", "", "Quote for {{client.name}}", "Hello {{contact.given_name}},\n\nas promised, our quote is attached. It holds for 30 days from {{today}}.\n\n- Scope:\n- Not included:\n- Earliest start:\n\nShall I call you on it this week?"),
    ("Waiting for papers", "", "Papers we still need ({{client.code}})", "Hello {{contact.given_name}},\n\nto go on for {{client.name}} we still need:\n\n- \n\nA photograph from a telephone is good enough."),
)  # fmt: skip
