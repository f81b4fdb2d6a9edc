"""What the register of meldingen tells the kernel (ADR 0011)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zaken.models import Persoon, Zaak
from zaken.register import Namen, Register, meld_aan
from zaken.register.lijst import Keuzefilter, Kolom, Lijstopgave
from zaken.register.regels import Regelopgave
from zaken.register.werk import Herinnering, Tweede, Werkopgave

from .controles import VOLGORDE, fouten
from .forms.inhoud import ONDERDELEN
from .intake import INTAKE
from .invoer import INVOER
from .models import Afdoening, Melding, Subcategorie
from .samenvatting import DETAIL
from .stappen import DOORGELEIDING, STAPPEN
from .status import OVERGANGEN, Status
from .termijnen import VOLDAAN, termijnen


def _wacht_op_besluit(vandaag: date) -> Q:
    return Q(status=Status.WACHT_OP_BESLUIT, herinneren_op__lte=vandaag)


def _is_opgeschort(vandaag: date) -> Q:
    return Q(status=Status.OPGESCHORT, herbeoordelen_op__lte=vandaag)


REGISTER = meld_aan(
    Register(
        soort=Zaak.Soort.MELDING,
        model=Melding,
        namen=Namen(
            enkelvoud=_("melding"),
            meervoud=_("Meldingen"),
            met_lidwoord=_("de melding"),
            aanwijzend=_("deze melding"),
            nieuw=_("Nieuwe melding"),
        ),
        adressen="meldingen",
        status=Status,
        overgangen=OVERGANGEN,
        tonen={
            Status.NIEUW: "paars",
            Status.IN_BEOORDELING: "paars",
            Status.IN_BEHANDELING: "info",
            Status.IN_ONDERZOEK: "info",
            Status.OPGESCHORT: "warn",
            Status.WACHT_OP_BESLUIT: "warn",
            Status.HEROPEND: "warn",
            Status.AFGEHANDELD: "ok",
            Status.NAZORG: "ok",
            Status.GESLOTEN: "ok",
        },
        lijst=Lijstopgave(
            letter="M",
            icoon="folders",
            sneltoets="M",
            leeg=_(
                "U ziet hier meldingen die u registreert, die aan u zijn toegewezen of die van uw team zijn."
            ),
            kolommen=(Kolom(_("Categorie"), lambda melding: melding.hoofdcategorie.opschrift),),
            filters=(
                Keuzefilter(
                    "categorie",
                    _("Categorie"),
                    _("Alle categorieën"),
                    "hoofdcategorie",
                    codelijst="hoofdcategorie",
                ),
            ),
            erbij=("hoofdcategorie",),
        ),
        werk=Werkopgave(
            nieuw=frozenset({Status.NIEUW, Status.IN_BEOORDELING}),
            loopt=frozenset({Status.IN_BEHANDELING, Status.HEROPEND}),
            wacht=frozenset({Status.WACHT_OP_BESLUIT, Status.OPGESCHORT, Status.IN_ONDERZOEK}),
            nazorg=frozenset({Status.AFGEHANDELD, Status.NAZORG}),
            herinneringen=(
                Herinnering(_wacht_op_besluit, _("Herinner het bevoegd gezag")),
                Herinnering(_is_opgeschort, _("Bekijk deze melding opnieuw")),
            ),
            tweede=Tweede(
                Status.HEROPEND,
                _("Neem deze melding weer in behandeling: een collega heropende haar"),
                _("Deel deze melding met een collega: die neemt haar weer in behandeling"),
            ),
        ),
        indiener=Persoon.Rol.MELDER,
        intake=INTAKE,
        invoer=INVOER,
        onderdelen=ONDERDELEN,
        beginstatus=Status.NIEUW,
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
            volgorde=VOLGORDE,
            gedaan=(
                "bevestigd_op",
                "coid_advies_op",
                "besluit_bg_op",
                "teruggekoppeld_op",
                "nazorg_gedaan_op",
            ),
            meervoudig={"subcategorieen": Subcategorie, "afdoeningen": Afdoening},
            nazorgveld="nazorg_gedaan_op",
        ),
        stappen=STAPPEN,
        doorgeleiding=DOORGELEIDING,
        detail=DETAIL,
    )
)
