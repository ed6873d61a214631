"""Notes over the API: kinds, resolutions, versions, pictures, templates (R13, J13)."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

from PIL import Image as Picture

from atrium.clients.models import Client
from atrium.integrations.tests.conftest import Program
from atrium.integrations.tests.test_parts import made


def test_j13_notes_are_filtered_and_escalations_resolved(program: Program, bakery: Client) -> None:
    path = f"/clients/{bakery.public_id}/notes"
    for kind in ("general", "requirement", "escalation"):
        note = made(program.ask("POST", path, {"text": kind, "kind": kind}))
    assert [n["text"] for n in program.ask("GET", f"{path}?kind=requirement").json()["items"]] == [
        "requirement"
    ]
    resolved = program.ask("POST", f"/notes/{note['id']}/resolution", {"outcome": "Done"}).json()
    assert (resolved["outcome"], resolved["resolved_by"]["label"]) == ("Done", "Alice Ash")
    standing = program.ask("GET", f"{path}?standing=true").json()["items"]
    assert [n["text"] for n in standing] == ["requirement"]
    assert program.ask("DELETE", f"/notes/{note['id']}/resolution").json()["resolved_at"] is None
    other = standing[0]["id"]
    assert program.ask("POST", f"/notes/{other}/resolution", {}).status_code == 409


def test_r13_versions_are_listed_and_restored(program: Program, bakery: Client) -> None:
    note = made(program.ask("POST", f"/clients/{bakery.public_id}/notes", {"text": "One"}))
    program.ask("PATCH", f"/notes/{note['id']}", {"text": "Two"})
    versions = program.ask("GET", f"/notes/{note['id']}/versions").json()["items"]
    assert [(v["text"], v["is_current"]) for v in versions] == [("Two", True), ("One", False)]
    restore = f"/notes/{note['id']}/versions/{versions[1]['id']}/restore"
    assert program.ask("POST", restore).json()["text"] == "One"


def test_r13_a_picture_is_added_and_read(program: Program, bakery: Client) -> None:
    out = BytesIO()
    Picture.new("RGB", (4, 3), "teal").save(out, "PNG")
    path = f"/clients/{bakery.public_id}/notes"
    image = made(
        program.ask("POST", f"{path}/images", {"content": b64encode(out.getvalue()).decode()})
    )
    html = f'<p>See</p><p><img src="{image["src"]}" alt="Oven"></p>'
    assert made(program.ask("POST", path, {"html": html}))["html"] == html
    answer = program.ask("GET", f"/notes/images/{image['id']}")
    assert Picture.open(BytesIO(answer.getvalue())).size == (4, 3)
    assert program.ask("POST", f"{path}/images", {"content": "%%"}).status_code == 422
    assert program.ask("POST", f"{path}/images", {"content": "PHN2Zz4="}).status_code == 422


def test_j13_templates_are_kept_and_filled_in(program: Program, bakery: Client) -> None:
    template = made(
        program.ask("POST", "/note-templates", {"label": "Visit", "text": "At {{client.name}}"})
    )
    filled = f"/clients/{bakery.public_id}/note-templates/{template['id']}"
    assert program.ask("GET", filled).json()["text"] == "At Vincent's Bakery"
    wrong = program.ask("PATCH", f"/note-templates/{template['id']}", {"text": "{{x}}"})
    assert wrong.status_code == 409 or wrong.json()["errors"]
    assert program.ask("DELETE", f"/note-templates/{template['id']}").status_code == 204
