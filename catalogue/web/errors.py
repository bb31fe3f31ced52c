"""Errors as HTTP: one table from class to status, one JSON form {"error": text}."""

from __future__ import annotations

import logging
from typing import Any

import orjson
from starlette.responses import Response

from catalogue import errors
from catalogue.errors import CatalogueError

STATUS: dict[type[CatalogueError], int] = {
    errors.InvalidTime: 400,
    errors.InvalidGeometry: 400,
    errors.InvalidPlace: 400,
    errors.InvalidValue: 400,
    errors.Ambiguous: 400,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.UnreadableFile: 422,
    errors.MissingExtra: 501,
    errors.ProviderFailed: 502,
    errors.Busy: 503,
    errors.StoreError: 503,
}

_log = logging.getLogger(__name__)


def json_response(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """JSON, never kept by a browser unless `headers` say so."""
    kept = {"Cache-Control": "no-store", **(headers or {})}
    media = "application/json" if "Content-Type" not in kept else kept.pop("Content-Type")
    return Response(orjson.dumps(value), status, kept, media_type=media)


def problem(status: int, text: str, **more: Any) -> Response:
    """`{"error": text}` with a status; 503 asks the client to come back."""
    retry = {"Retry-After": "1"} if status == 503 else {}
    return json_response({"error": text, **more}, status, retry)


def error_response(error: Exception) -> Response:
    """The answer to an error: its text for a user's mistake, only a log entry for ours."""
    if isinstance(error, CatalogueError):
        status = next((STATUS[c] for c in type(error).__mro__ if c in STATUS), 500)
        return problem(status, str(error))
    _log.exception("a request failed", exc_info=error)
    return problem(500, "something went wrong on the server; its log says what.")
