"""What goes wrong with a bucket, for who has to say it in words."""

from __future__ import annotations


def bucket_errors() -> tuple[type[Exception], ...]:
    """What the client of an S3-compatible storage raises. Loaded when asked for: it takes long."""
    from boto3.exceptions import Boto3Error  # noqa: PLC0415 - as above
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - as above

    return Boto3Error, BotoCoreError, ClientError
