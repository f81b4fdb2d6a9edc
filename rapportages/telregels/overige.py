"""Counting rules of vermoedens van misstanden (table 12), casussen (table 13), and what was no zaak (19)."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from rapportages.models import Register

from .gemeen import HEEL_DEFENSIE, ZONDER_STATUS
from .vormen import Eenheid, Telling, Telregel, VasteRij

VERMOEDEN = Eenheid(_("vermoeden van een misstand"), _("vermoedens van misstanden"))
CASUS = Eenheid(_("casus"), _("casussen"))
SIGNAAL = Eenheid(_("signaal"), _("signalen"))

WEL_VERMOEDEN = VasteRij("vermoeden", _("Na beoordeling een vermoeden van een misstand"))
GEEN_VERMOEDEN = VasteRij("geen_vermoeden", _("Na beoordeling geen vermoeden van een misstand"))
NIET_BEOORDEELD = VasteRij("niet_beoordeeld", _("Niet of nog niet beoordeeld"))

MISSTANDEN = Telregel(
    id="misstanden",
    nummer=12,
    titel=_("Vermoedens van misstanden"),
    definitie=_(
        "Elk vermoeden telt één keer, in het jaar waarin Defensie het ontving. Het totaal is wat als vermoeden "
        "is ontvangen. De rijen zeggen wat de beoordeling volgens de Wet bescherming klokkenluiders was. Wat is "
        "ingetrokken voor de beoordeling, is niet beoordeeld. Wat na beoordeling geen vermoeden is, "
        "blijft in het totaal."
    ),
    eenheid=VERMOEDEN,
    populatie=_(
        "Wat Defensie in het jaar als vermoeden van een misstand heeft ontvangen en wat is vastgelegd tot en met "
        "de genoemde datum. Registraties die ongedaan zijn gemaakt, horen er niet bij."
    ),
    bereik=HEEL_DEFENSIE,
    optellend=True,
    versie=1,
    register=Register.MISSTANDEN,
    telling=Telling.MISSTANDEN,
    codelijst=None,
    terug=1,
    rijkop=_("Beoordeling"),
    vaste_rijen=(WEL_VERMOEDEN, GEEN_VERMOEDEN, NIET_BEOORDEELD),
    totaallabel=_("Ontvangen als vermoeden"),
    zonder_status=ZONDER_STATUS,
)

CASUSSEN = Telregel(
    id="casussen",
    nummer=13,
    titel=_("Casussen van vertrouwenspersonen naar hoofdthema"),
    definitie=_(
        "Elke casus telt één keer, in het jaar van het eerste gesprek, onder het ene hoofdthema. Een casus "
        "die van een collega is overgenomen, telt niet opnieuw."
    ),
    eenheid=CASUS,
    populatie=_(
        "Casussen met een eerste gesprek in het jaar. Zij zijn geteld op 1 februari na dat jaar, en nog één keer "
        "een jaar later. Wat daarna is vastgelegd of verbeterd, verandert dit aantal niet. Scheelt een volgende "
        "telling minder dan 5 casussen, dan blijft het aantal staan. Van een deel van een jaar zijn er geen "
        "cijfers: het verschil met het hele jaar kan over één gesprek gaan."
    ),
    bereik=HEEL_DEFENSIE,
    optellend=True,
    versie=3,
    register=Register.CASUSSEN,
    telling=Telling.CASUSSEN,
    codelijst="thema",
    terug=1,
    rijkop=_("Thema"),
    op_vaste_momenten=True,
)

ADVIESVRAAG = VasteRij("adviesvraag", _("Adviesvraag"))

SIGNALEN = Telregel(
    id="signalen",
    nummer=19,
    titel=_("Adviesvragen en wat ergens anders hoort"),
    definitie=_(
        "Elk signaal dat geen melding, klacht of vermoeden van een misstand werd, telt één keer, in het jaar "
        "van ontvangst: als adviesvraag, of bij wat het wel was. Werd het later toch een zaak, dan telt het "
        "daar en niet hier. Deze signalen tellen in geen enkele andere tabel mee."
    ),
    eenheid=SIGNAAL,
    populatie=_(
        "Signalen die in het jaar zijn ontvangen en die zijn vastgelegd tot en met de genoemde datum. "
        "Registraties die ongedaan zijn gemaakt, horen er niet bij."
    ),
    bereik=HEEL_DEFENSIE,
    optellend=True,
    versie=1,
    register=Register.SIGNALEN,
    telling=Telling.SIGNALEN,
    codelijst="hoort_elders",
    terug=1,
    rijkop=_("Wat het was"),
    eerste_rijen=(ADVIESVRAAG,),
)
