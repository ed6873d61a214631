"""What deploy/ holds fits the program: its commands exist, its variables are read and told of (issue 8)."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from atrium.cli import parser
from atrium.config.environment import CHECKOUT

DEPLOY = CHECKOUT / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
GUIDE = (CHECKOUT / "docs" / "operator-guide.md").read_text()
VARIABLE = re.compile(r"\bATRIUM_[A-Z_]+[A-Z]\b")
# Read by deploy/database.sh itself, and a family of two.
OTHERS = {"ATRIUM_PASSWORD", "ATRIUM_OAUTH"}

pytestmark = pytest.mark.once


def commands(text: str) -> list[list[str]]:
    """Each call of the program: in a unit, as a JSON list, or in a shell."""
    listed = [re.findall(r'"([^"]*)"', found) for found in re.findall(r'\["atrium"[^\]]*\]', text)]
    units = [shlex.split(found) for found in re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)]
    shells = [
        shlex.split(found, comments=True)
        for found in re.findall(r"exec web (atrium .*)$", text, re.MULTILINE)
    ]
    return [call[1:] for call in listed + units + shells]


def test_every_command_that_deploy_calls_exists() -> None:
    calls = [call for path in FILES for call in commands(path.read_text())]
    assert len(calls) >= 6
    for call in calls:
        parser().parse_args(call)


def test_every_variable_is_read_by_the_program_and_told_of_in_the_guide() -> None:
    config = "".join(path.read_text() for path in (CHECKOUT / "atrium" / "config").glob("*.py"))
    read = {name for name in VARIABLE.findall(config) if name not in OTHERS}
    assert read - set(VARIABLE.findall(GUIDE)) == set(), "tell of it in docs/operator-guide.md"
    used = {name for path in FILES for name in VARIABLE.findall(path.read_text())}
    assert used - read - OTHERS == set()


def test_images_are_named_by_their_versions_and_run_as_nobody_special() -> None:
    text = (DEPLOY / "compose.yaml").read_text() + (DEPLOY / "Containerfile").read_text()
    images = re.findall(r"(?:image:|FROM) (\S+/\S+)", text)
    assert len(images) == 4
    assert all(re.search(r":\D*\d", image) and "latest" not in image for image in images)
    assert re.search(r"^USER [1-9]\d+$", text, re.MULTILINE)
    filled = set(re.findall(r"\$\{(\w+)\}", text))
    example = (DEPLOY / "compose.env.example").read_text()
    assert filled == set(re.findall(r"^(\w+)=", example, re.MULTILINE))


@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").iterdir()), ids=lambda path: path.name)
def test_the_units_are_read_without_complaint(unit: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("NOT RUN: systemd-analyze was not found")
    told = ["systemd-analyze", "verify", "--recursive-errors=no", str(unit)]
    done = subprocess.run(told, capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if "is not executable" not in line]
    assert complaints == []


def said_by(*call: str, **environment: str) -> str:
    """What a program of the machine says of a file, where the machine has it; fails where it complains."""
    if not shutil.which(call[0]):
        pytest.skip(f"NOT RUN: {call[0]} was not found")
    done = subprocess.run(
        call, capture_output=True, text=True, check=False, env=os.environ | environment
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_the_caddyfile_is_read_without_complaint(tmp_path: Path) -> None:
    """Its places are shut to who comes from outside, which is asked of what Caddy made of it."""
    told = ["--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    homes = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    said_by("caddy", "validate", *told, HOST="atrium.example.org", **homes)
    done = subprocess.run(
        ["caddy", "adapt", *told],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | homes | {"HOST": "atrium.example.org"},
    )
    [server] = json.loads(done.stdout)["apps"]["http"]["servers"].values()
    assert server["listen"] == [":443"]
    assert '"path": ["/metrics", "/readyz"]' in json.dumps(server)
    assert '"dial": "web:8000"' in json.dumps(server)


def test_the_configuration_of_nginx_is_read_without_complaint(tmp_path: Path) -> None:
    """With a certificate of its own, since that of the example is nowhere."""
    pair = tmp_path / "key.pem", tmp_path / "chain.pem"
    new = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    named = ["-keyout", str(pair[0]), "-out", str(pair[1]), "-subj", "/CN=atrium.example.org"]
    said_by("openssl", *new, *named)
    site = (DEPLOY / "nginx.conf").read_text()
    for path in pair:
        found = {"key.pem": "privkey.pem", "chain.pem": "fullchain.pem"}[path.name]
        site = site.replace(f"/etc/letsencrypt/live/atrium.example.org/{found}", str(path))
    (tmp_path / "site.conf").write_text(site)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{ access_log off; include {tmp_path}/site.conf; }}\n"
    )
    said = said_by("nginx", "-t", "-q", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"))
    assert "warn" not in said


def test_the_scripts_of_the_containers_are_read_without_complaint() -> None:
    for path in sorted(DEPLOY.glob("*.sh")):
        assert said_by("sh", "-n", str(path)) == ""
    mounted = set(re.findall(r"\./(\w+\.?\w*):", (DEPLOY / "compose.yaml").read_text()))
    assert mounted == {"Caddyfile", "database.sh", "storage.sh"}
    assert mounted <= {path.name for path in DEPLOY.iterdir()}
