"""What meetings say of people: who was asked, what they answered, what was said."""

from atrium.foundation.personal import ERASED, Fate, keeps, plain, tells
from atrium.foundation.translation import gettext_lazy

_MEET = gettext_lazy("To meet, and to know what was agreed.")

keeps("meetings.Attendee", title=gettext_lazy("Meetings the person was asked to"), why=_MEET, of={"contact":
      "contact", "client": "meeting__client"}, fate=Fate.BLANK, about="name address comment",
      instead={"name": ERASED})  # fmt: skip
keeps("meetings.Meeting", title=gettext_lazy("Meetings"), why=_MEET, of={"client": "client", "contact":
      "attendees__contact"}, words="title agenda place link minutes reason",
      plain="uid timezone")  # fmt: skip
plain("meetings.Feed", "key_hash")
plain("meetings.Series", "uid rule timezone")
tells("meetings", "title when what before answer because")
