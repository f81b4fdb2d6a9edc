"""The kinds of bericht: what it says, and to which page it leads."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Soort(models.TextChoices):
    """What happened, in one sentence that names nobody; the code value is stable for ever."""

    TOEGEWEZEN = "toegewezen", _("Er is een zaak aan u toegewezen")
    GEDEELD = "gedeeld", _("Er is een zaak met u gedeeld")
    TERMIJN = "termijn", _("Een termijn loopt bijna af")
    ONTZEGELING_GEVRAAGD = "ontzegeling_gevraagd", _("Een collega vraagt uw akkoord bij een zaak")
    ONTZEGELING_AKKOORD = "ontzegeling_akkoord", _("U kreeg akkoord op uw vraag bij een zaak")
    ONTZEGELING_GEWEIGERD = "ontzegeling_geweigerd", _("U kreeg geen akkoord op uw vraag bij een zaak")
    AKKOORD_GEVRAAGD = "akkoord_gevraagd", _("Een collega vraagt uw akkoord")
    AKKOORD_GEGEVEN = "akkoord_gegeven", _("U kreeg akkoord op uw vraag")
    AKKOORD_GEWEIGERD = "akkoord_geweigerd", _("U kreeg geen akkoord op uw vraag")
    NOODTOEGANG = "noodtoegang", _("Er is noodtoegang geopend")
    NOODTOEGANG_BEOORDEELD = "noodtoegang_beoordeeld", _("Uw noodtoegang is beoordeeld")
    NOODTOEGANG_NIET_TERECHT = "noodtoegang_niet_terecht", _("Een noodtoegang was niet terecht")
    ZONDER_LEZER = "zonder_lezer", _("Er is een zaak die niemand kan lezen")
    ZONDER_TOEZICHT = (
        "zonder_toezicht",
        _("Op een zaak houdt niemand toezicht. Wijs nog een auditor of privacy officer aan"),
    )
    TOEZICHT_WEG = "toezicht_weg", _("Een andere auditor of privacy officer is dat niet meer")
    INGELEZEN = "ingelezen", _("Uw team kreeg zaken uit een bestand")


NAAR: dict[Soort, str] = {
    Soort.AKKOORD_GEVRAAGD: "akkoord:detail",
    Soort.AKKOORD_GEGEVEN: "akkoord:detail",
    Soort.AKKOORD_GEWEIGERD: "akkoord:detail",
    Soort.NOODTOEGANG: "noodtoegang:detail",
    Soort.NOODTOEGANG_BEOORDEELD: "noodtoegang:detail",
    Soort.NOODTOEGANG_NIET_TERECHT: "noodtoegang:detail",
    Soort.ZONDER_LEZER: "zonder_lezer",
    Soort.ZONDER_TOEZICHT: "beheer:gebruikers",
    Soort.TOEZICHT_WEG: "noodtoegang:lijst",
    Soort.INGELEZEN: "ingelezen",
}
"""Route of a bericht about something else than a zaak, with `object_id`, if any, as `pk`. Others open their zaak."""

ALTIJD_DIRECT = frozenset(
    {
        Soort.NOODTOEGANG,
        Soort.NOODTOEGANG_NIET_TERECHT,
        Soort.AKKOORD_GEVRAAGD,
        Soort.ZONDER_LEZER,
        Soort.ZONDER_TOEZICHT,
        Soort.TOEZICHT_WEG,
    }
)
"""Mailed at once, whatever somebody chose: a safeguard that depends on being seen."""


def soorten() -> list[tuple[str, object]]:
    """The choices of `Bericht.soort`; a function, so that a new kind needs no migration."""
    return list(Soort.choices)
