"""A closed zaak changes by reopening, or with a reason that is kept in the same transaction."""

from django.db import migrations

from zaken.register.rijbeveiliging import na_sluiting

SQL = """
-- The moment is that of the transaction, whatever the writer says: the reason goes with what is changed in it.
CREATE FUNCTION app.reden_na_sluiting() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  NEW.op := now();
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.reden_na_sluiting() FROM PUBLIC;
CREATE TRIGGER reden_na_sluiting BEFORE INSERT ON zaken_notitie FOR EACH ROW
  WHEN (NEW.na_sluiting) EXECUTE FUNCTION app.reden_na_sluiting();

-- Each register says by app.<soort>_gesloten(uuid) which of its zaken are closed; what is not visible is not.
CREATE FUNCTION app.is_gesloten(p_zaak uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_soort text; v_gesloten boolean;
BEGIN
  SELECT z.soort INTO v_soort FROM zaken_zaak z WHERE z.id = p_zaak;
  IF to_regproc('app.' || v_soort || '_gesloten') IS NULL THEN RETURN false; END IF;
  EXECUTE format('SELECT app.%I($1)', v_soort || '_gesloten') INTO v_gesloten USING p_zaak;
  RETURN coalesce(v_gesloten, false);
END $$;
REVOKE ALL ON FUNCTION app.is_gesloten(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.is_gesloten(uuid) TO jid_web, jid_worker;

-- Arguments: the column with the key of the zaak; the columns that may change. A step to another status is a change of
-- its own, with its own rule. The owner (definer functions) and an import (rows of before) are not asked.
CREATE FUNCTION app.gesloten_vraagt_reden() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE
  v_oud jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  v_nieuw jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  v_zaak uuid := coalesce(v_nieuw, v_oud) ->> TG_ARGV[0];
BEGIN
  IF row_security_active('zaken_zaak') AND NOT pg_has_role('jid_worker', 'USAGE')
     AND (v_oud - TG_ARGV[1]::text[]) IS DISTINCT FROM (v_nieuw - TG_ARGV[1]::text[])
     AND (v_oud ->> 'status') IS NOT DISTINCT FROM (v_nieuw ->> 'status')
     AND app.is_gesloten(v_zaak)
     AND NOT EXISTS (SELECT FROM zaken_notitie n WHERE n.zaak_id = v_zaak AND n.na_sluiting AND n.op = now()
                     AND n.door_id = app.uid()) THEN
    RAISE EXCEPTION 'a closed zaak changes by reopening, or with a reason' USING ERRCODE = 'JID34';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
REVOKE ALL ON FUNCTION app.gesloten_vraagt_reden() FROM PUBLIC;

-- Reopening takes its two days back before the status follows: at the end of the transaction it must have followed.
CREATE FUNCTION app.gesloten_houdt_dag() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF row_security_active('zaken_zaak') AND app.is_gesloten(NEW.id) THEN
    RAISE EXCEPTION 'a closed zaak keeps its days' USING ERRCODE = 'JID34';
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.gesloten_houdt_dag() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER gesloten_houdt_dag AFTER UPDATE OF datum_afgehandeld, datum_gesloten ON zaken_zaak
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.datum_gesloten IS NOT NULL AND NEW.datum_gesloten IS NULL
        OR OLD.datum_gesloten IS NOT NULL AND OLD.datum_afgehandeld IS DISTINCT FROM NEW.datum_afgehandeld)
  EXECUTE FUNCTION app.gesloten_houdt_dag();
"""

BEHEER = (
    "team_id", "behandelaar_id", "gebruikers", "verzegeld", "sleutel_id", "samengevoegd_met_id",
    "geannuleerd_op", "geannuleerd_door_id", "geannuleerd_reden", "eerste_termijn", "versie",
    "datum_afgehandeld", "datum_gesloten",
)  # fmt: skip
"""Who has the zaak and where it stands: no content, and each has a rule of its own."""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0071_reden_na_sluiting")]
    operations = [
        migrations.RunSQL(SQL),
        migrations.RunSQL(na_sluiting("zaken_zaak", sleutel="id", vrij=BEHEER, alleen_wijzigen=True)),
        migrations.RunSQL(na_sluiting("zaken_persoon")),
    ]
