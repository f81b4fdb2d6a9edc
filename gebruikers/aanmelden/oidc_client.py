"""How Authlib talks to the organisation here; loaded when somebody signs in there."""

from __future__ import annotations

from typing import Any

from authlib.integrations.django_client.apps import DjangoOAuth2App
from authlib.integrations.requests_client import OAuth2Session


class Sessie(OAuth2Session):  # type: ignore[misc]  # Authlib has no types
    """Goes nowhere but to the address that was asked: an answer that points elsewhere is an error of `requests`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_redirects = 0


class Organisatie(DjangoOAuth2App):  # type: ignore[misc]  # Authlib has no types
    """The provider, asked in such a session."""

    client_cls = Sessie
