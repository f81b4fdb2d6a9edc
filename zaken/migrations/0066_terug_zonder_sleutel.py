"""Annulling puts back what its caller does not see, in the database itself: nobody is let in for it, not for a moment."""

from django.db import migrations

SQL = """
DROP FUNCTION app.open_dubbelen(uuid);
DROP FUNCTION app.open_terugweg(uuid, uuid);
DROP TRIGGER los_is_geannuleerd ON zaken_zaak;
DROP FUNCTION app.los_is_geannuleerd();
DROP TRIGGER uitsluiting_keert_terug ON zaken_uitsluiting;
DROP FUNCTION app.uitsluiting_keert_terug();

-- As in 0037: only what app.geleid_door gave for one transaction.
CREATE OR REPLACE FUNCTION app.sluit_doorgeleiding(p_zaak uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE content_object_id = p_zaak AND user_id = app.uid() AND beeindigd_op IS NULL
    AND verloopt_op <= verleend_op + interval '1 microsecond';
END $$;

-- The link of a zaak that is about to be annulled ends, for who works with the old one too; they put it back. NULL: it came
-- from nowhere, or from a zaak that the caller does not work with, which annulling puts back. At commit the zaak must be
-- annulled, or nothing of this happened.
CREATE FUNCTION app.open_terugweg(p_zaak uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_oud uuid;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  IF NOT app.mag_wijzigen(p_zaak) THEN
    RAISE EXCEPTION 'not allowed to annul this' USING ERRCODE = 'JID01';
  END IF;
  UPDATE zaken_zaakkoppeling SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE naar_id = p_zaak AND soort = 'doorgeleid' AND beeindigd_op IS NULL AND app.mag_wijzigen(van_id) RETURNING van_id INTO v_oud;
  RETURN v_oud;
END $$;
REVOKE ALL ON FUNCTION app.open_terugweg(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.open_terugweg(uuid) TO jid_web;

-- An unseen zaak goes on in the status where it was, as the services of its register do it: the same fields, and its terms run
-- again. By nobody, for its readers; the log says who.
CREATE FUNCTION app._zet_terug(p_zaak uuid, p_status text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_zaak zaken_zaak; v_van text; v_stil text[]; v_stap uuid := gen_random_uuid(); v_door bigint;
BEGIN
  SELECT * INTO STRICT v_zaak FROM zaken_zaak WHERE id = p_zaak FOR NO KEY UPDATE;
  v_door := app._als_niemand();
  CASE v_zaak.soort
    WHEN 'melding' THEN
      SELECT m.status, ARRAY['nazorg'] INTO STRICT v_van, v_stil FROM meldingen_melding m WHERE m.zaak_ptr_id = p_zaak;
      UPDATE meldingen_melding SET status = p_status, doorgeleid_naar = '' WHERE zaak_ptr_id = p_zaak;
    WHEN 'klacht' THEN
      SELECT k.status, CASE WHEN NOT (k.jegens_klager AND k.vorm = 'schriftelijk') THEN ARRAY['klacht_niet_in_behandeling'] END
      INTO STRICT v_van, v_stil FROM klachten_klacht k WHERE k.zaak_ptr_id = p_zaak;
      UPDATE klachten_klacht SET status = p_status WHERE zaak_ptr_id = p_zaak;
    WHEN 'misstand' THEN
      SELECT m.status, ARRAY['nazorg',
               CASE WHEN m.geen_bevestiging_reden IS NOT NULL THEN 'misstand_ontvangstbevestiging' END,
               CASE WHEN m.geen_terugkoppeling_reden IS NOT NULL THEN 'misstand_terugkoppeling' END,
               CASE WHEN EXISTS (SELECT FROM misstanden_opschorting o WHERE o.zaak_id = p_zaak AND o.tot IS NULL)
                      AND EXISTS (SELECT FROM zaken_norm n WHERE n.code = 'stilstand_misstand_bevindingen' AND n.getallen = '{1}'
                                  AND coalesce(n.geldig_van <= v_zaak.ontvangen_defensie, true)
                                  AND coalesce(n.geldig_tot >= v_zaak.ontvangen_defensie, true))
                 THEN 'misstand_bevindingen' END]
      INTO STRICT v_van, v_stil FROM misstanden_misstand m WHERE m.zaak_ptr_id = p_zaak;
      UPDATE misstanden_misstand SET status = p_status, uitkomst = '' WHERE zaak_ptr_id = p_zaak;
      UPDATE zaken_zaak SET datum_afgehandeld = NULL WHERE id = p_zaak;
  END CASE;
  UPDATE zaken_termijn t SET vervallen = false
  WHERE t.zaak_id = p_zaak AND t.vervallen AND t.voldaan_op IS NULL
    AND t.code <> ALL (array_remove(coalesce(v_stil, '{}'), NULL));
  UPDATE zaken_zaak SET versie = versie + 1, eerste_termijn = (
    SELECT min(t.werkdatum) FROM zaken_termijn t
    WHERE t.zaak_id = p_zaak AND NOT t.vervallen AND t.voldaan_op IS NULL AND NOT t.is_indicatie) WHERE id = p_zaak;
  INSERT INTO zaken_statuswijziging (id, zaak_id, van, naar, toelichting, door_id, op)
  VALUES (v_stap, p_zaak, v_van, p_status, NULL, NULL, clock_timestamp());
  PERFORM app._weer(v_door);
  PERFORM app.noteer_zaak('status_gewijzigd', p_zaak, v_stap::text, jsonb_build_object('van', v_van, 'naar', p_status));
END $$;
REVOKE ALL ON FUNCTION app._zet_terug(uuid, text) FROM PUBLIC;

-- As before (0037), but what the caller does not see goes on where it was: refusing told that it exists.
CREATE OR REPLACE FUNCTION app.annuleren_laat_niets_los() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_koppeling zaken_zaakkoppeling; v_dubbel uuid;
BEGIN
  IF app.uid() IS NOT NULL THEN
    FOR v_koppeling IN SELECT * FROM zaken_zaakkoppeling k
        WHERE k.naar_id = NEW.id AND k.soort = 'doorgeleid' AND k.beeindigd_op IS NULL FOR UPDATE LOOP
      CONTINUE WHEN app.mag_wijzigen(v_koppeling.van_id);
      UPDATE zaken_zaakkoppeling SET beeindigd_op = now(), beeindigd_door_id = app.uid() WHERE id = v_koppeling.id;
      PERFORM app._zet_terug(v_koppeling.van_id, v_koppeling.van_status);
      PERFORM app.noteer_zaak('doorgeleiding_ongedaan', z, v_koppeling.id::text, '{}')
      FROM unnest(ARRAY[v_koppeling.naar_id, v_koppeling.van_id]) z;
    END LOOP;
    FOR v_dubbel IN SELECT z.id FROM zaken_zaak z WHERE z.samengevoegd_met_id = NEW.id AND z.geannuleerd_op IS NULL
                    ORDER BY z.id FOR NO KEY UPDATE LOOP
      CONTINUE WHEN app.ziet_zaak(v_dubbel);
      PERFORM app._maak_los(v_dubbel);
    END LOOP;
  END IF;
  IF EXISTS (SELECT FROM zaken_zaakkoppeling k WHERE k.soort = 'doorgeleid' AND k.beeindigd_op IS NULL AND NEW.id IN (k.van_id, k.naar_id))
     OR EXISTS (SELECT FROM zaken_zaak z WHERE z.samengevoegd_met_id = NEW.id AND z.geannuleerd_op IS NULL) THEN
    RAISE EXCEPTION 'another zaak depends on this one' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION app._maak_los(p_zaak uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_door bigint;
BEGIN
  v_door := app._als_niemand();
  UPDATE zaken_zaak SET samengevoegd_met_id = NULL WHERE id = p_zaak;
  PERFORM app._weer(v_door);
  PERFORM app._zet_terug(p_zaak, 'in_beoordeling');
END $$;
REVOKE ALL ON FUNCTION app._maak_los(uuid) FROM PUBLIC;

-- As before (0003), but never somebody who put it back without seeing it.
CREATE OR REPLACE FUNCTION app.laatste_wijziger(p_zaak uuid, p_persoon text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT l.door_id FROM logboek_gebeurtenis l
   WHERE l.zaak_id = p_zaak AND (SELECT app.ziet_zaak(p_zaak))
     AND CASE WHEN p_persoon = '' THEN l.soort IN ('gewijzigd', 'status_gewijzigd', 'toegewezen', 'geannuleerd')
         ELSE l.soort = 'persoon_gewijzigd' AND l.object_id = p_persoon END
     AND NOT (l.soort = 'status_gewijzigd' AND EXISTS (
       SELECT FROM zaken_statuswijziging s WHERE s.zaak_id = p_zaak AND s.id::text = l.object_id AND s.door_id IS NULL))
   ORDER BY l.tijdstip DESC LIMIT 1 $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0065_lezer_gekozen")]
    operations = [migrations.RunSQL(SQL)]
