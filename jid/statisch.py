"""Static files, and the files of an own theme beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

from schermen.huisstijl import ADRES, bestanden

_IMPORT = (r"""(?P<matched>(?P<wat>import\b[^'";]*)['"](?P<url>\./[^'"]+)['"];)""", '%(wat)s"%(url)s";')


class Bestandsopslag(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Names with a hash of what is in the file, also where our own script imports its modules.

    `support_js_module_import_aggregation` would read the scripts of others too, which import what is not there.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", (_IMPORT,)))


class StatischMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]  # whitenoise has no types
    """WhiteNoise, which also serves `HUISSTIJL_DIR`: collected files are part of the image, a theme is mounted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase], **kwargs: Any) -> None:
        super().__init__(get_response, **kwargs)
        if settings.HUISSTIJL_DIR:
            for naam, pad in bestanden(settings.HUISSTIJL_DIR).items():
                self.add_file_to_dictionary(ADRES + naam, str(pad))
