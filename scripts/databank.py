"""What stands in the database now, for people: `scripts/databank.py` writes docs/databank/ from all migrations.

Functions, policies, triggers, checks, views and rights, ordered by the subjects of `scripts/databankonderwerpen.py`. It
migrates a database of its own, or takes the template that the tests keep, and leaves nothing behind.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from jid.databank.rollen import CIJFERS, EIGENAAR, WEB, WORKER  # noqa: E402  # the project is on the path from here
from scripts.databankonderwerpen import ONDERWERPEN, Onderwerp  # noqa: E402

MAP = PROJECT / "docs/databank"
OPDRACHT = ".venv/bin/python scripts/databank.py"
ROLLEN = (WEB, WORKER, CIJFERS)
BREED = 118
KOP = f"-- Made by scripts/databank.py from the database; change it with a migration, then: {OPDRACHT}\n"

_FUNCTIES = """
SELECT p.proname, p.oid::regprocedure::text, pg_get_functiondef(p.oid), coalesce(obj_description(p.oid, 'pg_proc'), ''),
  ARRAY(SELECT a.grantee::regrole::text FROM aclexplode(p.proacl) a WHERE a.privilege_type = 'EXECUTE')
FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace ORDER BY p.oid::regprocedure::text COLLATE "C"
"""
_TABELLEN = """
SELECT c.relname, c.oid::regclass::text, c.relkind::text, c.relrowsecurity,
  CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid, true) END, coalesce(array_to_string(c.reloptions, ', '), '')
FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v') AND c.relnamespace IN ('public'::regnamespace, 'app'::regnamespace)
ORDER BY c.relname COLLATE "C"
"""
_BELEID = """
SELECT c.relname, p.polname, p.polpermissive, p.polcmd::text, ARRAY(SELECT r::regrole::text FROM unnest(p.polroles) r),
  pg_get_expr(p.polqual, p.polrelid, true), pg_get_expr(p.polwithcheck, p.polrelid, true)
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid ORDER BY p.polname COLLATE "C"
"""
_TRIGGERS = """
SELECT c.relname, pg_get_triggerdef(t.oid, true) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace ORDER BY t.tgname COLLATE "C"
"""
# What comes with the type of a field has a name that Django makes of the column.
_CONTROLES = """
SELECT c.relname, k.conname, pg_get_constraintdef(k.oid, true)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype IN ('c', 'x') AND k.connamespace = 'public'::regnamespace AND NOT EXISTS (
  SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND k.conname = c.relname || '_' || a.attname || '_check')
ORDER BY k.conname COLLATE "C"
"""
_ENIGE = """
SELECT c.relname, pg_get_indexdef(i.indexrelid, 0, true) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
WHERE i.indisunique AND i.indpred IS NOT NULL AND c.relnamespace = 'public'::regnamespace
ORDER BY i.indexrelid::regclass::text COLLATE "C"
"""
_RECHTEN = """
SELECT c.relname, a.grantee::regrole::text, a.privilege_type, '' FROM pg_class c CROSS JOIN aclexplode(c.relacl) a
WHERE c.relkind IN ('r', 'p', 'v') AND c.relnamespace IN ('public'::regnamespace, 'app'::regnamespace)
  AND a.grantee <> 0
UNION ALL
SELECT c.relname, a.grantee::regrole::text, a.privilege_type, k.attname
FROM pg_attribute k JOIN pg_class c ON c.oid = k.attrelid CROSS JOIN aclexplode(k.attacl) a
WHERE c.relnamespace IN ('public'::regnamespace, 'app'::regnamespace) AND NOT k.attisdropped AND a.grantee <> 0
"""
_SCHEMAS = """
SELECT n.nspname, a.grantee::regrole::text, a.privilege_type FROM pg_namespace n CROSS JOIN aclexplode(n.nspacl) a
WHERE a.grantee <> 0 AND n.nspname NOT LIKE 'pg\\_%'
"""

Uitvoer = Callable[[str], Iterable[Sequence[Any]]]
"""A question to the database, and its rows."""


class Functie(NamedTuple):
    naam: str
    aanroep: str
    tekst: str
    uitleg: str
    mag: list[str]


class Tabel(NamedTuple):
    naam: str
    voluit: str
    soort: str
    rijbeveiliging: bool
    weergave: str | None
    opties: str


class Stand(NamedTuple):
    """All of it, by name of a function and of a table."""

    functies: dict[str, list[Functie]]
    tabellen: list[Tabel]
    regels: dict[str, list[str]]  # of a table: policies, triggers and checks, as SQL
    rechten: dict[tuple[str, str], str]  # of a table and a role


def bestanden(vraag: Uitvoer) -> dict[str, str]:
    """Every file of docs/databank/ by name. Raises LookupError for a function without a subject, and the reverse."""
    vraag("SELECT set_config('search_path', 'pg_catalog, public', true)")
    stand = _lees(vraag)
    genoemd = [naam for onderwerp in ONDERWERPEN for naam in onderwerp.functies.split()]
    if anders := set(genoemd) ^ set(stand.functies):
        raise LookupError(
            f"scripts/databankonderwerpen.py and schema app differ: {', '.join(sorted(anders))}. Name each once."
        )
    uit = {f"{onderwerp.bestand}.sql": _bestand(onderwerp, stand) for onderwerp in ONDERWERPEN}
    schemas = [tuple(rij) for rij in vraag(_SCHEMAS)]
    return uit | {"README.md": _leesmij(stand), "rechten.md": _rechten(stand, schemas)}


def _lees(vraag: Uitvoer) -> Stand:
    functies: dict[str, list[Functie]] = defaultdict(list)
    for rij in vraag(_FUNCTIES):
        functie = Functie(*rij)
        functies[functie.naam].append(functie)
    regels: dict[str, list[str]] = defaultdict(list)
    for tabel, naam, ruim, soort, rollen, waar, nieuw in vraag(_BELEID):
        regels[tabel].append(_beleid(tabel, naam, ruim, soort, rollen, waar, nieuw))
    for tabel, tekst in vraag(_TRIGGERS):
        regels[tabel].append(_breek(f"{tekst};"))
    for tabel, naam, tekst in vraag(_CONTROLES):
        regels[tabel].append(_breek(f"ALTER TABLE {tabel} ADD CONSTRAINT {naam} {tekst};"))
    for tabel, tekst in vraag(_ENIGE):
        regels[tabel].append(_breek(f"{tekst};"))
    return Stand(functies, [Tabel(*rij) for rij in vraag(_TABELLEN)], regels, _per_rol(vraag))


def _per_rol(vraag: Uitvoer) -> dict[tuple[str, str], str]:
    volgorde = ("SELECT", "INSERT", "UPDATE", "DELETE")
    kolommen: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for tabel, rol, recht, kolom in vraag(_RECHTEN):
        if rol in ROLLEN:
            kolommen[tabel, rol][recht].append(kolom)
    return {
        sleutel: ", ".join(
            recht if "" in per[recht] else f"{recht} ({', '.join(sorted(per[recht]))})"
            for recht in sorted(per, key=lambda r: (volgorde.index(r) if r in volgorde else len(volgorde), r))
        )
        for sleutel, per in kolommen.items()
    }


_RUIS = re.compile(
    r"::character varying|(?<=['\]])::text(\[\])?|(?<=\w)::text(?= (?:=|<>) (?:'|A(?:NY|LL) \(ARRAY\['))"
)
_AND = {"AND", "OR"}
_DELEN = {"FOR", "EXECUTE", "CHECK", "WHERE"}
"""Where a long statement goes on on another line: between conditions that are not deep, and before its parts."""


def _kaal(tekst: str) -> str:
    """Without the casts and names that PostgreSQL adds when it says back what was written."""
    return re.sub(r"(app\.(\w+)\([^()]*\)) AS \2\b", r"\1", _RUIS.sub("", tekst)).replace(
        "( SELECT", "(SELECT"
    )


def _breek(tekst: str) -> str:
    """One statement in lines of at most BREED characters."""
    tekst = _kaal(tekst)
    lang, diep, regels = len(tekst) > BREED, 0, [""]
    for woord in re.findall(r"(?:'[^']*'|[^\s'])+", tekst):
        voeg = lang and woord in (_AND if 0 < diep <= 3 else _DELEN if diep == 0 else ())
        voeg = voeg and regels[-1].strip() != "WITH"
        if regels[-1].strip() and (voeg or len(regels[-1]) + len(woord) + 1 > BREED):
            regels.append("  " * (diep + 1 + (voeg and woord == "AND")))  # an OR stands out
        regels[-1] += woord if not regels[-1].strip() else f" {woord}"
        los = re.sub(r"'[^']*'", "", woord)
        diep += los.count("(") - los.count(")") + (woord == "CASE") - (los.rstrip("),;") == "END")
    return "\n".join(regels)


_SOORTEN = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "*": "ALL"}


def _beleid(
    tabel: str, naam: str, ruim: bool, soort: str, rollen: Sequence[str], waar: str | None, nieuw: str | None
) -> str:
    wijze = "" if ruim else " AS RESTRICTIVE"
    tekst = f"CREATE POLICY {naam} ON {tabel}{wijze} FOR {_SOORTEN[soort]} TO {', '.join(sorted(rollen))}"
    for woord, voorwaarde in (("USING", waar), ("WITH CHECK", nieuw)):
        if voorwaarde is not None:
            tekst += f"\n  {_breek(f'{woord} ({voorwaarde})')}"
    return f"{tekst};"


def _onderwerp_van(tabel: str) -> Onderwerp:
    passend = [
        (len(begin), onderwerp)
        for onderwerp in ONDERWERPEN
        for begin in onderwerp.tabellen.split()
        if tabel == begin or (begin.endswith("_") and tabel.startswith(begin))
    ]
    return max(passend, key=lambda paar: paar[0])[1] if passend else ONDERWERPEN[-1]


def _van(onderwerp: Onderwerp, stand: Stand) -> list[Functie]:
    return [functie for naam in onderwerp.functies.split() for functie in stand.functies[naam]]


def _bestand(onderwerp: Onderwerp, stand: Stand) -> str:
    delen = [f"-- {onderwerp.titel}\n{KOP}"]
    for functie in _van(onderwerp, stand):
        tekst = "\n".join(regel.rstrip() for regel in functie.tekst.strip().splitlines())
        mag = [rol for rol in ROLLEN if rol in functie.mag]
        recht = f"\nGRANT EXECUTE ON FUNCTION {functie.aanroep} TO {', '.join(mag)};" if mag else ""
        delen.append(f"-- {functie.uitleg}\n{tekst};{recht}\n")
    for tabel in stand.tabellen:
        if _onderwerp_van(tabel.naam) == onderwerp:
            delen.append(_tabel(tabel, stand))
    return "\n".join(delen)


def _tabel(tabel: Tabel, stand: Stand) -> str:
    if tabel.soort == "v":
        opties = f" WITH ({tabel.opties})" if tabel.opties else ""
        regels = [f"CREATE VIEW {tabel.voluit}{opties} AS\n{_kaal(tabel.weergave or '').rstrip()}"]
    else:
        zin = "ENABLE" if tabel.rijbeveiliging else "DISABLE"
        regels = [f"ALTER TABLE {tabel.naam} {zin} ROW LEVEL SECURITY;", *stand.regels[tabel.naam]]
    for rol in ROLLEN:
        if recht := stand.rechten.get((tabel.naam, rol)):
            regels.append(_breek(f"GRANT {recht} ON {tabel.voluit} TO {rol};"))
    return f"-- {'View' if tabel.soort == 'v' else 'Table'} {tabel.voluit}\n" + "\n".join(regels) + "\n"


_LEESMIJ = f"""# The rules in the database, as they are now

Much of what JID promises about access is kept by PostgreSQL: functions of schema `app`, row level security, triggers
and checks. The migrations say how that came about, and replace one function many times. This folder says what it is
**now**. It is made from the migrated database, and never edited by hand:

```
{OPDRACHT}
```

A test (`tests/architectuur/test_databankstand.py`) fails when it differs. What each file holds: the functions of a
subject, with what they are for and who may call them; then its tables: row security, policies, triggers, checks, unique
indexes with a condition, and the rights of each role. Columns, keys and plain indexes stand in the models. Left out are
checks that come with the type of a field (encrypted text, a number that is not negative), and casts that PostgreSQL
adds. [rechten.md](rechten.md) has all rights in one table.

What a function is for is a comment in the database (`COMMENT ON FUNCTION`, in the migration that makes it or gives it
another meaning), so `\\df+ app.*` shows the same. By which subject a function is read:
`scripts/databankonderwerpen.py`. Errors are our own SQLSTATEs, JID01 and on: `zaken/services/databank.py` puts them
into words.

*May call*: the role of web requests, of the worker, of the figures; a dash: only another function or a trigger. Names
that begin with `_` are steps of the others.
"""


def _leesmij(stand: Stand) -> str:
    delen = [_LEESMIJ]
    for onderwerp in ONDERWERPEN:
        tabellen = [tabel.voluit for tabel in stand.tabellen if _onderwerp_van(tabel.naam) == onderwerp]
        deel = f"## {onderwerp.titel}\n\n[{onderwerp.bestand}.sql]({onderwerp.bestand}.sql)"
        if tabellen:
            deel += f": {', '.join(f'`{naam}`' for naam in tabellen)}"
        if functies := _van(onderwerp, stand):
            deel += "\n\n| Function | What for | May call |\n|---|---|---|\n"
            deel += "\n".join(
                f"| `{_kort(functie, stand)}` | {functie.uitleg} | {_mag(functie)} |" for functie in functies
            )
        delen.append(f"{deel}\n")
    return "\n".join(delen)


def _kort(functie: Functie, stand: Stand) -> str:
    """The name alone, unless another function has it too."""
    return functie.naam if len(stand.functies[functie.naam]) == 1 else functie.aanroep.removeprefix("app.")


def _mag(functie: Functie) -> str:
    return ", ".join(rol.removeprefix("jid_") for rol in ROLLEN if rol in functie.mag) or "–"


def _rechten(stand: Stand, schemas: Iterable[tuple[str, ...]]) -> str:
    delen = [
        "# Rights of the database roles\n",
        f"Made by `scripts/databank.py`. `{EIGENAAR}` owns everything and migrates; it serves no request.\n"
        "No table and no function of schema `app` is granted to PUBLIC. A role reaches a row only when its right\n"
        "and a policy both allow it; a table that is not listed is reached by functions alone. Who may call which\n"
        "function: [README.md](README.md). What a login is: `jid/databank/rollen.py`; the queue:\n"
        "`jid/migrations/0001_wachtrij.py`.\n",
        "| Schema | Role | Right |\n|---|---|---|",
        *sorted(f"| `{schema}` | `{rol}` | {recht} |" for schema, rol, recht in schemas if rol in ROLLEN),
        "\n| Table or view | web | worker | cijfers |\n|---|---|---|---|",
    ]
    for tabel in stand.tabellen:
        per_rol = [stand.rechten.get((tabel.naam, rol), "") for rol in ROLLEN]
        if any(per_rol):
            delen.append(f"| `{tabel.voluit}` | {' | '.join(per_rol)} |")
    return "\n".join(delen) + "\n"


def schrijf(inhoud: dict[str, str]) -> None:
    """Put the files in place; one that is left over goes."""
    MAP.mkdir(exist_ok=True)
    for oud in MAP.iterdir():
        if oud.name not in inhoud:
            oud.unlink()
    for naam, tekst in inhoud.items():
        (MAP / naam).write_text(tekst, encoding="utf-8")


def main() -> None:
    """From the template of the tests: it is there already when they ran, and this makes it when it is not."""
    from tests import omgeving  # sets the environment of a throw-away server

    try:
        from tests.hulp.databank import DATABANK, sjabloon
        from zaken.versleuteling.sleutels import maak_sleutelbestand

        maak_sleutelbestand(omgeving.MAP / "hoofdsleutels")
        try:
            with DATABANK.als_superuser(sjabloon()) as verbinding:
                schrijf(bestanden(lambda opdracht: verbinding.execute(opdracht).fetchall()))
        finally:
            DATABANK.stop()
    finally:
        shutil.rmtree(omgeving.WORTEL, ignore_errors=True)


if __name__ == "__main__":
    main()
