"""A key in the address of a form that makes something new: *Back* leads to what was made, and not to a second one."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest

SLEUTEL = "sleutel"


def sleutel_van(request: HttpRequest) -> UUID | None:
    """The key in the address; None for what is no random key."""
    try:
        sleutel = UUID(request.GET.get(SLEUTEL, ""))
    except ValueError:
        return None
    return sleutel if sleutel.version == 4 else None


def met_sleutel(request: HttpRequest) -> str:
    """The same address with a new key."""
    vraag = request.GET.copy()
    vraag[SLEUTEL] = str(uuid4())
    return f"{request.path}?{vraag.urlencode()}"
