"""How figures read on a screen, in its language. What is published (`tekst`, `uitvoer`) is Dutch and stands apart."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codelijsten.taal import in_schermtaal
from schermen.templatetags import jid_ui

from .gepubliceerd import Gedrukt
from .tabellen import Rij, Tabel
from .telregels import Eenheid
from .verschil import Verschil


def vertaald(tekst: str) -> str:
    """A text of a counting rule; it stands in the catalogue."""
    return _(tekst) if tekst else ""


def label(rij: Rij) -> str:
    """What a row is."""
    return in_schermtaal(vertaald(rij.label), rij.label_en)


def hernoemd(rij: Rij) -> str:
    """What a row was called before, for whoever has older figures beside these."""
    woorden = {"label": label(rij), "was": rij.label_was, "dag": jid_ui.datum(rij.label_sinds)}
    return _("De rij ‘%(label)s’ heet zo sinds %(dag)s. Daarvoor was het ‘%(was)s’.") % woorden


def let_op(tabel: Tabel) -> list[str]:
    """What makes older figures differ from this table: rows with another name, and what was annulled since."""
    return [
        *(hernoemd(rij) for rij in tabel.hernoemd),
        *(geannuleerd(tabel, jaar, aantal) for jaar, aantal in tabel.geannuleerd.items()),
    ]


def geannuleerd(tabel: Tabel, jaar: int, aantal: int) -> str:
    """How many of `jaar` were annulled when its figures could be out."""
    zin = ngettext(
        "Uit %(jaar)s is na 31 januari %(volgend)s %(aantal)s %(wat)s geannuleerd. Die telt hier niet mee.",
        "Uit %(jaar)s zijn na 31 januari %(volgend)s %(aantal)s %(wat)s geannuleerd. Die tellen hier niet mee.",
        aantal,
    )
    wat = vertaald(tabel.regel.eenheid.bij(aantal))
    return zin % {"jaar": jaar, "volgend": jaar + 1, "aantal": getal(aantal), "wat": wat}


def getal(waarde: int) -> str:
    """1.234 or 1,234, and a real minus sign."""
    return f"{'−' if waarde < 0 else ''}{jid_ui.getal(abs(waarde))}"


def procent(waarde: Decimal) -> str:
    """83,2% or 83.2%."""
    return jid_ui.procent(waarde)


def met_teken(waarde: int) -> str:
    """+72, −5 or 0."""
    return f"{'+' if waarde > 0 else ''}{getal(waarde)}"


def in_aantal(verschil: Verschil) -> str:
    """+72, −5 or "gelijk"; empty when unknown."""
    if verschil.aantal is None:
        return ""
    return met_teken(verschil.aantal) if verschil.aantal else _("gelijk")


def in_verhouding(verschil: Verschil) -> str:
    """+13,0% or "was 0"; empty where neither can be said."""
    if not verschil.aantal:
        return ""
    if verschil.vorig == 0:
        return _("was 0")
    return "" if verschil.procent is None else procent_met_teken(verschil.procent)


def hoeveel(aantal: int, eenheid: Eenheid) -> str:
    """Geen meldingen, 1 melding, 627 meldingen."""
    wat = vertaald(eenheid.bij(aantal))
    return f"{getal(aantal)} {wat}" if aantal else _("geen %(wat)s") % {"wat": wat}


def standen(tabel: Tabel) -> str:
    """On which days the two columns of a table stood; of another table until when a year counts that is not over.

    Empty where that plays no part, or where a column is unknown.
    """
    vorig, nu = tabel.jaren[-2:]
    twee_dagen = tabel.regel.op_stand and tabel.totaal[vorig] is not None
    if tabel.is_lopend and tabel.totaal[nu] is not None and not twee_dagen:
        return _("De kolom %(nu)s telt tot en met %(nu_dag)s. Dat jaar is nog niet voorbij.") % {
            "nu": nu,
            "nu_dag": jid_ui.datum(tabel.stand(nu)),
        }
    if not twee_dagen or tabel.totaal[nu] is None:
        return ""
    return _("De kolom %(vorig)s geeft de stand op %(dag)s, de kolom %(nu)s die op %(nu_dag)s.") % {
        "vorig": vorig,
        "dag": jid_ui.datum(tabel.stand(vorig)),
        "nu": nu,
        "nu_dag": jid_ui.datum(tabel.stand(nu)),
    }


def gedrukt_getal(gedrukt: Gedrukt) -> str:
    """458, or circa 900."""
    aantal = getal(gedrukt.aantal)
    return _("circa %(aantal)s") % {"aantal": aantal} if gedrukt.is_circa else aantal


def niet_geteld(jaar: int, gedrukt: Gedrukt) -> str:
    """The sentence about a year that was printed and not counted."""
    return _("%(jaar)s is niet geteld; gedrukt: %(aantal)s.") % {
        "jaar": jaar,
        "aantal": gedrukt_getal(gedrukt),
    }


def cel_niet_geteld(gedrukt: Gedrukt) -> str:
    """The same in a cell of a table."""
    return _("niet geteld; gedrukt: %(aantal)s") % {"aantal": gedrukt_getal(gedrukt)}


def vergelijking(verschil: Verschil, vorig_jaar: int, gedrukt: Gedrukt | None = None) -> str:
    """The sentence that sets a count beside that of `vorig_jaar`, or says what was printed for it."""
    jaar = {"jaar": vorig_jaar}
    if verschil.vorig is None and gedrukt:
        return niet_geteld(vorig_jaar, gedrukt)
    if verschil.aantal is None:
        return _("Hoeveel het er in %(jaar)s waren, is niet bekend.") % jaar
    if verschil.vorig == 0:
        ook = verschil.nu == 0
        return (_("Ook in %(jaar)s waren er geen.") if ook else _("In %(jaar)s waren er geen.")) % jaar
    if verschil.aantal == 0:
        een = verschil.nu == 1
        return (
            _("Ook in %(jaar)s was het er 1.") if een else _("Dat zijn er evenveel als in %(jaar)s.")
        ) % jaar
    aantal = abs(verschil.aantal)
    zin = (
        ngettext("Dat is er %(n)s meer dan in %(jaar)s", "Dat zijn er %(n)s meer dan in %(jaar)s", aantal)
        if verschil.aantal > 0
        else ngettext(
            "Dat is er %(n)s minder dan in %(jaar)s", "Dat zijn er %(n)s minder dan in %(jaar)s", aantal
        )
    )
    return f"{zin % {'n': getal(aantal), **jaar}}{_tussen_haakjes(verschil)}."


def kort(verschil: Verschil, vorig_jaar: int, gedrukt: Gedrukt | None = None) -> str:
    """The same on a card: "72 meer dan in 2023 (+13,0%)"."""
    jaar = {"jaar": vorig_jaar}
    if verschil.vorig is None and gedrukt:
        return niet_geteld(vorig_jaar, gedrukt).removesuffix(".")
    if verschil.aantal is None:
        return _("%(jaar)s niet bekend") % jaar
    if verschil.aantal == 0:
        return _("evenveel als in %(jaar)s") % jaar
    if verschil.vorig == 0:
        return _("in %(jaar)s geen") % jaar
    tekst = _("%(n)s meer dan in %(jaar)s") if verschil.aantal > 0 else _("%(n)s minder dan in %(jaar)s")
    return f"{tekst % {'n': getal(abs(verschil.aantal)), **jaar}}{_tussen_haakjes(verschil)}"


def _tussen_haakjes(verschil: Verschil) -> str:
    return "" if verschil.procent is None else f" ({procent_met_teken(verschil.procent)})"


def procent_met_teken(waarde: Decimal) -> str:
    """+13,0% or −5,2%, with a real minus sign."""
    teken = "+" if waarde > 0 else "−" if waarde < 0 else ""
    return f"{teken}{procent(abs(waarde))}"
