"""The counting rules in force. Source: the published yearly tables of Defensie (docs/cijfers.md)."""

from __future__ import annotations

from rapportages.models import Register

from .vormen import Eenheid, Telregel

MELDING = Eenheid("melding", "meldingen")
CASUS = Eenheid("casus", "casussen")

HEEL_DEFENSIE = "Heel Defensie, met de Koninklijke Marechaussee."
ONTVANGEN_MELDINGEN = (
    "Meldingen die Defensie in het jaar heeft ontvangen en die zijn vastgelegd tot en met de genoemde datum. "
    "Registraties die ongedaan zijn gemaakt, horen er niet bij."
)

MELDINGEN_HOOFDCATEGORIE = Telregel(
    id="meldingen_hoofdcategorie",
    nummer=1,
    titel="Meldingen naar hoofdcategorie",
    definitie=(
        "Elke melding telt één keer, in de ene hoofdcategorie die zij heeft. Ook meldingen die niet zijn "
        "bewezen, die nog lopen of die zijn ingetrokken, tellen mee. Vermoedens van misstanden tellen niet "
        "mee. Van samengevoegde meldingen telt er één. Doorgeleide meldingen staan onder de tabel."
    ),
    eenheid=MELDING,
    populatie=ONTVANGEN_MELDINGEN,
    bereik=HEEL_DEFENSIE,
    optellend=True,
    versie=1,
    register=Register.MELDINGEN,
    codelijst="hoofdcategorie",
    terug=1,
    zonder_status=frozenset({"samengevoegd"}),
    memo_status=frozenset({"doorgeleid"}),
)

MELDINGEN_VIJF_JAAR = Telregel(
    id="meldingen_vijf_jaar",
    nummer=2,
    titel="Meldingen, vijf jaar",
    definitie=(
        "Elke melding telt één keer, in het jaar waarin Defensie haar ontving. Vermoedens van misstanden "
        "tellen niet mee. Van samengevoegde meldingen telt er één. Doorgeleide meldingen staan onder de "
        "tabel."
    ),
    eenheid=MELDING,
    populatie=ONTVANGEN_MELDINGEN,
    bereik=HEEL_DEFENSIE,
    optellend=True,
    versie=1,
    register=Register.MELDINGEN,
    codelijst=None,
    terug=4,
    zonder_status=frozenset({"samengevoegd"}),
    memo_status=frozenset({"doorgeleid"}),
)

CASUSSEN = Telregel(
    id="casussen",
    nummer=13,
    titel="Casussen van vertrouwenspersonen naar hoofdthema",
    definitie=(
        "Elke casus telt één keer, in het jaar van het eerste gesprek, onder het ene hoofdthema. Een casus "
        "die van een collega is overgenomen, telt niet opnieuw."
    ),
    eenheid=CASUS,
    populatie="Casussen met een eerste gesprek in het jaar. Alleen kwartalen die voorbij zijn, tellen mee.",
    bereik=HEEL_DEFENSIE,
    optellend=True,
    versie=1,
    register=Register.CASUSSEN,
    codelijst="thema",
    terug=1,
)

TELREGELS: tuple[Telregel, ...] = (MELDINGEN_HOOFDCATEGORIE, MELDINGEN_VIJF_JAAR, CASUSSEN)
