"""Counting rules of meldingen: tables 1, 2, 6 and 7. Source: the published yearly tables (docs/cijfers.md)."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from rapportages.models import Register

from .gemeen import DOORGELEID, HEEL_DEFENSIE, ZONDER_STATUS
from .vormen import Eenheid, Telling, Telregel, VasteRij

MELDING = Eenheid(_("melding"), _("meldingen"))
ONTVANGEN_MELDINGEN = _(
    "Meldingen die Defensie in het jaar heeft ontvangen en die zijn vastgelegd tot en met de genoemde datum. "
    "Registraties die ongedaan zijn gemaakt, horen er niet bij."
)
ZELFDE = "meldingen"
NOG_LOPEND = VasteRij("nog_lopend", _("Nog lopend"))

MELDINGEN_HOOFDCATEGORIE = Telregel(
    id="meldingen_hoofdcategorie",
    nummer=1,
    titel=_("Meldingen naar hoofdcategorie"),
    definitie=_(
        "Elke melding telt één keer, in de ene hoofdcategorie die zij heeft. Ook meldingen die niet zijn "
        "bewezen, die nog lopen of die zijn ingetrokken, tellen mee. Vermoedens van misstanden tellen niet "
        "mee. Van samengevoegde meldingen telt er één. Doorgeleide meldingen tellen niet mee."
    ),
    eenheid=MELDING,
    populatie=ONTVANGEN_MELDINGEN,
    bereik=HEEL_DEFENSIE,
    optellend=True,
    versie=1,
    register=Register.MELDINGEN,
    telling=Telling.HOOFDCATEGORIE,
    codelijst="hoofdcategorie",
    terug=1,
    zelfde_totaal=ZELFDE,
    zonder_status=ZONDER_STATUS,
    memo=(DOORGELEID,),
)

MELDINGEN_VIJF_JAAR = Telregel(
    id="meldingen_vijf_jaar",
    nummer=2,
    titel=_("Meldingen, vijf jaar"),
    definitie=_(
        "Elke melding telt één keer, in het jaar waarin Defensie haar ontving. Vermoedens van misstanden "
        "tellen niet mee. Van samengevoegde meldingen telt er één. Doorgeleide meldingen tellen niet "
        "mee."
    ),
    eenheid=MELDING,
    populatie=ONTVANGEN_MELDINGEN,
    bereik=HEEL_DEFENSIE,
    optellend=True,
    versie=1,
    register=Register.MELDINGEN,
    telling=Telling.HOOFDCATEGORIE,
    codelijst=None,
    terug=4,
    zelfde_totaal=ZELFDE,
    zonder_status=ZONDER_STATUS,
    memo=(DOORGELEID,),
)

MELDINGEN_MELDKANAAL = Telregel(
    id="meldingen_meldkanaal",
    nummer=6,
    titel=_("Meldingen naar meldkanaal"),
    definitie=_(
        "Elke melding telt één keer, bij de plek waar zij binnenkwam. Is die niet vastgelegd, dan staat de "
        "melding bij Onbekend. Samen zijn de rijen het totaal van de meldingen in dat jaar."
    ),
    eenheid=MELDING,
    populatie=ONTVANGEN_MELDINGEN,
    bereik=HEEL_DEFENSIE,
    optellend=True,
    versie=1,
    register=Register.MELDINGEN,
    telling=Telling.MELDKANAAL,
    codelijst="meldkanaal",
    terug=1,
    rijkop=_("Meldkanaal"),
    zonder_code=_("Onbekend"),
    zelfde_totaal=ZELFDE,
    vergelijken=False,
    zonder_status=ZONDER_STATUS,
    memo=(DOORGELEID,),
)

MELDINGEN_UITKOMST = Telregel(
    id="meldingen_uitkomst",
    nummer=7,
    titel=_("Meldingen naar uitkomst"),
    definitie=_(
        "Elke melding telt één keer, bij de uitkomst die zij op de standdatum had. Wat op die dag nog niet "
        "was afgehandeld, loopt nog, ook als de uitkomst nu bekend is. Van het vorige jaar is de standdatum "
        "31 december van dat jaar. Samen zijn de rijen het totaal van de meldingen in dat jaar."
    ),
    eenheid=MELDING,
    populatie=ONTVANGEN_MELDINGEN,
    bereik=HEEL_DEFENSIE,
    optellend=True,
    versie=2,
    register=Register.MELDINGEN,
    telling=Telling.UITKOMST,
    codelijst="uitkomst_melding",
    terug=1,
    rijkop=_("Uitkomst"),
    vaste_rijen=(NOG_LOPEND,),
    zonder_code=_("Uitkomst niet vastgelegd"),
    alleen_gevuld=frozenset({"doorgeleid"}),
    op_stand=True,
    zelfde_totaal=ZELFDE,
    vergelijken=False,
    zonder_status=ZONDER_STATUS,
    memo=(DOORGELEID,),
)
