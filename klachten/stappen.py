"""The steps of a klacht: their names, what each asks, which dates they set."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schermen.formulieren import Datumveld
from zaken.models import Persoon, Zaak
from zaken.register.doorgeleiding import Doorgeleidopgave
from zaken.register.stappen import Stapopgave

from .einde import VELDEN
from .models import Klacht, Klachtonderdeel
from .status import OPEN, Status
from .voorwaarden import TOELICHTING_VERPLICHT, ontbreekt


def _aanvulling_gevraagd_op() -> forms.Field:
    return Datumveld(
        label=_("Wanneer hebt u de klager om een aanvulling gevraagd?"), uiterlijk=localdate, required=True
    )


def verzamel(klacht: Klacht) -> dict[str, Any]:
    """The parts of the klacht, and whether a klager has a name; one query when there are parts."""
    klager = Persoon.objects.van(klacht).filter(rol=Persoon.Rol.KLAGER, naam__isnull=False)
    onderdelen = list(
        Klachtonderdeel.objects.van(klacht).select_related("oordeel").annotate(heeft_klager=Exists(klager))
    )
    heeft_klager = onderdelen[0].heeft_klager if onderdelen else klager.exists()
    return {"onderdelen": onderdelen, "heeft_klager": heeft_klager}


def _data(naar: str, vandaag: date) -> dict[str, Any]:
    """The day it was dealt with, the day it was closed, and how it ended when the step says it all."""
    match naar:
        case Status.AFGEHANDELD:
            return {"datum_afgehandeld": vandaag}
        case Status.NIET_IN_BEHANDELING:
            return {"datum_afgehandeld": vandaag, "afsluitgrond": Klacht.Afsluitgrond.NIET_IN_BEHANDELING}
        case Status.INGETROKKEN:
            # in one way only: what stood there before stays in the history
            anders = dict.fromkeys((*VELDEN, "oordeel_op"), None) | {"doorgezonden_naar": ""}
            return anders | {"datum_afgehandeld": vandaag, "afsluitgrond": Klacht.Afsluitgrond.INGETROKKEN}
        case Status.GESLOTEN:
            return {"datum_gesloten": vandaag}
        case _:
            return {}


STAPPEN = Stapopgave(
    namen={
        (Status.ONTVANGEN, Status.WACHT_OP_AANVULLING): gettext_lazy("Aanvulling vragen"),
        (Status.ONTVANGEN, Status.BEOORDELEN): gettext_lazy("Beoordelen"),
        (Status.WACHT_OP_AANVULLING, Status.BEOORDELEN): gettext_lazy("Beoordelen"),
        (Status.BEOORDELEN, Status.NIET_IN_BEHANDELING): gettext_lazy("Niet in behandeling nemen"),
        (Status.BEOORDELEN, Status.INFORMELE_OPLOSSING): gettext_lazy("Informele oplossing proberen"),
        (Status.BEOORDELEN, Status.IN_BEHANDELING): gettext_lazy("In behandeling nemen"),
        (Status.BEOORDELEN, Status.AFGEHANDELD): gettext_lazy("Klacht is doorgezonden"),
        (Status.BEOORDELEN, Status.DOORGELEID): gettext_lazy("Doorgeleiden naar een ander register"),
        (Status.DOORGELEID, Status.BEOORDELEN): gettext_lazy("Terug uit een ander register"),
        (Status.INFORMELE_OPLOSSING, Status.IN_BEHANDELING): gettext_lazy("Toch in behandeling nemen"),
        (Status.INFORMELE_OPLOSSING, Status.AFGEHANDELD): gettext_lazy("Naar tevredenheid afgedaan"),
        (Status.IN_BEHANDELING, Status.HOREN): gettext_lazy("Horen"),
        (Status.IN_BEHANDELING, Status.ADVIES_UITGEBRACHT): gettext_lazy("Advies is uitgebracht"),
        (Status.IN_BEHANDELING, Status.OORDEEL): gettext_lazy("Oordeel vastleggen"),
        (Status.HOREN, Status.ADVIES_UITGEBRACHT): gettext_lazy("Advies is uitgebracht"),
        (Status.HOREN, Status.OORDEEL): gettext_lazy("Oordeel vastleggen"),
        (Status.ADVIES_UITGEBRACHT, Status.OORDEEL): gettext_lazy("Oordeel vastleggen"),
        (Status.OORDEEL, Status.AFGEHANDELD): gettext_lazy("Afhandelen"),
        (Status.NIET_IN_BEHANDELING, Status.GESLOTEN): gettext_lazy("Sluiten"),
        (Status.AFGEHANDELD, Status.GESLOTEN): gettext_lazy("Sluiten"),
        **{
            (status, Status.INGETROKKEN): gettext_lazy("Klacht is ingetrokken")
            for status in Status
            if status in OPEN
        },
    },
    ontbreekt=ontbreekt,
    gesloten=frozenset({Status.GESLOTEN}),
    andere_eindes=frozenset({Status.INGETROKKEN, Status.DOORGELEID}),
    toelichting_verplicht=TOELICHTING_VERPLICHT,
    velden={Status.WACHT_OP_AANVULLING: ("aanvulling_gevraagd_op", _aanvulling_gevraagd_op)},
    bijzaak=frozenset(
        {
            Status.WACHT_OP_AANVULLING,
            Status.NIET_IN_BEHANDELING,
            Status.INFORMELE_OPLOSSING,
            Status.DOORGELEID,
            Status.INGETROKKEN,
        }
    ),
    eigen_weg=frozenset({(Status.BEOORDELEN, Status.DOORGELEID), (Status.DOORGELEID, Status.BEOORDELEN)}),
    data=_data,
    blijft_nodig={
        Status.IN_BEHANDELING: (Status.IN_BEHANDELING,),
        Status.HOREN: (Status.IN_BEHANDELING, Status.HOREN),
        Status.ADVIES_UITGEBRACHT: (Status.IN_BEHANDELING, Status.ADVIES_UITGEBRACHT),
        Status.OORDEEL: (Status.IN_BEHANDELING, Status.OORDEEL),
    },
    verzamel=verzamel,
    uitleg={
        Status.WACHT_OP_AANVULLING: gettext_lazy("De wettelijke termijn loopt door."),
        Status.INGETROKKEN: gettext_lazy(
            "Kies dit alleen als de klager de klacht intrekt. Staat er al een oordeel? Dan vervalt dat."
        ),
        Status.NIET_IN_BEHANDELING: gettext_lazy(
            "Laat de klager dit binnen vier weken na ontvangst van de klacht schriftelijk weten."
        ),
        Status.OORDEEL: gettext_lazy("Tegen een oordeel is geen bezwaar of beroep mogelijk."),
    },
)

DOORGELEIDING = Doorgeleidopgave(status=Status.DOORGELEID, naar=(Zaak.Soort.MELDING, Zaak.Soort.MISSTAND))
