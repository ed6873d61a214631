"""What tenders say of people: in words only."""

from atrium.foundation.personal import keeps, plain, tells

_WORK = "To offer and to know why it was won or lost."

keeps("tenders.Tender", title="Tenders", why=_WORK, of={"client": "client"},
      words="title description notes comment", plain="currency timezone")  # fmt: skip
keeps("tenders.TenderContact", title="Tenders, as a contact", why=_WORK, of={"contact": "contact"})
plain("tenders.TenderReason", "label label_key")
plain("tenders.TenderStage", "label label_key")
tells("tenders", "tender title what before after how when work owner")
