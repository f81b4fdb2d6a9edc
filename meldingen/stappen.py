"""The steps of a melding: their names, what each asks, which dates they set."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codelijsten.velden import Codekeuze
from schermen.formulieren import Datumveld
from zaken.models import Zaak
from zaken.register.doorgeleiding import Doorgeleidopgave
from zaken.register.stappen import Stapopgave
from zaken.services.nazorg import is_nazorg_beantwoord

from .models import Melding
from .status import Status
from .voorwaarden import STAP_MET_TOELICHTING, TOELICHTING_VERPLICHT, ontbreekt


def _morgen() -> Any:
    return localdate() + timedelta(days=1)


def _herbeoordelen_op() -> forms.Field:
    return Datumveld(
        label=_("Wanneer kijkt u opnieuw?"), help_text=_("Kies een dag na vandaag."), vanaf=_morgen
    )


def _samengevoegd_met() -> forms.Field:
    return forms.CharField(
        label=_("Met welke melding voegt u samen?"),
        help_text=_("Vul het nummer in, bijvoorbeeld M-2024-00627. Die melding blijft over."),
        max_length=20,
    )


def _data(naar: str, vandaag: date) -> dict[str, date | None]:
    """The day it was dealt with, the day it was closed; reopening takes both back."""
    match naar:
        case Status.AFGEHANDELD:
            return {"datum_afgehandeld": vandaag}
        case Status.GESLOTEN:
            return {"datum_gesloten": vandaag}
        case Status.HEROPEND:
            return {"datum_afgehandeld": None, "datum_gesloten": None}
        case _:
            return {}


def verzamel(zaak: Melding) -> dict[str, Any]:
    """Whether any moment of nazorg was answered; asked where that is needed."""
    return {"nazorg": zaak.status in {Status.NAZORG, Status.GESLOTEN} and is_nazorg_beantwoord(zaak)}


STAPPEN = Stapopgave(
    namen={
        (Status.NIEUW, Status.IN_BEOORDELING): gettext_lazy("Beoordelen"),
        (Status.IN_BEOORDELING, Status.IN_BEHANDELING): gettext_lazy("In behandeling nemen"),
        (Status.IN_BEOORDELING, Status.NIET_IN_BEHANDELING): gettext_lazy("Niet in behandeling nemen"),
        (Status.IN_BEOORDELING, Status.DOORGELEID): gettext_lazy("Doorgeleiden"),
        (Status.IN_BEOORDELING, Status.SAMENGEVOEGD): gettext_lazy("Samenvoegen"),
        (Status.DOORGELEID, Status.IN_BEOORDELING): gettext_lazy("Terug uit een ander register"),
        (Status.SAMENGEVOEGD, Status.IN_BEOORDELING): gettext_lazy("Samenvoegen ongedaan maken"),
        (Status.IN_BEHANDELING, Status.WACHT_OP_BESLUIT): gettext_lazy("Besluit vragen aan bevoegd gezag"),
        (Status.IN_BEHANDELING, Status.IN_ONDERZOEK): gettext_lazy("Onderzoek starten"),
        (Status.IN_BEHANDELING, Status.OPGESCHORT): gettext_lazy("Opschorten"),
        (Status.IN_BEHANDELING, Status.INGETROKKEN): gettext_lazy("Melding is ingetrokken"),
        (Status.IN_ONDERZOEK, Status.IN_BEHANDELING): gettext_lazy("Onderzoek is klaar"),
        (Status.OPGESCHORT, Status.IN_BEHANDELING): gettext_lazy("Behandeling hervatten"),
        (Status.WACHT_OP_BESLUIT, Status.AFGEHANDELD): gettext_lazy("Afhandelen"),
        (Status.WACHT_OP_BESLUIT, Status.IN_BEHANDELING): gettext_lazy("Verder behandelen"),
        (Status.AFGEHANDELD, Status.NAZORG): gettext_lazy("Nazorg beginnen"),
        (Status.AFGEHANDELD, Status.HEROPEND): gettext_lazy("Heropenen"),
        (Status.NAZORG, Status.GESLOTEN): gettext_lazy("Sluiten"),
        (Status.GESLOTEN, Status.HEROPEND): gettext_lazy("Heropenen"),
        (Status.HEROPEND, Status.IN_BEHANDELING): gettext_lazy("Weer in behandeling nemen"),
    },
    ontbreekt=ontbreekt,
    gesloten=frozenset({Status.GESLOTEN}),
    andere_eindes=frozenset(
        {Status.NIET_IN_BEHANDELING, Status.DOORGELEID, Status.SAMENGEVOEGD, Status.INGETROKKEN}
    ),
    toelichting_verplicht=TOELICHTING_VERPLICHT,
    stap_met_toelichting=STAP_MET_TOELICHTING,
    velden={
        Status.OPGESCHORT: ("herbeoordelen_op", _herbeoordelen_op),
        Status.SAMENGEVOEGD: ("samengevoegd_met", _samengevoegd_met),
    },
    bijzaak=frozenset(
        {
            Status.NIET_IN_BEHANDELING,
            Status.DOORGELEID,
            Status.SAMENGEVOEGD,
            Status.IN_ONDERZOEK,
            Status.OPGESCHORT,
            Status.INGETROKKEN,
            Status.HEROPEND,
        }
    ),
    data=_data,
    verzamel=verzamel,
    blijft_nodig={
        Status.WACHT_OP_BESLUIT: (Status.WACHT_OP_BESLUIT,),
        Status.AFGEHANDELD: (Status.AFGEHANDELD,),
        Status.NAZORG: (Status.AFGEHANDELD,),
        Status.GESLOTEN: (Status.AFGEHANDELD, Status.GESLOTEN),
    },
    uitleg={
        Status.SAMENGEVOEGD: gettext_lazy(
            "Deze melding telt daarna niet meer apart mee in de cijfers. Wie een van beide meldingen niet mag zien, "
            "ziet daarna geen van beide. Is een van beide verzegeld, dan is de andere dat daarna ook."
        ),
        Status.INGETROKKEN: gettext_lazy("Kies dit alleen als de melder de melding intrekt."),
        Status.HEROPEND: gettext_lazy(
            "Daarna moet een ander dan u de melding weer in behandeling nemen. "
            "Het jaar waarin de melding telt, verandert niet."
        ),
    },
    eigen_weg=frozenset(
        {(Status.IN_BEOORDELING, Status.DOORGELEID), (Status.DOORGELEID, Status.IN_BEOORDELING)}
    ),
    samenvoegen=Status.SAMENGEVOEGD,
)


def _hoofdcategorie() -> dict[str, forms.Field]:
    return {
        "hoofdcategorie": Codekeuze(
            lijst="hoofdcategorie",
            label=_("Welk onderwerp past het beste?"),
            error_messages={"required": _("Kies waar de melding over gaat.")},
        )
    }


def _doorgeleid_naar(melding: Melding, naar: str) -> dict[str, str]:
    return {"doorgeleid_naar": naar}


DOORGELEIDING = Doorgeleidopgave(
    status=Status.DOORGELEID,
    naar=(Zaak.Soort.KLACHT, Zaak.Soort.MISSTAND),
    vraagt=_hoofdcategorie,
    heen=_doorgeleid_naar,
    terug={"doorgeleid_naar": "", "uitkomst": None},
)
