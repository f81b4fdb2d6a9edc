"""The English catalogue: `bijwerken` collects the texts anew, `controleer` says what is missing, `maak` writes the .mo.

Texts are Dutch in the code; `locale/en/LC_MESSAGES/django.po` holds the English. Needs Babel (requirements-test.lock);
the application itself reads the committed `django.mo` alone.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parents[1]
PO = PROJECT / "locale/en/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")
NL_PO = PROJECT / "locale/nl/LC_MESSAGES/django.po"
"""What Django says by itself, in the words of our screens; written by hand."""
NL_MO = NL_PO.with_suffix(".mo")
NIET = {"tests", "bench", "scripts", "docs", "frontend", "migrations", "demodata", "starter"}
"""Folders without a text for a screen; the demo data and the messages of `make start` are Dutch."""
WOORDEN: dict[str, Any] = {
    "_": None, "_gettext": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
TITEL = "English texts of JID. Made by scripts/vertalingen.py; only the English is written by hand."
VAST = datetime(2024, 1, 1, tzinfo=UTC)
"""Of the header: a date of today would change the file each time."""
PLEK = re.compile(r"%\([a-z_A-Z0-9]+\)[sd]|%[sd]|(?<!%)\{[a-zA-Z_]+\}")


def bronnen() -> Iterator[Path]:
    """Every file that may hold a text for a screen."""
    for soort in ("*.py", "*.html", "*.txt"):
        for pad in sorted(PROJECT.rglob(soort)):
            delen = pad.relative_to(PROJECT).parts
            eigen = NIET.isdisjoint(delen[:-1]) and not delen[0].startswith(".")
            if eigen and (soort == "*.py" or delen[0] == "templates"):
                yield pad


def verzamel() -> Catalog:
    """All texts of the code and the templates."""
    from django.utils.translation.template import templatize

    gevonden = _leeg()
    for pad in bronnen():
        tekst = pad.read_text(encoding="utf-8")
        if pad.suffix != ".py":  # what is left of a template reads as calls; its indentation means nothing
            tekst = "\n".join(regel.strip() for regel in templatize(tekst).splitlines())
        for _regel, msgid, _opmerkingen, context in extract(
            "python", io.BytesIO(tekst.encode()), keywords=WOORDEN, options={"encoding": "utf-8"}
        ):
            gevonden.add(msgid, context=context)
    return gevonden


def lees() -> Catalog:
    """The catalogue as it is committed."""
    with PO.open("rb") as bestand:
        return read_po(bestand, locale="en")


def lees_django() -> Catalog:
    """Django's messages in our Dutch."""
    with NL_PO.open("rb") as bestand:
        return read_po(bestand, locale="nl")


def fouten() -> list[str]:
    """Per text what is wrong: missing, left over, fuzzy, not translated, another placeholder. Empty is good."""
    nodig, er_is = _per_tekst(verzamel()), _per_tekst(lees())
    gezegd = [f"ontbreekt: {msgid}" for msgid in nodig.keys() - er_is.keys()]
    gezegd += [f"niet meer nodig: {msgid}" for msgid in er_is.keys() - nodig.keys()]
    for sleutel, bericht in er_is.items():
        vormen = bericht.string if isinstance(bericht.string, (tuple, list)) else [bericht.string]
        if bericht.fuzzy:
            gezegd.append(f"onzeker: {sleutel}")
        if not all(vormen):
            gezegd.append(f"niet vertaald: {sleutel}")
        elif any(_plekken(vorm) - _plekken_van(bericht) for vorm in vormen) or (
            _plekken(vormen[-1]) != _plekken_van(bericht)
        ):
            gezegd.append(f"andere plekken: {sleutel}")
    return sorted(gezegd)


def als_mo(catalogus: Catalog) -> bytes:
    """The bytes that `django.mo` must have."""
    uit = io.BytesIO()
    write_mo(uit, catalogus)
    return uit.getvalue()


def bijwerken() -> None:
    """New texts come in empty, what is no longer used goes out; what was translated stays."""
    oud = lees() if PO.exists() else _leeg()
    nieuw = _leeg()
    for bericht in verzamel():
        if not bericht.id:
            continue
        was = oud.get(bericht.id[0] if isinstance(bericht.id, tuple) else bericht.id, bericht.context)
        nieuw.add(bericht.id, string=was.string if was else None, context=bericht.context)
    schrijf(nieuw)


def schrijf(catalogus: Catalog) -> None:
    """Both files."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as bestand:
        write_po(bestand, catalogus, width=0, no_location=True, sort_output=True)
    MO.write_bytes(als_mo(catalogus))


def _leeg() -> Catalog:
    return Catalog(
        locale="en", header_comment=f"# {TITEL}", project="JID", version="1", copyright_holder="JID", fuzzy=False,
        creation_date=VAST, revision_date=VAST, msgid_bugs_address="-", last_translator="JID", language_team="JID",
    )  # fmt: skip


def _per_tekst(catalogus: Catalog) -> dict[str, Message]:
    return {
        f"{bericht.context or ''}{bericht.id[0] if isinstance(bericht.id, tuple) else bericht.id}": bericht
        for bericht in catalogus
        if bericht.id
    }


def _plekken(tekst: str) -> frozenset[str]:
    return frozenset(PLEK.findall(tekst))


def _plekken_van(bericht: Message) -> frozenset[str]:
    return _plekken(bericht.id[-1] if isinstance(bericht.id, tuple) else bericht.id)


def main(opdracht: str) -> int:
    """Exit code: 1 when `controleer` finds something."""
    if opdracht == "bijwerken":
        bijwerken()
    elif opdracht == "maak":
        schrijf(lees())
        NL_MO.write_bytes(als_mo(lees_django()))
    gevonden = fouten()
    for fout in gevonden:
        print(fout)  # noqa: T201  # the answer of the command
    return 1 if gevonden and opdracht == "controleer" else 0


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jid.settings")
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "controleer"))
