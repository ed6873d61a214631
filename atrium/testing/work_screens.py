"""The screens of the work done for clients, by their names, as addresses below the organisation's."""

WORK_SCREENS = {
    "calendar-month": "calendar/?who=all&view=month",
    "calendar-new": "calendar/new/",
    "calendar-feed": "calendar/feed/",
    "jobs": "jobs/",
    "jobs-bin": "jobs/?show=bin",
    "job": "jobs/2/",
    "job-new": "jobs/new/?client=2",
    "job-edit": "jobs/2/edit/",
    "job-complete": "jobs/2/complete/",
    "job-link": "jobs/2/clients/add/",
    "projects": "projects/",
    "projects-lanes": "projects/?lanes=client",
    "projects-table": "projects/?view=table",
    "projects-cards": "projects/?view=cards",
    "project": "projects/1/",
    "project-new": "projects/new/",
}
