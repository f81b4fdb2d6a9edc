"""SQL for the first migration of a register: row security, grants, history and transition trigger of its tables.

Migrations that ran call these functions, so what they give never changes; another rule is a new function.
"""

from __future__ import annotations

from collections.abc import Iterable

_BIJ_ZAAK = "EXISTS (SELECT FROM zaken_zaak z WHERE z.id = {sleutel})"


def zaaktabel(tabel: str, *, soort: str, begin: str) -> str:
    """The table of the register's own zaken: as visible as the zaak, begins at `begin`, is never deleted."""
    zichtbaar = _BIJ_ZAAK.format(sleutel=f"{tabel}.zaak_ptr_id")
    return f"""
ALTER TABLE {tabel} ENABLE ROW LEVEL SECURITY;
CREATE POLICY zien ON {tabel} FOR SELECT TO jid_web USING ({zichtbaar});
CREATE POLICY toevoegen ON {tabel} FOR INSERT TO jid_web WITH CHECK (status = '{begin}'
  AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_ptr_id AND z.soort = '{soort}'));
CREATE POLICY wijzigen ON {tabel} FOR UPDATE TO jid_web USING ({zichtbaar});
GRANT SELECT, INSERT, UPDATE ON {tabel} TO jid_web;
CREATE POLICY taken ON {tabel} TO jid_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON {tabel} TO jid_worker;
CREATE TRIGGER volg_velden AFTER UPDATE ON {tabel} FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION app.volg_velden('zaak_ptr_id', 'zaak_ptr_id', '{{}}');
"""


def deeltabel(tabel: str, *, wijzigen: bool = False, verwijderen: bool = False, reeks: bool = False) -> str:
    """A table whose rows hang under a zaak by `zaak_id`. `reeks`: its key comes from a sequence."""
    zichtbaar = _BIJ_ZAAK.format(sleutel=f"{tabel}.zaak_id")
    rechten = ["SELECT", "INSERT", *(["UPDATE"] if wijzigen else []), *(["DELETE"] if verwijderen else [])]
    sql = f"""
ALTER TABLE {tabel} ENABLE ROW LEVEL SECURITY;
CREATE POLICY zien ON {tabel} FOR SELECT TO jid_web USING ({zichtbaar});
CREATE POLICY toevoegen ON {tabel} FOR INSERT TO jid_web WITH CHECK ({zichtbaar});
GRANT {", ".join(rechten)} ON {tabel} TO jid_web;
CREATE POLICY taken ON {tabel} TO jid_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON {tabel} TO jid_worker;
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON {tabel} FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{{}}');
"""
    if wijzigen:
        sql += f"""CREATE POLICY wijzigen ON {tabel} FOR UPDATE TO jid_web USING ({zichtbaar});
CREATE TRIGGER volg_velden AFTER UPDATE ON {tabel} FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{{}}');
"""
    if verwijderen:
        sql += f"CREATE POLICY verwijderen ON {tabel} FOR DELETE TO jid_web USING ({zichtbaar});\n"
    if reeks:
        sql += f"GRANT USAGE ON SEQUENCE {tabel}_id_seq TO jid_web, jid_worker;\n"
    return sql


def zaakschrijfbeleid(tabel: str, *, soort: str, begin: str) -> str:
    """After `zaaktabel`: whoever writes is asked for that one zaak (`app.mag_wijzigen`), not for all that he sees."""
    return f"""
ALTER POLICY toevoegen ON {tabel} WITH CHECK (status = '{begin}' AND app.mag_wijzigen({tabel}.zaak_ptr_id)
  AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_ptr_id AND z.soort = '{soort}'));
ALTER POLICY wijzigen ON {tabel} USING (app.mag_wijzigen({tabel}.zaak_ptr_id));
"""


def deelschrijfbeleid(
    tabel: str, *, wijzigen: bool = False, verwijderen: bool = False, eis: str = "true"
) -> str:
    """After `deeltabel`: the same for rows under a zaak; `eis` is SQL that a new row must meet besides."""
    mag = f"app.mag_wijzigen({tabel}.zaak_id)"
    sql = f"ALTER POLICY toevoegen ON {tabel} WITH CHECK ({eis} AND {mag});\n"
    if wijzigen:
        sql += f"ALTER POLICY wijzigen ON {tabel} USING ({mag});\n"
    if verwijderen:
        sql += f"ALTER POLICY verwijderen ON {tabel} USING ({mag});\n"
    return sql


def meerkeuzetabel(tabel: str) -> str:
    """The table of a `zaken.models.Meerkeuze`: answers come and go, they do not change."""
    return deeltabel(tabel, verwijderen=True, reeks=True)


def gesloten(tabel: str, *, soort: str, statussen: Iterable[str]) -> str:
    """The function by which `app.is_gesloten` knows that a zaak of this register is at its end; made or made anew."""
    lijst = ", ".join(f"'{status}'" for status in sorted(statussen))
    return f"""
CREATE OR REPLACE FUNCTION app.{soort}_gesloten(p_zaak uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT x.status IN ({lijst}) FROM {tabel} x WHERE x.zaak_ptr_id = p_zaak $$;
REVOKE ALL ON FUNCTION app.{soort}_gesloten(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.{soort}_gesloten(uuid) TO jid_web, jid_worker;
"""


def na_sluiting(
    tabel: str, *, sleutel: str = "zaak_id", vrij: Iterable[str] = (), alleen_wijzigen: bool = False
) -> str:
    """A closed zaak changes with a reason (`Notitie.na_sluiting`); the columns in `vrij` are not asked about."""
    wanneer = "UPDATE" if alleen_wijzigen else "INSERT OR UPDATE OR DELETE"
    return f"""
CREATE TRIGGER gesloten_vraagt_reden BEFORE {wanneer} ON {tabel} FOR EACH ROW
  EXECUTE FUNCTION app.gesloten_vraagt_reden('{sleutel}', '{{{", ".join(vrij)}}}');
"""


def datumvolgorde(
    tabel: str, *, zaaktabel: str, soort: str = "", sleutel: str = "zaak_id", paren: Iterable[str]
) -> str:
    """Dates in order, also across the zaak and its register: `paren` as "eerst<later", or "gedaan_op<vandaag".

    Looked at when one of the two changes, at the end of the transaction. With `soort` also when the zaak changes.
    """
    argumenten = ", ".join(f"'{paar}'" for paar in paren)
    sql = f"""
CREATE CONSTRAINT TRIGGER datums_kloppen AFTER INSERT OR UPDATE ON {tabel} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION app.datums_kloppen('{zaaktabel}', '{sleutel}', {argumenten});
"""
    if soort:
        sql += f"""
CREATE CONSTRAINT TRIGGER datums_kloppen_{soort} AFTER UPDATE OF ontvangen_defensie, ontvangen_register, voorval_van,
  voorval_tot, datum_afgehandeld, datum_gesloten ON zaken_zaak DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.soort = '{soort}') EXECUTE FUNCTION app.datums_kloppen('{zaaktabel}', 'id', {argumenten});
"""
    return sql


def tegenspraken(
    tabel: str, *, soort: str, regels: Iterable[tuple[tuple[str, ...], str]], naam: str = "tegenspraken"
) -> str:
    """Refuses a row of the register that contradicts itself.

    `regels`: columns, and SQL on `NEW` that is true when they contradict. A rule is looked at when this row changed one
    of its columns, so that an old fault stands in the way of nothing else. The owner (definer functions, migrations) is
    not asked. `naam`: of the trigger, for a second list of one table.
    """
    takken = "".join(
        f"""
  IF ({", ".join(f"NEW.{veld}" for veld in velden)}) IS DISTINCT FROM ({", ".join(f"OLD.{veld}" for veld in velden)})
     AND ({fout}) THEN
    RAISE EXCEPTION 'contradiction: {", ".join(velden)}' USING ERRCODE = 'check_violation';
  END IF;"""
        for velden, fout in regels
    )
    return f"""
CREATE FUNCTION app.{soort}_{naam}() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NOT row_security_active('zaken_zaak') THEN RETURN NULL; END IF;{takken}
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.{soort}_{naam}() FROM PUBLIC;
CREATE TRIGGER {naam} AFTER INSERT OR UPDATE ON {tabel} FOR EACH ROW
  EXECUTE FUNCTION app.{soort}_{naam}();
"""


def overgangen(tabel: str, *, soort: str, paren: Iterable[tuple[str, str]]) -> str:
    """The transition trigger; no setting of a session switches it off. `paren` as they stand at this migration."""
    toegestaan = ", ".join(f"('{van}', '{naar}')" for van, naar in paren)
    return f"""
CREATE FUNCTION app.{soort}_overgang() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NEW.status = OLD.status THEN RETURN NEW; END IF;
  IF (OLD.status, NEW.status) NOT IN ({toegestaan}) THEN
    RAISE EXCEPTION 'no such transition: % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = NEW.zaak_ptr_id AND z.geannuleerd_op IS NOT NULL) THEN
    RAISE EXCEPTION 'an annulled zaak does not move' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.{soort}_overgang() FROM PUBLIC;
CREATE TRIGGER {soort}_overgang BEFORE UPDATE OF status ON {tabel}
  FOR EACH ROW EXECUTE FUNCTION app.{soort}_overgang();
"""


def bewaakte_overgangen(
    *, soort: str, paren: Iterable[tuple[str, str]], doorgeleid: str, met_zaak: bool, samengevoegd: str = ""
) -> str:
    """`overgangen` anew, for a register whose zaken go elsewhere (`doorgeleid`) or become one (`samengevoegd`).

    `met_zaak`: nothing gets the status `doorgeleid` without a zaak in another register. Nothing leaves it but in the
    transaction that takes that zaak back.
    """
    toegestaan = ", ".join(f"('{van}', '{naar}')" for van, naar in paren)
    voorwaarden = [
        f"(OLD.status = '{doorgeleid}' AND NOT app.komt_nu_terug(NEW.zaak_ptr_id))",
        *([f"(NEW.status = '{doorgeleid}' AND NOT app.is_doorgeleid(NEW.zaak_ptr_id))"] if met_zaak else []),
    ]
    if samengevoegd:
        voorwaarden += [
            f"('{samengevoegd}' IN (OLD.status, NEW.status) AND (NEW.status = '{samengevoegd}') IS DISTINCT FROM"
            " (SELECT z.samengevoegd_met_id IS NOT NULL FROM zaken_zaak z WHERE z.id = NEW.zaak_ptr_id))"
        ]
    return f"""
CREATE OR REPLACE FUNCTION app.{soort}_overgang() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NEW.status = OLD.status THEN RETURN NEW; END IF;
  IF (OLD.status, NEW.status) NOT IN ({toegestaan}) THEN
    RAISE EXCEPTION 'no such transition: % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = NEW.zaak_ptr_id AND z.geannuleerd_op IS NOT NULL) THEN
    RAISE EXCEPTION 'an annulled zaak does not move' USING ERRCODE = 'check_violation';
  END IF;
  IF {" OR ".join(voorwaarden)} THEN
    RAISE EXCEPTION 'a zaak goes with this step: % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""
