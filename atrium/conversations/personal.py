"""What was said to and by people: mails, SMS, calls, notes and comments."""

from atrium.foundation.personal import ERASED, Fate, keeps, plain, tells
from atrium.foundation.translation import gettext_lazy

_TALK = gettext_lazy("To know what was agreed and said.")
_BOX = gettext_lazy("To send and to receive mail as the member or the team.")

keeps(
    "conversations.Message",
    title=gettext_lazy("E-mails and SMS"),
    why=_TALK,
    of={"client": "filings__client", "contact": "parties__contact"},
    fate=Fate.BLANK,
    about="subject html text raw typed",
    files="raw",
    words="problem",
    plain="message_id in_reply_to references",
)
keeps("conversations.Attachment", title=gettext_lazy("Files of e-mails"), why=_TALK,
      of={"client": "message__filings__client", "contact": "message__parties__contact"},
      fate=Fate.DELETE, about="name stored_as content_id", files="stored_as",
      plain="content_type method")  # fmt: skip
keeps("conversations.Party", title=gettext_lazy("Senders and receivers"), why=_TALK, of={"contact": "contact",
      "client": "message__filings__client"}, fate=Fate.BLANK, about="address address_key name refusal",
      instead={"address": ERASED, "address_key": ERASED})  # fmt: skip
keeps("conversations.Attempt", title=gettext_lazy("Attempts to send"), why=_TALK, words="answer")
keeps("conversations.Thread", title=gettext_lazy("Conversations"), why=_TALK, of={"client":
      "messages__filings__client", "contact": "messages__parties__contact"}, words="subject")  # fmt: skip
keeps("conversations.Unanswered", title=gettext_lazy("Unanswered"), why=gettext_lazy("To answer in time."), of={"client": "client",
      "contact": "contact"}, fate=Fate.DELETE, about="address_key")  # fmt: skip
keeps("conversations.Unfiled", why=_TALK, words="because")
keeps("conversations.Holding", why=_TALK, plain="folder")
keeps("conversations.Call", title=gettext_lazy("Calls"), why=_TALK, of={"client": "client", "contact": "contact"},
      fate=Fate.BLANK, about="number note external_id")  # fmt: skip
keeps("conversations.Comment", title=gettext_lazy("Comments"), why=_TALK, of={"client": "client"}, fate=Fate.BLANK,
      about="html text", plain="message_id", instead={"html": ERASED, "text": ERASED})  # fmt: skip
keeps("conversations.Note", title=gettext_lazy("Notes"), why=_TALK, of={"client": "client"}, fate=Fate.BLANK,
      about="html text outcome", instead={"html": ERASED, "text": ERASED})  # fmt: skip
keeps("conversations.Image", title=gettext_lazy("Pictures in notes and e-mails"), why=_TALK, of={"client": "client"},
      fate=Fate.DELETE, about="stored_as", files="stored_as", plain="content_type")  # fmt: skip
keeps("conversations.Ignored", title=gettext_lazy("Senders that are passed over"), why=gettext_lazy("To pass over mail of no"
      " interest."), words="what")  # fmt: skip
keeps("conversations.SmsStop", title=gettext_lazy("Consent: numbers that said stop"), why=gettext_lazy("So that nobody writes to"
      " a number that asked to be left alone."), books="number word")  # fmt: skip
keeps("conversations.Mailbox", why=_BOX, member="address address_key name signature smtp_user"
      " imap_user", plain="provider_key provider_home provider_domain provider_signing hook_key"
      " smtp_host smtp_secret imap_host imap_secret imap_folders imap_read problem")  # fmt: skip
plain("conversations.SignIn", "issuer access refresh problem")
plain(
    "conversations.SmsNumber",
    "name home account token number service key stop_words start_words",
)
plain("conversations.MessageTemplate", "label label_key language subject html")
plain("conversations.NoteTemplate", "label label_key html")
tells("conversations", "direction outcome what day mentions about whom")
