"""What the machine's no to a file or folder means, and who mends it: read by operators, on pages and at the shell."""

from __future__ import annotations

import errno
import os
import pwd
from typing import Final

UNITS: Final = "Under the units of deploy/systemd name the folder in ReadWritePaths=, too."


def in_words(error: OSError, where: object = "") -> str:
    """One line: which file, what is wrong with it, and the mend where it is known."""
    said = f"{where or error.filename}: {error.strerror or error}."
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return (
                f"{said} Give it to the user {_me()}, whom this runs as, or run it as one who may."
            )
        case errno.EROFS:
            return f"{said} {UNITS}"
        case errno.ENOSPC | errno.EDQUOT:
            return f"{said} Make room on that disk."
    return said


def _me() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())
