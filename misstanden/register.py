"""What the register of misstanden tells the kernel (ADR 0011)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zaken.models import Persoon, Zaak
from zaken.register import Namen, Register, meld_aan
from zaken.register.lijst import Keuzefilter, Kolom, Lijstopgave
from zaken.register.regels import Regelopgave
from zaken.register.werk import Werkopgave

from .controles import GEDAAN, VOLGORDE, fouten
from .forms.inhoud import ONDERDELEN
from .intake import INTAKE
from .invoer import INVOER
from .models import Misstand
from .rijen import RIJEN
from .samenvatting import DETAIL
from .stappen import DOORGELEIDING, STAPPEN
from .status import OVERGANGEN, Status
from .termijnen import VOLDAAN, termijnen

REGISTER = meld_aan(
    Register(
        soort=Zaak.Soort.MISSTAND,
        model=Misstand,
        namen=Namen(
            enkelvoud=_("vermoeden van een misstand"),
            meervoud=_("Misstanden"),
            met_lidwoord=_("het vermoeden"),
            aanwijzend=_("dit vermoeden"),
            nieuw=_("Nieuw vermoeden van een misstand"),
        ),
        adressen="misstanden",
        status=Status,
        overgangen=OVERGANGEN,
        tonen={
            Status.ONTVANGEN: "paars",
            Status.BEVESTIGD: "paars",
            Status.BEOORDEELD: "info",
            Status.IN_ONDERZOEK: "info",
            Status.STANDPUNT: "info",
            Status.TERUGGEKOPPELD: "ok",
            Status.NAZORG: "ok",
            Status.GESLOTEN: "ok",
        },
        lijst=Lijstopgave(
            letter="V",
            icoon="alert-triangle",
            sneltoets="V",
            leeg=_(
                "U ziet hier vermoedens die u registreert, die aan u zijn toegewezen of die van uw team zijn."
            ),
            kolommen=(
                Kolom(
                    _("Melder is"),
                    lambda misstand: misstand.melder_status and misstand.melder_status.opschrift,
                ),
            ),
            filters=(
                Keuzefilter("melder", _("Melder is"), _("Alle"), "melder_status", codelijst="melder_status"),
            ),
            erbij=("melder_status",),
        ),
        werk=Werkopgave(
            nieuw=frozenset({Status.ONTVANGEN, Status.BEVESTIGD}),
            loopt=frozenset({Status.BEOORDEELD, Status.IN_ONDERZOEK, Status.STANDPUNT}),
            wacht=frozenset(),
            nazorg=frozenset({Status.TERUGGEKOPPELD, Status.NAZORG}),
        ),
        indiener=Persoon.Rol.MELDER,
        intake=INTAKE,
        invoer=INVOER,
        onderdelen=ONDERDELEN,
        beginstatus=Status.ONTVANGEN,
        persoonrollen=(
            Persoon.Rol.MELDER,
            Persoon.Rol.BETROKKENE,
            Persoon.Rol.GETUIGE,
            Persoon.Rol.BENADEELDE,
        ),
        regels=Regelopgave(
            termijnen=termijnen,
            fouten=fouten,
            voldaan=VOLDAAN,
            nazorgveld="nazorg_gedaan_op",
            gedaan=GEDAAN,
            volgorde=VOLGORDE,
        ),
        stappen=STAPPEN,
        doorgeleiding=DOORGELEIDING,
        detail=DETAIL,
        rijen=RIJEN,
    )
)
