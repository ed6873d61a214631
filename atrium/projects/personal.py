"""What projects say of people: to whom something was sent and what they answered."""

from atrium.foundation.personal import ERASED, Fate, keeps, plain, tells
from atrium.foundation.translation import gettext_lazy

_WORK = gettext_lazy("To deliver the work, and to show that it was.")

plain("projects.Column", "label label_key")
keeps("projects.Project", title=gettext_lazy("Projects"), why=_WORK, of={"client": "client"},
      words="title html text link external_id")  # fmt: skip
# A deliverable is a file or a link: one whose file is gone leads nowhere.
keeps("projects.Deliverable", title=gettext_lazy("Deliverables"), why=_WORK, of={"client": "project__client"},
      fate=Fate.BLANK, about="link file", words="name",
      instead={"link": "https://erased.invalid/"})  # fmt: skip
keeps("projects.Sending", title=gettext_lazy("Deliverables sent"), why=_WORK, of={"contact": "contact", "client":
      "deliverable__project__client"}, fate=Fate.BLANK, about="address words comment", words="override"
      " held_back", instead={"address": ERASED})  # fmt: skip
tells("projects", "project name answer what when to members before after column")
