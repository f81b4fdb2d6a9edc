"""Template tags and filters."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from schermen import iconen
from schermen.formulieren import DeelDatum


def toon(sjabloon: str, **context: Any) -> str:
    return Template("{% load jid_ui %}" + sjabloon).render(Context(context))


@pytest.mark.parametrize(
    ("sjabloon", "waarde", "nederlands", "engels"),
    [
        ("{{ w|getal }}", 1234567, "1.234.567", "1,234,567"),
        ("{{ w|getal }}", 0, "0", "0"),
        ("{{ w|getal:1 }}", Decimal("1234.25"), "1.234,2", "1,234.2"),
        ("{{ w|getal }}", None, "", ""),
        ("{{ w|procent }}", 83.21, "83,2%", "83.2%"),
        ("{{ w|getal_tot }}", 999, "999", "999"),
        ("{{ w|getal_tot }}", 1000, "1.000", "1,000"),
        ("{{ w|getal_tot }}", 1001, "1.000+", "1,000+"),
        ("{{ w|getal_tot }}", 54321, "1.000+", "1,000+"),
        ("{{ w|datum }}", date(2024, 12, 3), "3 december 2024", "3 December 2024"),
        ("{{ w|datum }}", DeelDatum(2024, 3), "maart 2024", "March 2024"),
        ("{{ w|datum }}", None, "", ""),
        ("{{ w|weekdag_datum }}", date(2024, 11, 25), "maandag 25 november 2024", "Monday 25 November 2024"),
    ],
)
def test_getallen_en_datums_staan_zoals_op_het_scherm(
    sjabloon: str, waarde: Any, nederlands: str, engels: str
) -> None:
    assert toon(sjabloon, w=waarde) == nederlands
    with translation.override("en"):
        assert toon(sjabloon, w=waarde) == engels


def test_een_tijd_is_nederlandse_tijd() -> None:
    nacht = datetime(2024, 7, 1, 22, 5, tzinfo=UTC)
    assert toon("{{ w|tijd }}", w=nacht) == "00.05 uur"
    assert toon("{{ w|datum }}", w=nacht) == "2 juli 2024"
    assert toon("{{ w|datumtijd }}", w=nacht) == "2 juli 2024 om 00.05 uur"


def test_een_icoon_is_verborgen_voor_een_schermlezer() -> None:
    html = toon('{% icoon "inbox" %}')
    assert html.startswith('<svg class="app-icon" ')
    assert 'aria-hidden="true"' in html
    assert "role=" not in html


def test_een_icoon_met_label_zegt_wat_het_betekent() -> None:
    html = toon('{% icoon "inbox" label=w %}', w='Post "in"')
    assert 'role="img" aria-label="Post &quot;in&quot;"' in html
    assert "aria-hidden" not in html


def test_een_onbekend_icoon_valt_op() -> None:
    with pytest.raises(iconen.OnbekendIcoon):
        toon('{% icoon "bestaat-niet" %}')


def test_na_een_schuine_streep_mag_een_regel_breken_en_tekst_blijft_tekst() -> None:
    assert toon("{{ t|breekbaar }}", t="dienstmiddelen/<b>regels") == "dienstmiddelen/<wbr>&lt;b&gt;regels"
    assert toon("{{ t|breekbaar }}", t="Overige") == "Overige"
