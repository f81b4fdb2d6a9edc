"""A request as the web server hands it over: what cannot be read is refused in words.

Django makes a request before any middleware is there to answer, so what goes wrong then is a bare 500 of the server.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.http import parse_header_parameters

UTF8 = frozenset({"utf-8", "utf8"})
ONLEESBAAR = "onleesbaar"
"""Stands for the character set of a `Content-Type` that cannot be read."""


def is_utf8(soort: Mapping[str, str]) -> bool:
    """Whether a body with these `content_params` says to be in UTF-8, the only encoding that our pages send."""
    return soort.get("charset", "utf-8").lower() in UTF8


class Verzoek(WSGIRequest):
    """Django's, which raises for character sets and headers that no browser sends."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        """Nothing is read as something else than UTF-8: `VerzoekgrensMiddleware` refuses what says it is."""
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (ValueError, TypeError):  # TypeError: `a*=x; a*0=y` (email.utils sorts numbers and None)
            self.content_type, self.content_params = "", {"charset": ONLEESBAAR}

    def parse_file_upload(self, META: Any, post_data: Any) -> Any:  # noqa: N803  # Django's name
        """The headers of a part are read by the same function."""
        try:
            return super().parse_file_upload(META, post_data)
        except TypeError as fout:
            raise MultiPartParserError("onleesbare kop van een deel") from fout


class Toepassing(WSGIHandler):
    """What gunicorn calls."""

    request_class = Verzoek
