"""J01: what clients are to a job, in the organisation's own words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.jobs.models import JobRole, Part, Participation
from atrium.jobs.tests.conftest import NewJob
from atrium.organisations.models import Member
from atrium.timeline.undoing import undo

WORDS = "/acme/settings/job-roles/"


def test_j01_the_roles_of_clients_in_jobs_are_the_organisations_own(
    bakery: Client,
    alice: Member,
    new_client: Callable[..., Client],
    new_job: NewJob,
    as_alice: Browser,
    as_bob: Browser,
) -> None:
    mill, tarn = new_client("Mill"), new_client("Tarn")
    job = new_job("Boiler")
    new_job("Other")
    part = Participation.link(job, mill, by=alice, part=Part.OWN, own="landlord")
    assert part.words == "Landlord"
    with pytest.raises(Refusal, match=r"There is no role “Ferryman”\. Add it"):
        Participation.link(job, tarn, by=alice, part=Part.OWN, own="Ferryman")
    # The words are chosen where the part is, and kept in the settings by who may.
    place = f"/acme/jobs/1/clients/{part.public_id}/"
    assert '<option value="own:Insurer">Insurer</option>' in as_bob.get(place).text
    assert as_bob.post(f"{WORDS}add/", {"label": "Ferryman"}).status_code == 403
    assert as_alice.post(f"{WORDS}add/", {"label": "Ferryman"}).status_code == 302
    assert as_bob.post(place, {"part": "own:Ferryman"}).status_code == 302
    assert "1 part" in as_alice.get(WORDS).text
    # Lists are narrowed by them.
    for query, found in (
        ("part=own:Ferryman", ["Boiler"]),
        ("part=primary&client=1", ["Boiler", "Other"]),
        ("part=primary&client=2", []),
        ("part=own:Ferryman&client=2", ["Boiler"]),
        ("part=own:Landlord", []),
    ):
        text = as_alice.get(f"/acme/jobs/?{query}").text
        assert [title for title in ("Boiler", "Other") if title in text] == found, query
    asked = as_alice.get("/acme/clients/?where=job_part.is:own:Ferryman")
    names = asked.text.partition("<tbody")[2]
    assert ("Mill" in names, "Vincent" in names) == (True, False)
    # A new name shows at once; a word that goes is kept where it stands, or makes place for another.
    ferryman = JobRole.objects.get(label="Ferryman")
    as_alice.post(f"{WORDS}{ferryman.pk}/", {"label": "Boatman"})
    part.refresh_from_db()
    assert part.own == "Boatman"
    as_alice.post(f"{WORDS}{ferryman.pk}/remove/", {"into": ""})
    assert "Boatman" in as_alice.get("/acme/jobs/1/").text
    assert as_bob.post(place, {"part": "own:Boatman", "notes": "By the gate."}).status_code == 302
    landlord, insurer = (JobRole.objects.get(label=word) for word in ("Landlord", "Insurer"))
    Participation.link(job, tarn, by=alice, part=Part.OWN, own="Landlord")
    landlord.retire(by=alice, into=insurer)
    kept = set(Participation.objects.exclude(own="").values_list("own", flat=True))
    assert kept == {"Boatman", "Insurer"}
    undo(alice.acts.latest("id"), by=alice)
    kept = set(Participation.objects.exclude(own="").values_list("own", flat=True))
    assert kept == {"Boatman", "Landlord"}
