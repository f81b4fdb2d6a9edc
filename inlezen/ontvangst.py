"""Receiving a file: in memory only, and only for the page that takes one.

What Django would do with a larger file is write it to disk as it is; what people bring here may hold names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest
from django.urls import Resolver404, resolve

GROOTSTE = 10 * 1024 * 1024
"""Bytes of one file."""
GROOTSTE_VERZOEK = GROOTSTE + 64 * 1024
"""A file with the form around it."""

V = TypeVar("V", bound=Callable[..., Any])


def neemt_bestand(view: V) -> V:
    """Decorate a view: a request to it may hold one file."""
    view.neemt_bestand = True  # type: ignore[attr-defined]  # read by the handler below
    return view


def mag_bestand_sturen(request: HttpRequest) -> bool:
    """Whether the page that this request asks for takes a file; before it is known who asks."""
    try:
        return getattr(resolve(request.path_info).func, "neemt_bestand", False)
    except Resolver404:
        return False


class Geheugenontvanger(FileUploadHandler):
    """Keeps a file in memory; stops one that is too large, and reads none that no page asked for."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        verzoek: Any = self.request
        if verzoek is None or not mag_bestand_sturen(verzoek):
            raise TooManyFilesSent
        if not verzoek.user.is_authenticated:
            raise SkipFile
        self._brokken: list[bytes] = []
        self._grootte = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._grootte += len(raw_data)
        if self._grootte > GROOTSTE:
            raise StopUpload(connection_reset=False)
        self._brokken.append(raw_data)

    def file_complete(self, file_size: int) -> SimpleUploadedFile:
        return SimpleUploadedFile(self.file_name or "", b"".join(self._brokken), self.content_type or "")
