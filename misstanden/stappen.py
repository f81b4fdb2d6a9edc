"""The steps of a misstand: their names, what each asks, which dates they set."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaken.models import Zaak
from zaken.register import register_van
from zaken.register.doorgeleiding import Doorgeleidopgave
from zaken.register.stappen import Stapopgave
from zaken.services.nazorg import is_nazorg_beantwoord
from zaken.services.rijen import voeg_rij_toe

from .models import Bekendmaking, Misstand
from .status import OPEN, Status
from .voorwaarden import TOELICHTING_VERPLICHT, ontbreekt

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker


def _data(naar: str, vandaag: date) -> dict[str, Any]:
    """The day it was dealt with, the day it was closed, and the uitkomst when the step says it all."""
    match naar:
        case Status.TERUGGEKOPPELD:
            return {"datum_afgehandeld": vandaag}
        case Status.GEHERKWALIFICEERD:
            return {
                "datum_afgehandeld": vandaag,
                "uitkomst": Misstand.Uitkomst.GEEN_VERMOEDEN,
                "doorgezonden_aan": None,
            }
        case Status.INGETROKKEN:
            return {
                "datum_afgehandeld": vandaag,
                "uitkomst": Misstand.Uitkomst.INGETROKKEN,
                "doorgezonden_aan": None,
            }
        case Status.GESLOTEN:
            return {"datum_gesloten": vandaag}
        case _:
            return {}


def verzamel(zaak: Misstand) -> dict[str, Any]:
    """Whether any moment of nazorg was answered; asked where that is needed."""
    return {"nazorg": zaak.status in {Status.NAZORG, Status.GESLOTEN} and is_nazorg_beantwoord(zaak)}


STAPPEN = Stapopgave(
    namen={
        (Status.ONTVANGEN, Status.BEVESTIGD): gettext_lazy("Ontvangst is bevestigd"),
        (Status.BEVESTIGD, Status.BEOORDEELD): gettext_lazy("Beoordeling vastleggen"),
        (Status.BEOORDEELD, Status.IN_ONDERZOEK): gettext_lazy("Onderzoek beginnen"),
        (Status.BEOORDEELD, Status.TERUGGEKOPPELD): gettext_lazy("Doorgezonden en teruggekoppeld"),
        (Status.BEOORDEELD, Status.GEHERKWALIFICEERD): gettext_lazy("Herkwalificeren"),
        (Status.IN_ONDERZOEK, Status.STANDPUNT): gettext_lazy("Standpunt vastleggen"),
        (Status.IN_ONDERZOEK, Status.TERUGGEKOPPELD): gettext_lazy("Doorgezonden en teruggekoppeld"),
        (Status.IN_ONDERZOEK, Status.GEHERKWALIFICEERD): gettext_lazy("Herkwalificeren"),
        (Status.GEHERKWALIFICEERD, Status.BEOORDEELD): gettext_lazy("Terug uit een ander register"),
        (Status.GEHERKWALIFICEERD, Status.IN_ONDERZOEK): gettext_lazy("Terug uit een ander register"),
        (Status.STANDPUNT, Status.TERUGGEKOPPELD): gettext_lazy("Teruggekoppeld aan de melder"),
        (Status.TERUGGEKOPPELD, Status.NAZORG): gettext_lazy("Nazorg beginnen"),
        (Status.NAZORG, Status.GESLOTEN): gettext_lazy("Sluiten"),
        **{
            (status, Status.INGETROKKEN): gettext_lazy("Melder trekt het in")
            for status in Status
            if status in OPEN
        },
    },
    ontbreekt=ontbreekt,
    gesloten=frozenset({Status.GESLOTEN}),
    andere_eindes=frozenset({Status.GEHERKWALIFICEERD, Status.INGETROKKEN}),
    toelichting_verplicht=TOELICHTING_VERPLICHT,
    bijzaak=frozenset({Status.INGETROKKEN, Status.GEHERKWALIFICEERD}),
    eigen_weg=frozenset(
        {
            (Status.GEHERKWALIFICEERD, Status.BEOORDEELD),
            (Status.GEHERKWALIFICEERD, Status.IN_ONDERZOEK),
        }
    ),
    data=_data,
    verzamel=verzamel,
    blijft_nodig={
        Status.BEVESTIGD: (Status.BEVESTIGD,),
        Status.BEOORDEELD: (Status.BEVESTIGD, Status.BEOORDEELD),
        Status.IN_ONDERZOEK: (Status.BEVESTIGD, Status.BEOORDEELD, Status.IN_ONDERZOEK),
        Status.STANDPUNT: (Status.BEVESTIGD, Status.BEOORDEELD, Status.STANDPUNT),
    },
    uitleg={
        Status.BEOORDEELD: gettext_lazy(
            "Het is een vermoeden van een misstand als het maatschappelijk belang in het geding is, "
            "of als er inbreuk op het Unierecht is."
        ),
        Status.GEHERKWALIFICEERD: gettext_lazy(
            "Dit is geen vermoeden van een misstand volgens de wet. De identiteit van de melder blijft geheim."
        ),
        Status.INGETROKKEN: gettext_lazy("Kies dit alleen als de melder het vermoeden intrekt."),
    },
)


def leg_bekendmaking_vast(zaak: Misstand, naar: Zaak.Soort, vandaag: date, door: Gebruiker) -> None:
    """Wbk art. 1a: in another register more people know who the melder is; who agreed to that, agreed today."""
    register = register_van(zaak.soort)
    opgave = register.rijopgave("bekendmaking")
    if opgave is None:
        raise LookupError("bekendmaking")
    gegevens = {
        "aan": _("Wie werkt in het register: %(register)s") % {"register": register_van(naar).namen.meervoud},
        "op": vandaag,
        "grond": Bekendmaking.Grond.TOESTEMMING.value,
    }
    voeg_rij_toe(register=register, opgave=opgave, zaak_id=zaak.pk, gegevens=gegevens, door=door)


DOORGELEIDING = Doorgeleidopgave(
    status=Status.GEHERKWALIFICEERD,
    naar=(Zaak.Soort.MELDING, Zaak.Soort.KLACHT),
    terug={"uitkomst": "", "datum_afgehandeld": None},
    identiteit=leg_bekendmaking_vast,
    is_geheim=True,
)
