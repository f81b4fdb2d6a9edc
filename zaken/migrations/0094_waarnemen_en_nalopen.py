"""What the fourth attack found in substituting, handing over, the monthly review and signing in (docs/aanvallen.md)."""

from django.db import migrations

KIEZEN = """
-- Not to whom one substitutes either: that would be to oneself.
CREATE OR REPLACE FUNCTION app._mag_overdragen(p_van bigint, p_aan bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT p_van <> p_aan AND p_aan <> app.uid()
     AND NOT EXISTS (SELECT FROM zaken_waarneming w WHERE w.voor_id = p_aan AND w.waarnemer_id = app.uid()
                     AND w.beeindigd_op IS NULL AND w.verloopt_op > now())
     AND (app.heeft_rol('beheerder')
          OR EXISTS (SELECT FROM gebruikers_lidmaatschap v JOIN gebruikers_lidmaatschap a ON a.team_id = v.team_id
                     WHERE v.gebruiker_id = p_van AND a.gebruiker_id = p_aan AND app.leidt_team(v.team_id))) $$;
"""

WAARNEMEN = """
-- A substitution that lasted longer stood in the place of what was shared: that runs on until its own day.
CREATE FUNCTION app.deling_loopt_door() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_toekenning t SET beeindigd_op = NULL, beeindigd_door_id = NULL, einde = ''
  WHERE t.content_object_id = NEW.content_object_id AND t.user_id = NEW.user_id AND t.einde = 'vervangen'
    AND t.beeindigd_op = NEW.verleend_op AND t.waarneming_id IS NULL AND t.verloopt_op > now()
    AND app._past_bij(NEW.content_object_id, NEW.user_id, 'lezer');
  IF FOUND THEN
    PERFORM app._log_zaak('toegang_verleend', NEW.content_object_id, jsonb_build_object('aan', NEW.user_id));
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.deling_loopt_door() FROM PUBLIC;
COMMENT ON FUNCTION app.deling_loopt_door() IS
  'Gives back what was shared with a substitute, when the substitution that stood in its place ends before that day.';
CREATE TRIGGER zz_deling_loopt_door AFTER UPDATE OF beeindigd_op ON zaken_toekenning FOR EACH ROW
  WHEN (OLD.beeindigd_op IS NULL AND NEW.beeindigd_op IS NOT NULL AND NEW.einde = 'waarneming')
  EXECUTE FUNCTION app.deling_loopt_door();

-- Also when the seal is taken off: a substitute inside COID may have it from then on.
CREATE TRIGGER volg_waarneming_na_zegel AFTER UPDATE OF verzegeld ON zaken_zaak FOR EACH ROW
  WHEN (OLD.verzegeld AND NOT NEW.verzegeld AND NEW.behandelaar_id IS NOT NULL) EXECUTE FUNCTION app.volg_waarneming();

"""

SIGNALEN = """
-- Without a WHERE no other policy is asked.
ALTER POLICY wijzigen ON zaken_signaal USING (app.mag_kwalificeren()
  AND (team_id IN (SELECT app.mijn_zaakteams()) OR aangemaakt_door_id = app.uid())
  AND (zaak_id IS NULL OR app.ziet_zaak(zaak_id)) AND (was_zaken = '{}' OR app.leest_wat_het_was(id)));
"""

NALOPEN = """
-- First the zaken, as everywhere; then what is to be ended is asked anew, and no zaak is left without a reader.
CREATE OR REPLACE FUNCTION app.herzie_team(p_id uuid, p_team bigint, p_leden_kloppen boolean, p_beeindig bigint[])
RETURNS TABLE(zaak uuid, gebruiker bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$
#variable_conflict use_column
DECLARE v_weg uuid[];
BEGIN
  IF NOT coalesce(app.leidt_team(p_team), false) THEN
    RAISE EXCEPTION 'not a lead of this team' USING ERRCODE = 'JID01';
  END IF;
  PERFORM FROM zaken_zaak z
  WHERE z.id IN (SELECT h.zaak FROM app._te_herzien(p_team) h WHERE h.gebruiker = ANY (p_beeindig))
  ORDER BY z.id FOR NO KEY UPDATE;
  v_weg := ARRAY(SELECT h.toekenning FROM app._te_herzien(p_team) h WHERE h.gebruiker = ANY (p_beeindig));
  INSERT INTO zaken_herziening (id, team_id, door_id, op, leden_kloppen, bevestigd, beeindigd)
  SELECT p_id, p_team, app.uid(), now(), p_leden_kloppen, count(*) - cardinality(v_weg), cardinality(v_weg)
  FROM app._te_herzien(p_team);
  UPDATE zaken_toekenning t SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'herzien'
  WHERE t.id = ANY (v_weg);
  PERFORM app.eis_lezer(w.zaak)
  FROM (SELECT DISTINCT t.content_object_id AS zaak FROM zaken_toekenning t WHERE t.id = ANY (v_weg)) w;
  RETURN QUERY SELECT t.content_object_id, t.user_id::bigint FROM zaken_toekenning t WHERE t.id = ANY (v_weg);
END $$;
"""

AANMELDEN = """
-- Whoever stands outside COID no more reads nothing sealed. A beheerder is refused; at signing in nobody can be.
CREATE FUNCTION app.verzegeld_gaat_dicht() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_wie bigint := coalesce(NEW.gebruiker_id, OLD.gebruiker_id); v_zaak uuid;
BEGIN
  IF app.staat_buiten_coid(v_wie) THEN RETURN NULL; END IF;
  FOR v_zaak IN SELECT z.id FROM zaken_zaak z WHERE z.verzegeld AND z.id IN (
        SELECT t.content_object_id FROM zaken_toekenning t WHERE t.user_id = v_wie AND t.beeindigd_op IS NULL)
      ORDER BY z.id FOR NO KEY UPDATE LOOP
    UPDATE zaken_toekenning SET beeindigd_op = now(), einde = 'verzegeld'
    WHERE content_object_id = v_zaak AND user_id = v_wie AND beeindigd_op IS NULL;
    UPDATE zaken_zaak SET behandelaar_id = NULL, versie = versie + 1 WHERE id = v_zaak AND behandelaar_id = v_wie;
    IF NOT EXISTS (SELECT FROM app.lezers(v_zaak)) THEN
      PERFORM app._log_zaak('zonder_lezer', v_zaak, '{}');
      PERFORM app._meld_beheer('zonder_lezer');
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.verzegeld_gaat_dicht() FROM PUBLIC;
COMMENT ON FUNCTION app.verzegeld_gaat_dicht() IS
  'Ends the sealed zaken of whom the organisation takes away, at signing in, what makes that they stand outside COID.';
CREATE CONSTRAINT TRIGGER verzegeld_gaat_dicht AFTER INSERT OR DELETE OR UPDATE ON gebruikers_lidmaatschap
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (app.aanmelder() IS NOT NULL)
  EXECUTE FUNCTION app.verzegeld_gaat_dicht();
"""

OPRUIMEN = """
DROP FUNCTION app._andere_helften(uuid);
DROP FUNCTION app.sleutel_van_zaak(uuid);

-- A function looks in the temporary schema last, whoever calls it.
DO $$ DECLARE v text;
BEGIN
  FOR v IN SELECT p.oid::regprocedure::text FROM pg_proc p
           WHERE p.pronamespace = 'app'::regnamespace AND 'search_path=pg_catalog, public' = ANY (p.proconfig) LOOP
    EXECUTE 'ALTER FUNCTION ' || v || ' SET search_path = pg_catalog, public, pg_temp';
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0093_een_stap_is_van_nu")]
    operations = [
        migrations.RunSQL(sql) for sql in (KIEZEN, WAARNEMEN, SIGNALEN, NALOPEN, AANMELDEN, OPRUIMEN)
    ]
