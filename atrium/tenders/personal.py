"""What tenders say of people: in words only."""

from atrium.foundation.personal import Fate, keeps, plain, tells
from atrium.foundation.translation import gettext_lazy

_WORK = gettext_lazy("To offer and to know why it was won or lost.")

keeps("tenders.Tender", title=gettext_lazy("Tenders"), why=_WORK, of={"client": "client"},
      words="title description notes comment", plain="currency timezone")  # fmt: skip
keeps(
    "tenders.TenderContact",
    title=gettext_lazy("Tenders, as a contact"),
    why=_WORK,
    of={"contact": "contact"},
)
keeps("tenders.TenderFile", title=gettext_lazy("Files of tenders"), why=_WORK, of={"client": "file__client"},
      fate=Fate.DELETE)  # fmt: skip
plain("tenders.TenderReason", "label label_key")
plain("tenders.TenderStage", "label label_key")
tells("tenders", "tender title what before after how when work owner")
