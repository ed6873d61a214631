from atrium.jobs.models.associate import Associate
from atrium.jobs.models.candidate import Candidate
from atrium.jobs.models.checklist_item import ChecklistItem
from atrium.jobs.models.incident import Incident
from atrium.jobs.models.job import Job
from atrium.jobs.models.job_role import JobRole
from atrium.jobs.models.participation import Part, Participation, ParticipationContact
from atrium.jobs.models.priority import Priority
from atrium.jobs.models.stage import Phase, Stage
from atrium.jobs.models.time_entry import TimeEntry

__all__ = [
    "Associate",
    "Candidate",
    "ChecklistItem",
    "Incident",
    "Job",
    "JobRole",
    "Part",
    "Participation",
    "ParticipationContact",
    "Phase",
    "Priority",
    "Stage",
    "TimeEntry",
]
