"""What the processes log: one JSON object per line on standard error, with the request's id."""

from __future__ import annotations

from typing import Any

import structlog

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_settings(level: str = "INFO", *, report_to: str = "") -> dict[str, Any]:
    """Django's LOGGING: everything that is logged leaves as JSON, ours and the libraries'.

    Errors are reported to the server that the DSN ``report_to`` names, where there is one.
    """
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    }
    handlers: dict[str, Any] = {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}}
    if report_to:
        handlers["reports"] = {"class": "atrium.foundation.reporting.Reports", "dsn": report_to}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "filters": {"away": {"()": "atrium.foundation.away.OncePerOutage"}},
        "handlers": handlers,
        "root": {"handlers": list(handlers), "level": "WARNING"},
        "loggers": {
            "atrium": {"level": level},
            # The access log tells every answer; Django would tell refused ones again, with their path.
            "django.request": {"level": "ERROR", "filters": ["away"]},
            "django": {"handlers": [], "level": "WARNING"},
        },
    }
