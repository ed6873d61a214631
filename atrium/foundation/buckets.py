"""What goes wrong with a bucket, for who has to say it in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from atrium.foundation.errors import Refusal


def bucket_errors() -> tuple[type[Exception], ...]:
    """What the client of an S3-compatible storage raises. Loaded when asked for: it takes long."""
    from boto3.exceptions import Boto3Error  # noqa: PLC0415 - as above
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - as above

    return Boto3Error, BotoCoreError, ClientError


@contextmanager
def bucket_in_words() -> Iterator[None]:
    """Refused in the bucket's words where it does not answer, is not there, or takes another key."""
    try:
        yield
    except bucket_errors() as error:
        msg = f"The bucket says: {str(error).strip().rstrip('.')}. Look at its address, its keys and its server; Atrium makes none."
        raise Refusal(msg) from error
