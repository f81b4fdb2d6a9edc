"""What the register of klachten tells the kernel (ADR 0011)."""

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
from .models import Klacht
from .rijen import RIJEN
from .samenvatting import DETAIL
from .stappen import DOORGELEIDING, STAPPEN
from .status import OVERGANGEN, Status
from .termijnen import VOLDAAN, termijnen

REGISTER = meld_aan(
    Register(
        soort=Zaak.Soort.KLACHT,
        model=Klacht,
        namen=Namen(
            enkelvoud=_("klacht"),
            meervoud=_("Klachten"),
            met_lidwoord=_("de klacht"),
            aanwijzend=_("deze klacht"),
            nieuw=_("Nieuwe klacht"),
        ),
        adressen="klachten",
        status=Status,
        overgangen=OVERGANGEN,
        tonen={
            Status.ONTVANGEN: "paars",
            Status.BEOORDELEN: "paars",
            Status.WACHT_OP_AANVULLING: "warn",
            Status.INFORMELE_OPLOSSING: "info",
            Status.IN_BEHANDELING: "info",
            Status.HOREN: "info",
            Status.ADVIES_UITGEBRACHT: "info",
            Status.OORDEEL: "info",
            Status.AFGEHANDELD: "ok",
            Status.GESLOTEN: "ok",
        },
        lijst=Lijstopgave(
            letter="K",
            icoon="clipboard-list",
            sneltoets="K",
            leeg=_(
                "U ziet hier klachten die u registreert, die aan u zijn toegewezen of die van uw team zijn."
            ),
            kolommen=(Kolom(_("Soort"), lambda klacht: klacht.klachtsoort and klacht.klachtsoort.opschrift),),
            filters=(
                Keuzefilter("soort", _("Soort"), _("Alle soorten"), "klachtsoort", codelijst="klachtsoort"),
            ),
            erbij=("klachtsoort",),
        ),
        werk=Werkopgave(
            nieuw=frozenset({Status.ONTVANGEN, Status.BEOORDELEN}),
            loopt=frozenset(
                {
                    Status.INFORMELE_OPLOSSING,
                    Status.IN_BEHANDELING,
                    Status.HOREN,
                    Status.ADVIES_UITGEBRACHT,
                    Status.OORDEEL,
                }
            ),
            wacht=frozenset({Status.WACHT_OP_AANVULLING}),
            nazorg=frozenset({Status.AFGEHANDELD}),
        ),
        indiener=Persoon.Rol.KLAGER,
        intake=INTAKE,
        invoer=INVOER,
        onderdelen=ONDERDELEN,
        beginstatus=Status.ONTVANGEN,
        persoonrollen=(Persoon.Rol.KLAGER, Persoon.Rol.AANGEKLAAGDE, Persoon.Rol.GETUIGE),
        regels=Regelopgave(
            termijnen=termijnen, fouten=fouten, voldaan=VOLDAAN, gedaan=GEDAAN, volgorde=VOLGORDE
        ),
        stappen=STAPPEN,
        doorgeleiding=DOORGELEIDING,
        detail=DETAIL,
        rijen=RIJEN,
    )
)
