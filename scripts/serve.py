"""``make run``: the product with its demo organisations, on this machine only."""

import os
import subprocess

from prepare import PYTHON, ROOT

ATRIUM = ROOT / ".venv" / "bin" / "atrium"
HIGHEST_PORT = 65535
LOGINS = """
Atrium: http://127.0.0.1:{port}
Log in as owner@harbour.example, or as admin@, manager@, staff@, viewer@;
the same at northlight.example and okapi.example. Password: demo-demo-demo
"""


def serve() -> int:
    """Migrate, make the demo organisations once, serve until interrupted; returns the exit status."""
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) <= HIGHEST_PORT:
        print(f"PORT is {port!r}; write a number from 1 to {HIGHEST_PORT}.")
        return 2
    os.environ.setdefault("ATRIUM_BASE_URL", f"http://127.0.0.1:{port}")
    for step in [PYTHON, "manage.py", "migrate", "--verbosity=0"], [ATRIUM, "demo", "--once"]:
        status = subprocess.run(step, check=False).returncode
        if status:
            return status
    print(LOGINS.format(port=port), flush=True)
    server = [str(ATRIUM), "serve", "--host", "127.0.0.1", "--port", port]
    os.execv(server[0], server)  # noqa: S606  (the server takes this process's place and its signals)
