"""Series breaks: annotated, never silently bridged. Source: the public yearly tables (docs/cijfers.md)."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_noop as _

from .meldingen import MELDINGEN_HOOFDCATEGORIE, MELDINGEN_VIJF_JAAR
from .vormen import Trendbreuk

_CATEGORIEEN = frozenset({MELDINGEN_HOOFDCATEGORIE.id})
_MELDINGEN = frozenset({MELDINGEN_HOOFDCATEGORIE.id, MELDINGEN_VIJF_JAAR.id})

TRENDBREUKEN: tuple[Trendbreuk, ...] = (
    Trendbreuk(
        id="bevoegdheden_bij_positie",
        tekst=_("Trendbreuk: sinds 2017 hoort misbruik van bevoegdheden bij misbruik van positie."),
        tabellen=_CATEGORIEEN,
        breuk_voor=2017,
        jaren=frozenset({2016}),
    ),
    Trendbreuk(
        id="misstand_geen_rij",
        tekst=_("Trendbreuk: tot en met 2018 stonden vermoedens van misstanden tussen de meldingen."),
        tabellen=_MELDINGEN,
        breuk_voor=2019,
    ),
    Trendbreuk(
        id="dienstmiddelen_en_interne_regels",
        tekst=_(
            "Trendbreuk: tot en met 2020 waren dienstmiddelen en interne regels één categorie. Sinds 2021 "
            "zijn het er twee."
        ),
        tabellen=_CATEGORIEEN,
        breuk_voor=2021,
    ),
    Trendbreuk(
        id="overige_nieuw",
        tekst=_("Trendbreuk: de categorie Overige bestaat sinds 2021."),
        tabellen=_CATEGORIEEN,
        breuk_voor=2021,
    ),
    Trendbreuk(
        id="nieuwe_registratie",
        tekst=_("Trendbreuk: sinds november 2021 registreren we anders."),
        tabellen=_MELDINGEN,
        breuk_voor=2022,
        jaren=frozenset({2021}),
    ),
    Trendbreuk(
        id="corona",
        tekst=_(
            "In 2020 en 2021 golden er coronamaatregelen. Dat kan invloed hebben op het aantal meldingen."
        ),
        tabellen=_MELDINGEN,
        jaren=frozenset({2020, 2021}),
    ),
)


def trendbreuken_bij(tabel: str, jaren: Collection[int]) -> tuple[Trendbreuk, ...]:
    """The notices that a table with columns `jaren` must carry."""
    return tuple(breuk for breuk in TRENDBREUKEN if breuk.raakt(tabel, jaren))
