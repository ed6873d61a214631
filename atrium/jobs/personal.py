"""What jobs say of people: who takes part, who is a candidate, what happened."""

from atrium.foundation.personal import ERASED, Fate, keeps, plain, tells
from atrium.foundation.translation import gettext_lazy

_WORK = gettext_lazy("To do the work, and to show that it was done.")

keeps("jobs.Job", title=gettext_lazy("Jobs"), why=_WORK, of={"client": "client", "contact":
      "candidates__contact"}, words="title description external_id outcome",
      plain="timezone currency")  # fmt: skip
keeps("jobs.Candidate", title=gettext_lazy("Candidacies"), why=gettext_lazy("To fill an opening."), of={"contact": "contact"},
      fate=Fate.BLANK, about="name note", instead={"name": ERASED})  # fmt: skip
keeps("jobs.ChecklistItem", why=_WORK, title=gettext_lazy("Checklists of jobs"), of={"client": "job__client"},
      words="text")  # fmt: skip
keeps("jobs.Incident", why=_WORK, title=gettext_lazy("Incidents"), of={"client": "job__client"},
      words="text resolution")  # fmt: skip
keeps("jobs.Participation", why=_WORK, title=gettext_lazy("Parts in jobs"), of={"client": "client"}, fate=Fate.BLANK,
      about="notes", plain="own")  # fmt: skip
keeps("jobs.ParticipationContact", why=_WORK, title=gettext_lazy("Parts in jobs, as a contact"),
      of={"contact": "contact"})  # fmt: skip
keeps(
    "jobs.TimeEntry",
    why=_WORK,
    title=gettext_lazy("Time spent"),
    of={"client": "job__client"},
    words="note",
)
plain("jobs.Stage", "label label_key")
plain("jobs.JobRole", "label label_key")
tells("jobs", "job title what part after before outcome manager")
