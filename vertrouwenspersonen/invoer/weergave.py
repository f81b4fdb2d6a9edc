"""The rows of a file as a table on the screen: choices in words, and nothing else of what stood there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from schermen.templatetags.jid_ui import datum
from vertrouwenspersonen.kwartalen import Kwartaal
from vertrouwenspersonen.tellen import volgende_jaartelling

from .keuzes import Keuzes
from .kolommen import KOLOMMEN
from .oordeel import Beeld


def rijkolommen() -> list[dict[str, str]]:
    """The columns of the table: fewer than the file has, for some answers stand below another one."""
    return [{"label": _("Rij")}, *({"label": label} for label, _naam, _sub in _kolommen())]


def rijen(
    beeld: Sequence[Beeld], nieuw: Sequence[bool] = (), dubbel: Sequence[int | None] = ()
) -> list[dict[str, Any]]:
    """A line per row.

    `nieuw`: per row whether its owner has no casus like it; `dubbel`: per row the place of an equal one before it.
    """
    uit = []
    for plek, een in enumerate(beeld):
        zegt = [_("Hebt u al")] if nieuw and not nieuw[plek] else []
        if dubbel and (eerste := dubbel[plek]) is not None:
            zegt.append(_("Gelijk aan rij %(rij)s") % {"rij": beeld[eerste].rij})
        cellen = [{"tekst": _("Rij %(rij)s") % {"rij": een.rij}, "sub": ". ".join(zegt)}]
        cellen += [_cel(een, label, naam, sub) for label, naam, sub in _kolommen()]
        uit.append({"cellen": cellen})
    return uit


def kolomuitleg(keuzes: Keuzes, *, vandaag: date) -> list[dict[str, Any]]:
    """What a file may hold, for the page that asks for it; the names of columns and the codes as files write them."""
    nu = Kwartaal.van(vandaag)
    return [
        {"naam": kolom.naam, "verplicht": kolom.verplicht, "mag": kolom.soort.mag(keuzes, nu)}
        for kolom in KOLOMMEN
    ]


def _kolommen() -> tuple[tuple[str, str, str], ...]:
    """Heading, column, and the column whose answer stands below it."""
    return (
        (_("Eerste gesprek"), "kwartaal_eerste_contact", "kwartaal_laatste_contact"),
        (_("Onderdeel"), "defensieonderdeel", ""),
        (_("Hulpvrager"), "personeelscategorie", "rol_hulpvrager"),
        (_("Thema"), "hoofdthema", "neventhema"),
        (_("Gesprekken"), "aantal_contacten", ""),
        (_("Wat u hebt gedaan"), "acties", "doorverwezen_naar"),
        (_("Afloop"), "afloop", "voortzetting"),
    )


def _cel(beeld: Beeld, label: str, naam: str, sub: str) -> dict[str, Any]:
    woorden = beeld.woorden
    if any(deel in woorden and woorden[deel] is None for deel in (naam, sub)):
        return {"kolom": label, "badge": _("Kan niet"), "toon": "danger"}
    onder = woorden.get(sub) or ""
    if sub == "kwartaal_laatste_contact":
        onder = _("Laatste gesprek: %(kwartaal)s") % {"kwartaal": onder} if onder else ""
    elif sub == "doorverwezen_naar":
        onder = _("Doorverwezen: %(naar)s") % {"naar": onder} if onder else ""
    elif sub == "voortzetting":
        onder = _("Overgenomen van een collega") if onder == _("Ja") else ""
    leeg = _("Nog open") if naam == "afloop" else ""
    return {"kolom": label, "tekst": woorden.get(naam) or leeg, "sub": onder}


def wanneer_geteld(*, vandaag: date) -> str:
    """When casussen of years that are over come into the figures: many together, on a day that says nothing."""
    return _(
        "Casussen uit een jaar dat voorbij is, tellen mee in de jaarcijfers vanaf %(dag)s. Een jaar dat al twee keer "
        "is geteld, verandert niet meer."
    ) % {"dag": datum(volgende_jaartelling(vandaag=vandaag))}
