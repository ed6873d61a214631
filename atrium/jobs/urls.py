from django.urls import path

from atrium.clients.words_urls import paths_of
from atrium.jobs.views import jobs, parts, work

JOB = "jobs/<int:number>"

urlpatterns = [
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/map/", jobs.on_map, name="jobs-map"),
    path("jobs/bulk/", jobs.bulk, name="jobs-bulk"),
    path("jobs/new/", jobs.new, name="job-new"),
    path("clients/<int:number>/jobs/new/", jobs.for_client, name="client-job-new"),
    path(f"{JOB}/", jobs.job, name="job"),
    path(f"{JOB}/edit/", jobs.edit, name="job-edit"),
    path(f"{JOB}/stage/", jobs.move, name="job-stage"),
    path(f"{JOB}/complete/", jobs.complete, name="job-complete"),
    path(f"{JOB}/bin/", jobs.bin_, name="job-bin"),
    path(f"{JOB}/clients/add/", parts.link, name="job-link"),
    path(f"{JOB}/clients/<uuid:key>/", parts.part, name="job-part"),
    path(f"{JOB}/clients/<uuid:key>/unlink/", parts.unlink, name="job-unlink"),
    path(f"{JOB}/checklist/", work.checklist, name="job-checklist"),
    path(f"{JOB}/checklist/<uuid:key>/", work.item, name="job-item"),
    path(f"{JOB}/incidents/", work.incidents, name="job-incidents"),
    path(f"{JOB}/incidents/<uuid:key>/", work.incident, name="job-incident"),
    path(f"{JOB}/times/", work.times, name="job-times"),
    path(f"{JOB}/times/<uuid:key>/", work.time, name="job-time"),
    path(f"{JOB}/candidates/", work.candidates, name="job-candidates"),
    path(f"{JOB}/candidates/<uuid:key>/", work.candidate, name="job-candidate"),
    *paths_of("job-stages"),
    *paths_of("job-roles"),
]
