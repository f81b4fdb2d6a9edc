"""The steps of an onderzoek: their names, what each asks, which dates they set."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import DateField, Value
from django.utils.translation import gettext_lazy

from zaken.register.stappen import Stapopgave

from .models import Conclusie, Onderzoek, Onderzoeker
from .status import IN_ONDERZOEK, Status
from .voorwaarden import TOELICHTING_VERPLICHT, ontbreekt


def verzamel(onderzoek: Onderzoek) -> dict[str, Any]:
    """How many conclusies, onderzoekers, and onderzoekers who did not declare to be independent; one query."""
    onderzoekers = Onderzoeker.objects.van(onderzoek).values_list(Value("onderzoeker"), "onafhankelijk_op")
    conclusies = Conclusie.objects.van(onderzoek).values_list(
        Value("conclusie"), Value(None, output_field=DateField())
    )
    rijen = list(onderzoekers.union(conclusies, all=True))
    return {
        "onderzoekers": sum(soort == "onderzoeker" for soort, _op in rijen),
        "zonder_verklaring": rijen.count(("onderzoeker", None)),
        "conclusies": sum(soort == "conclusie" for soort, _op in rijen),
    }


def _data(naar: str, vandaag: date) -> dict[str, Any]:
    """The day the onderzoek was settled, the day it was closed."""
    match naar:
        case Status.NIET_INSTELLEN | Status.GESTAAKT | Status.BESLUIT_GENOMEN:
            return {"datum_afgehandeld": vandaag}
        case Status.GEARCHIVEERD:
            return {"datum_gesloten": vandaag}
        case _:
            return {}


STAPPEN = Stapopgave(
    namen={
        (Status.ADVIES_GEVRAAGD, Status.ADVIES_COID): gettext_lazy("Advies geven"),
        (Status.ADVIES_COID, Status.BESLUIT_BG): gettext_lazy("Besluit vragen"),
        (Status.BESLUIT_BG, Status.NIET_INSTELLEN): gettext_lazy("Niet instellen"),
        (Status.BESLUIT_BG, Status.INGESTELD): gettext_lazy("Onderzoek is ingesteld"),
        (Status.INGESTELD, Status.LOPEND): gettext_lazy("Onderzoek starten"),
        (Status.LOPEND, Status.OPGESCHORT): gettext_lazy("Opschorten"),
        (Status.OPGESCHORT, Status.LOPEND): gettext_lazy("Onderzoek hervatten"),
        (Status.LOPEND, Status.WEDERHOOR): gettext_lazy("Wederhoor"),
        (Status.WEDERHOOR, Status.RAPPORT_VASTGESTELD): gettext_lazy("Rapport is vastgesteld"),
        (Status.RAPPORT_VASTGESTELD, Status.BESLUIT_GENOMEN): gettext_lazy("Besluit is genomen"),
        (Status.BESLUIT_GENOMEN, Status.GEARCHIVEERD): gettext_lazy("Archiveren"),
        (Status.NIET_INSTELLEN, Status.GEARCHIVEERD): gettext_lazy("Archiveren"),
        (Status.GESTAAKT, Status.GEARCHIVEERD): gettext_lazy("Archiveren"),
        **{
            (status, Status.GESTAAKT): gettext_lazy("Onderzoek staken")
            for status in Status
            if status in IN_ONDERZOEK
        },
    },
    ontbreekt=ontbreekt,
    gesloten=frozenset({Status.GEARCHIVEERD}),
    toelichting_verplicht=TOELICHTING_VERPLICHT,
    bijzaak=frozenset({Status.OPGESCHORT, Status.GESTAAKT, Status.NIET_INSTELLEN}),
    data=_data,
    blijft_nodig={
        Status.ADVIES_COID: (Status.ADVIES_COID,),
        Status.INGESTELD: (Status.INGESTELD,),
        Status.LOPEND: (Status.INGESTELD, Status.LOPEND),
        Status.OPGESCHORT: (Status.INGESTELD,),
        Status.WEDERHOOR: (Status.INGESTELD, Status.WEDERHOOR),
        Status.RAPPORT_VASTGESTELD: (Status.INGESTELD, Status.RAPPORT_VASTGESTELD),
        Status.BESLUIT_GENOMEN: (Status.RAPPORT_VASTGESTELD, Status.BESLUIT_GENOMEN),
    },
    verzamel=verzamel,
    uitleg={
        Status.OPGESCHORT: gettext_lazy(
            "Kies dit als er een strafrechtelijk onderzoek loopt. Schrijf op wie dat doet."
        ),
        Status.INGESTELD: gettext_lazy("Wijkt dit af van het advies van COID? Schrijf dan op waarom."),
        Status.NIET_INSTELLEN: gettext_lazy("Het bevoegd gezag besluit dit. Schrijf op waarom."),
        Status.GESTAAKT: gettext_lazy("Een gestaakt onderzoek gaat niet meer verder."),
    },
)
