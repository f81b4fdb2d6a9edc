"""What was tried, per kind: `python -m tests.aanvallen.overzicht` writes docs/aanvallen.md from the tests themselves.

An attack is a test here with `@pytest.mark.aanval(kind)`; `gevonden=True` when it worked once, on the product as it was.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOORTEN = {
    "rol": "A role reaches for what is not its own",
    "nood": "Noodtoegang, exclusion, sealing, four eyes",
    "eerste muur": "Round the first wall: parts of another zaak, rights that ended",
    "tweede muur": "SQL as the web role, and the functions of the database",
    "route": "Addresses, methods and redirects",
    "bestaan": "Does it exist? Status, body, headers, counts, order, uniqueness, timing",
    "sessie": "Sessions, links and devices",
    "raden": "Guessing passwords and codes",
    "csrf": "Forms and pages of another site",
    "massa": "Fields that a form does not have",
    "htmx": "Parts of pages, and headers of HTMX",
    "concept": "Drafts",
    "uitvoer": "Exports, also while they are made",
    "race": "Two things at once, and pages that were open",
    "cache": "What the browser keeps, after signing out",
    "klok": "Clocks and dates",
    "host": "Host and forwarding headers",
    "mail": "Addresses and mail",
    "bestandsnaam": "Names and paths of files",
    "redos": "Texts that keep a process busy",
    "invoer": "Odd values",
    "log": "The log: forging, erasing, injecting, and content that leaks into it",
}
MAP = Path(__file__).parent
DOCUMENT = MAP.parents[1] / "docs" / "aanvallen.md"
KOP = """# Attacks

What we tried on the product ourselves. Each line is a test in `tests/aanvallen/` and runs with `make test`; a line with
● worked once, was mended, and has been tried at every run since. Made by `python -m tests.aanvallen.overzicht`.

Beside these stand the walks over every route and every role (`tests/architectuur/test_routes.py`, `tests/zaken/register/`),
the attacks on casussen (`tests/vertrouwenspersonen/test_toegang.py`, and on their import `invoer/`), on the sealed log (`tests/logboek/test_knoeien.py`),
on keys and dumps (`tests/zaken/test_dump.py`, `tests/zaken/versleuteling/`) and on what production accepts
(`tests/jid/test_instellingen.py`). Time is measured by `python -m bench.bestaan`.
"""


@dataclass(frozen=True)
class Aanval:
    """One test: its kind, its sentence, and whether it worked once."""

    soort: str
    naam: str
    bestand: str
    gevonden: bool

    @property
    def zin(self) -> str:
        """The name of the test as a sentence."""
        return self.naam.removeprefix("test_").replace("_", " ").capitalize()


def aanvallen() -> Iterator[Aanval]:
    """Every test of this folder, in the order of the files; the kind is empty when it was not said."""
    for pad in sorted(MAP.glob("test_*.py")):
        for knoop in ast.walk(ast.parse(pad.read_text())):
            if (
                isinstance(knoop, ast.FunctionDef)
                and knoop.name.startswith("test_")
                and pad.stem != "test_overzicht"
            ):
                soort, gevonden = _merk(knoop)
                yield Aanval(soort, knoop.name, pad.name, gevonden)


def _merk(knoop: ast.FunctionDef) -> tuple[str, bool]:
    for versiering in knoop.decorator_list:
        if isinstance(versiering, ast.Call) and ast.unparse(versiering.func) == "pytest.mark.aanval":
            return ast.literal_eval(versiering.args[0]), bool(versiering.keywords)
    return "", False


def tekst() -> str:
    """The whole document."""
    alle = list(aanvallen())
    gevonden = sum(aanval.gevonden for aanval in alle)
    delen = [
        KOP,
        f"**{len(alle)} attacks, {gevonden} worked once, all {gevonden} mended.** Many try dozens of values, roles or routes.\n",
        "| Kind | Tried | Worked once |",
        "|---|---|---|",
    ]
    for soort, uitleg in SOORTEN.items():
        van = [aanval for aanval in alle if aanval.soort == soort]
        delen.append(f"| {uitleg} | {len(van)} | {sum(a.gevonden for a in van) or ''} |")
    for soort, uitleg in SOORTEN.items():
        delen.append(f"\n## {uitleg}\n")
        for aanval in alle:
            if aanval.soort == soort:
                delen.append(f"- {aanval.zin}{' ●' if aanval.gevonden else ''}")
    return "\n".join([*delen, ""])


if __name__ == "__main__":
    DOCUMENT.write_text(tekst())
