"""Counting rules of klachten: table 11, in three parts (Awb chapter 9, Klachtenregeling Defensie)."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from rapportages.models import Register

from .gemeen import DOORGELEID, HEEL_DEFENSIE, ZONDER_STATUS
from .vormen import Eenheid, Memo, Telling, Telregel, VasteRij

KLACHT = Eenheid(_("klacht"), _("klachten"))
OMBUDSMAN = Memo("ombudsman", _("Klachten waarover de ombudsman in het jaar bericht gaf"), ook_nul=True)

OPEN_BEGIN = VasteRij("open_begin", _("Open op 1 januari"))
ONTVANGEN = VasteRij("ontvangen", _("Ontvangen"))
HEROPEND = VasteRij("heropend", _("Heropend"))
CORRECTIE = VasteRij("correctie", _("Correctie op het vorige jaar"))
AFGEDAAN = VasteRij("afgedaan", _("Afgedaan (gaat eraf)"))
OPEN_EIND = VasteRij("open_eind", _("Open op 31 december"))

INGETROKKEN = VasteRij("ingetrokken", _("Ingetrokken"))
TEVREDEN = VasteRij("naar_tevredenheid", _("Naar tevredenheid afgedaan"))
NIET_IN_BEHANDELING = VasteRij("niet_in_behandeling", _("Niet in behandeling genomen"))
DOORGEZONDEN = VasteRij("doorgezonden", _("Doorgezonden"))

BINNEN_TERMIJN = VasteRij("binnen_termijn", _("Afgedaan binnen 6 weken, of 10 met een commissie"))
NA_VERDAGING = VasteRij("na_verdaging", _("Afgedaan op tijd na verdagen"))
MET_INSTEMMING = VasteRij("met_instemming", _("Afgedaan op tijd met instemming van de klager"))
TE_LAAT = VasteRij("te_laat", _("Te laat afgedaan"))
OPEN_TE_LAAT = VasteRij("open_te_laat", _("Nog open en te laat"))
GEEN_TERMIJN = VasteRij("geen_termijn", _("Afgedaan, geen wettelijke termijn voor een oordeel"))

KLACHTEN_VERLOOP = Telregel(
    id="klachten_verloop",
    nummer=11,
    titel=_("Klachten: van 1 januari tot en met 31 december"),
    definitie=_(
        "Wat op 1 januari open was, met wat in het jaar is ontvangen of heropend, is samen wat is afgedaan en "
        "wat op 31 december open is. Afgedaan is een klacht met een oordeel, en ook een klacht die is "
        "ingetrokken, naar tevredenheid is afgedaan, niet in behandeling is genomen of is doorgezonden. De "
        "correctie is het verschil met wat over 31 december van het vorige jaar is gepubliceerd of geteld, "
        "bijvoorbeeld omdat een klacht later is doorgeleid. Is het jaar "
        "nog niet voorbij, dan staat er wat op de standdatum open is."
    ),
    eenheid=KLACHT,
    populatie=_(
        "Klachten die in het jaar open waren en die zijn vastgelegd tot en met de genoemde datum. "
        "Registraties die ongedaan zijn gemaakt, horen er niet bij."
    ),
    bereik=HEEL_DEFENSIE,
    optellend=True,
    versie=3,
    register=Register.KLACHTEN,
    telling=Telling.KLACHTEN_VERLOOP,
    codelijst=None,
    terug=1,
    rijkop=_("Klachten"),
    vaste_rijen=(OPEN_BEGIN, ONTVANGEN, HEROPEND, CORRECTIE, AFGEDAAN),
    aftrek=frozenset({AFGEDAAN.code}),
    totaalcode=OPEN_EIND.code,
    totaallabel=OPEN_EIND.label,
    totaallabel_lopend=_("Nu open (vorig jaar: op 31 december)"),
    vergelijkrij=ONTVANGEN.code,
    op_stand=True,
    zonder_status=ZONDER_STATUS,
    memo=(OMBUDSMAN, DOORGELEID),
)

KLACHTEN_AFGEDAAN = Telregel(
    id="klachten_afgedaan",
    nummer=11,
    titel=_("Klachten: hoe zij zijn afgedaan"),
    definitie=_(
        "Elke keer dat een klacht in het jaar is afgedaan, telt één keer, bij het oordeel of bij de reden "
        "waarom er geen oordeel kwam. Het jaar van ontvangst speelt geen rol. Samen zijn de rijen wat is "
        "afgedaan."
    ),
    eenheid=KLACHT,
    populatie=_("Klachten die in het jaar zijn afgedaan."),
    bereik=HEEL_DEFENSIE,
    optellend=True,
    versie=2,
    register=Register.KLACHTEN,
    telling=Telling.KLACHTEN_AFGEDAAN,
    codelijst="oordeel",
    terug=1,
    rijkop=_("Oordeel of reden"),
    vaste_rijen=(INGETROKKEN, TEVREDEN, NIET_IN_BEHANDELING, DOORGEZONDEN),
    zonder_code=_("Oordeel niet vastgelegd"),
    totaallabel=_("Afgedaan"),
    vergelijken=False,
    zonder_status=ZONDER_STATUS,
)

KLACHTEN_TERMIJN = Telregel(
    id="klachten_termijn",
    nummer=11,
    titel=_("Klachten: op tijd of te laat"),
    definitie=_(
        "De dag van het bericht aan de klager telt. Op tijd is binnen 6 weken na ontvangst, of binnen 10 "
        "weken als een commissie adviseert (Awb 9:11). Verdagen telt alleen als de klager en de aangeklaagde "
        "allebei bericht kregen, en instemming alleen als zij schriftelijk is. Een klacht die open is en waarvan "
        "de termijn voorbij is, is te laat. Voor een klacht die is ingetrokken, niet in behandeling is genomen of "
        "is doorgezonden, is er geen termijn voor een oordeel. Dat geldt ook voor een mondelinge klacht en voor "
        "een klacht over gedrag tegenover een ander (Awb 9:2)."
    ),
    eenheid=KLACHT,
    populatie=_(
        "Klachten die in het jaar zijn afgedaan, en klachten die op 31 december open waren terwijl de termijn "
        "voorbij was."
    ),
    bereik=HEEL_DEFENSIE,
    optellend=True,
    versie=3,
    register=Register.KLACHTEN,
    telling=Telling.KLACHTEN_TERMIJN,
    codelijst=None,
    terug=1,
    rijkop=_("Termijn"),
    vaste_rijen=(BINNEN_TERMIJN, NA_VERDAGING, MET_INSTEMMING, TE_LAAT, OPEN_TE_LAAT, GEEN_TERMIJN),
    totaallabel=_("Afgedaan, of open en te laat"),
    vergelijken=False,
    op_stand=True,
    zonder_status=ZONDER_STATUS,
)
