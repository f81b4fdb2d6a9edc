"""Merging waits for who seals or excludes at the other zaak at that moment, also by SQL that locks nothing."""

from django.db import migrations

SQL = """
-- As before (0052), after a lock on the other zaak: a seal or exclusion that was on its way is seen, one that comes later sees
-- this merge.
CREATE OR REPLACE FUNCTION app.samenvoegen_sluit_mee() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_u record; v_dicht zaken_zaak; v_open uuid; v_ook uuid; v_behandelaar bigint;
BEGIN
  PERFORM FROM zaken_zaak z WHERE z.id = NEW.samengevoegd_met_id FOR UPDATE;
  FOR v_u IN SELECT u.gebruiker_id, u.grond, CASE WHEN u.zaak_id = NEW.id THEN NEW.samengevoegd_met_id ELSE NEW.id END AS ander
             FROM zaken_uitsluiting u WHERE u.zaak_id IN (NEW.id, NEW.samengevoegd_met_id) LOOP
    PERFORM app._sluit_overal_uit(v_u.ander, NEW.id, v_u.gebruiker_id, v_u.grond);
  END LOOP;
  SELECT * INTO v_dicht FROM zaken_zaak z WHERE z.id IN (NEW.id, NEW.samengevoegd_met_id) AND z.verzegeld;
  IF NOT FOUND THEN RETURN NULL; END IF;
  v_open := CASE WHEN v_dicht.id = NEW.id THEN NEW.samengevoegd_met_id ELSE NEW.id END;
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = v_open AND z.verzegeld) THEN RETURN NULL; END IF;
  v_behandelaar := coalesce(v_dicht.behandelaar_id, app.uid());
  LOOP
    SELECT z.id INTO v_ook FROM zaken_zaak z WHERE NOT z.verzegeld
      AND z.id IN (SELECT v_open UNION ALL SELECT app._andere_van_groep(v_open, true, NEW.id)) ORDER BY z.id LIMIT 1;
    EXIT WHEN NOT FOUND;
    PERFORM app._verzegel_ook(v_ook, v_behandelaar);
  END LOOP;
  RETURN NULL;
EXCEPTION WHEN SQLSTATE 'JID02' OR SQLSTATE 'JID24' THEN
  RAISE EXCEPTION 'the behandelaar of the sealed one may not have the other' USING ERRCODE = 'JID26';
END $$;

-- As before (0052), and the other way round: a merge that is on its way is waited for.
CREATE OR REPLACE FUNCTION app.sluit_uit(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_grond text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM FROM zaken_zaak z WHERE z.id = p_zaak FOR UPDATE;
  INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
  VALUES (p_id, p_zaak, p_gebruiker, p_grond, app.uid(), now()) ON CONFLICT (gebruiker_id, zaak_id) DO NOTHING;
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'uitgesloten'
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  UPDATE zaken_zaak SET behandelaar_id = NULL WHERE id = p_zaak AND behandelaar_id = p_gebruiker;
  PERFORM app.eis_lezer(p_zaak);
  PERFORM app._sluit_overal_uit(p_zaak, NULL, p_gebruiker, p_grond);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0056_waarnemingen_van_wie_toen")]
    operations = [migrations.RunSQL(SQL)]
