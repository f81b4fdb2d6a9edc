"""Row security of signals, qualifications and links, and the coded views that figures count from."""

from django.db import migrations

FUNCTIES = """
CREATE FUNCTION app.mag_kwalificeren() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT app.heeft_rol('adviseur', 'ckp', 'intake', 'klachtsecretaris', 'misstanden') $$;

CREATE FUNCTION app.is_balie(p_team bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM gebruikers_team t WHERE t.id = p_team AND t.is_actief
                  AND t.soort IN ('intake', 'klachten', 'misstanden')) $$;

-- A signal never points at the key of something else: it would give that key to its own readers.
CREATE FUNCTION app.sleutel_in_gebruik(p_sleutel uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM zaken_zaak z WHERE z.sleutel_id = p_sleutel)
     OR EXISTS (SELECT FROM zaken_concept c WHERE c.sleutel_id = p_sleutel)
     OR EXISTS (SELECT FROM zaken_signaal s WHERE s.sleutel_id = p_sleutel) $$;
GRANT EXECUTE ON FUNCTION app.mag_kwalificeren(), app.is_balie(bigint), app.sleutel_in_gebruik(uuid) TO jid_web;
"""

SIGNALEN = """
ALTER TABLE zaken_signaal ENABLE ROW LEVEL SECURITY;
CREATE POLICY zien ON zaken_signaal FOR SELECT TO jid_web USING ((SELECT app.mag_kwalificeren())
  AND (team_id IN (SELECT app.mijn_zaakteams()) OR aangemaakt_door_id = app.uid()));
CREATE POLICY toevoegen ON zaken_signaal FOR INSERT TO jid_web WITH CHECK (
  app.mag_kwalificeren() AND aangemaakt_door_id = app.uid() AND zaak_id IS NULL AND geannuleerd_op IS NULL
  AND app.is_balie(team_id) AND NOT app.sleutel_in_gebruik(sleutel_id));
CREATE POLICY wijzigen ON zaken_signaal FOR UPDATE TO jid_web USING (app.mag_kwalificeren()
  AND (team_id IN (SELECT app.mijn_zaakteams()) OR aangemaakt_door_id = app.uid()))
  WITH CHECK (zaak_id IS NULL OR app.mag_wijzigen(zaak_id));
GRANT SELECT, INSERT ON zaken_signaal TO jid_web;
GRANT UPDATE (zaak_id, geannuleerd_op, geannuleerd_door_id, geannuleerd_reden) ON zaken_signaal TO jid_web;

-- A key is as visible as what it opens.
ALTER POLICY zien ON zaken_datasleutel USING (
  EXISTS (SELECT FROM zaken_zaak z WHERE z.sleutel_id = zaken_datasleutel.id)
  OR EXISTS (SELECT FROM zaken_concept c WHERE c.sleutel_id = zaken_datasleutel.id)
  OR EXISTS (SELECT FROM zaken_signaal s WHERE s.sleutel_id = zaken_datasleutel.id));
ALTER POLICY eigen_nieuw ON zaken_concept WITH CHECK (eigenaar_id = app.uid() AND NOT app.sleutel_in_gebruik(sleutel_id));

-- Annulled stays annulled; what became a zaak stays so, until that zaak was annulled.
CREATE FUNCTION app.signaal_blijft() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF OLD.geannuleerd_op IS NOT NULL OR (OLD.zaak_id IS NOT NULL AND NOT (NEW.zaak_id IS NULL AND EXISTS (
       SELECT FROM zaken_zaak z WHERE z.id = OLD.zaak_id AND z.geannuleerd_op IS NOT NULL))) THEN
    RAISE EXCEPTION 'this signal is closed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signaal_blijft BEFORE UPDATE ON zaken_signaal FOR EACH ROW EXECUTE FUNCTION app.signaal_blijft();

CREATE FUNCTION app.signaal_terug() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_signaal SET zaak_id = NULL WHERE zaak_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER signaal_terug AFTER UPDATE OF geannuleerd_op ON zaken_zaak FOR EACH ROW
  WHEN (OLD.geannuleerd_op IS NULL AND NEW.geannuleerd_op IS NOT NULL) EXECUTE FUNCTION app.signaal_terug();
"""

KWALIFICATIES = """
ALTER TABLE zaken_kwalificatie ENABLE ROW LEVEL SECURITY;
CREATE POLICY zien ON zaken_kwalificatie FOR SELECT TO jid_web
  USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
CREATE POLICY toevoegen ON zaken_kwalificatie FOR INSERT TO jid_web WITH CHECK (door_id = app.uid()
  AND app.mag_wijzigen(zaak_id) AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id AND z.soort = zaken_kwalificatie.soort));
GRANT SELECT, INSERT ON zaken_kwalificatie TO jid_web;
"""

KOPPELINGEN = """
-- Both zaken or nothing: neither number nor count of what one does not see. `doorgeleid` comes from checked functions.
ALTER TABLE zaken_zaakkoppeling ENABLE ROW LEVEL SECURITY;
CREATE POLICY zien ON zaken_zaakkoppeling FOR SELECT TO jid_web
  USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = van_id) AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = naar_id));
CREATE POLICY toevoegen ON zaken_zaakkoppeling FOR INSERT TO jid_web WITH CHECK (
  soort IN ('aanleiding', 'verwant') AND door_id = app.uid() AND beeindigd_op IS NULL
  AND app.ziet_zaak(van_id) AND app.ziet_zaak(naar_id) AND (app.mag_wijzigen(van_id) OR app.mag_wijzigen(naar_id))
  AND (soort <> 'aanleiding' OR EXISTS (SELECT FROM zaken_zaak z WHERE z.id = van_id AND z.soort = 'onderzoek')));
CREATE POLICY wijzigen ON zaken_zaakkoppeling FOR UPDATE TO jid_web
  USING (soort IN ('aanleiding', 'verwant') AND app.ziet_zaak(van_id) AND app.ziet_zaak(naar_id)
         AND (app.mag_wijzigen(van_id) OR app.mag_wijzigen(naar_id)))
  WITH CHECK (beeindigd_door_id = app.uid());
GRANT SELECT, INSERT ON zaken_zaakkoppeling TO jid_web;
GRANT UPDATE (beeindigd_op, beeindigd_door_id, beeindigd_reden) ON zaken_zaakkoppeling TO jid_web;

CREATE FUNCTION app.koppeling_blijft() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF OLD.beeindigd_op IS NOT NULL THEN
    RAISE EXCEPTION 'an ended link stays' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER koppeling_blijft BEFORE UPDATE ON zaken_zaakkoppeling FOR EACH ROW EXECUTE FUNCTION app.koppeling_blijft();
"""

CIJFERS = """
-- Coded, person-free, keyless. What became a zaak counts there.
CREATE VIEW app.cijfers_signalen AS
  SELECT s.ontvangen_op, s.datum_registratie, s.soort, a.code AS aard, v.code AS verwezen_naar, d.code AS defensieonderdeel
  FROM zaken_signaal s
  LEFT JOIN codelijsten_code a ON a.id = s.aard_id
  LEFT JOIN codelijsten_code v ON v.id = s.verwezen_naar_id
  LEFT JOIN codelijsten_code d ON d.id = s.defensieonderdeel_id
  WHERE s.geannuleerd_op IS NULL AND s.zaak_id IS NULL;

-- One row per zaak that went to another register and was not taken back: the overlap between registers.
CREATE VIEW app.cijfers_doorgeleid AS
  SELECT v.soort AS van, n.soort AS naar, n.ontvangen_defensie, k.op AS doorgeleid_op
  FROM zaken_zaakkoppeling k JOIN zaken_zaak v ON v.id = k.van_id JOIN zaken_zaak n ON n.id = k.naar_id
  WHERE k.soort = 'doorgeleid' AND k.beeindigd_op IS NULL AND v.geannuleerd_op IS NULL AND n.geannuleerd_op IS NULL;
GRANT SELECT ON app.cijfers_signalen, app.cijfers_doorgeleid TO jid_cijfers;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0026_signalen")]
    operations = [migrations.RunSQL(sql) for sql in (FUNCTIES, SIGNALEN, KWALIFICATIES, KOPPELINGEN, CIJFERS)]
