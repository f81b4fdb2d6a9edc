"""What the register of onderzoeken tells the kernel (ADR 0011)."""

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
from .models import Onderzoek
from .rijen import RIJEN
from .samenvatting import DETAIL
from .stappen import STAPPEN
from .status import OVERGANGEN, Status
from .termijnen import VOLDAAN, termijnen

REGISTER = meld_aan(
    Register(
        soort=Zaak.Soort.ONDERZOEK,
        model=Onderzoek,
        namen=Namen(
            enkelvoud=_("onderzoek"),
            meervoud=_("Onderzoeken"),
            met_lidwoord=_("het onderzoek"),
            aanwijzend=_("dit onderzoek"),
            nieuw=_("Nieuw onderzoek"),
        ),
        adressen="onderzoeken",
        status=Status,
        overgangen=OVERGANGEN,
        tonen={
            Status.ADVIES_GEVRAAGD: "paars",
            Status.ADVIES_COID: "paars",
            Status.BESLUIT_BG: "paars",
            Status.INGESTELD: "info",
            Status.LOPEND: "info",
            Status.OPGESCHORT: "warn",
            Status.WEDERHOOR: "info",
            Status.RAPPORT_VASTGESTELD: "info",
            Status.BESLUIT_GENOMEN: "ok",
            Status.GEARCHIVEERD: "ok",
        },
        lijst=Lijstopgave(
            letter="O",
            icoon="search",
            sneltoets="O",
            leeg=_(
                "U ziet hier onderzoeken die u registreert, die aan u zijn toegewezen of die van uw team zijn."
            ),
            kolommen=(Kolom(_("Soort"), lambda zaak: zaak.onderzoeksoort and zaak.onderzoeksoort.opschrift),),
            filters=(
                Keuzefilter(
                    "soort", _("Soort"), _("Alle soorten"), "onderzoeksoort", codelijst="onderzoeksoort"
                ),
                Keuzefilter("uitvoerder", _("Uitvoerder"), _("Alle uitvoerders"), "uitvoerder"),
            ),
            erbij=("onderzoeksoort",),
        ),
        werk=Werkopgave(
            nieuw=frozenset({Status.ADVIES_GEVRAAGD, Status.INGESTELD}),
            # What was decided or stopped only waits for the archive: no work of a day
            loopt=frozenset({Status.LOPEND, Status.WEDERHOOR}),
            wacht=frozenset(
                {Status.ADVIES_COID, Status.BESLUIT_BG, Status.OPGESCHORT, Status.RAPPORT_VASTGESTELD}
            ),
            nazorg=frozenset(),
        ),
        indiener=None,
        intake=INTAKE,
        invoer=INVOER,
        onderdelen=ONDERDELEN,
        beginstatus=Status.ADVIES_GEVRAAGD,
        persoonrollen=(Persoon.Rol.BETROKKENE, Persoon.Rol.GETUIGE),
        regels=Regelopgave(
            termijnen=termijnen, fouten=fouten, voldaan=VOLDAAN, gedaan=GEDAAN, volgorde=VOLGORDE
        ),
        stappen=STAPPEN,
        detail=DETAIL,
        rijen=RIJEN,
    )
)
