"""Excluded is excluded, also from a zaak that nobody reads then: a beheerder is told at once, and gives it a reader."""

from django.db import migrations

UITSLUITEN = """
-- As before (0046), but always. Was it the last reader, then the zaak goes back to the desk of its kind. False: there is none
-- that could read it (it is sealed, or they are excluded too), so nobody reads it.
CREATE OR REPLACE FUNCTION app._sluit_mee_uit(p_zaak uuid, p_gebruiker bigint, p_grond text, p_door bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_zaak zaken_zaak; v_team bigint; v_gelezen boolean := true;
BEGIN
  SELECT * INTO STRICT v_zaak FROM zaken_zaak WHERE id = p_zaak FOR NO KEY UPDATE;
  v_team := v_zaak.team_id;
  IF NOT app._andere_lezer(p_zaak, v_team, v_zaak.verzegeld, p_gebruiker)
     AND app._andere_lezer(p_zaak, v_team, v_zaak.verzegeld, 0) THEN
    SELECT t.id INTO v_team FROM gebruikers_team t
    WHERE NOT v_zaak.verzegeld AND t.is_actief AND t.soort = app.bureau(v_zaak.soort)
      AND app._andere_lezer(p_zaak, t.id, false, p_gebruiker) ORDER BY t.id LIMIT 1;
    IF NOT FOUND THEN
      v_team := v_zaak.team_id;
      v_gelezen := false;
    END IF;
  END IF;
  INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
  VALUES (gen_random_uuid(), p_zaak, p_gebruiker, p_grond, p_door, now()) ON CONFLICT (gebruiker_id, zaak_id) DO NOTHING;
  UPDATE zaken_toekenning SET beeindigd_op = now(), einde = 'uitgesloten'
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  UPDATE zaken_zaak SET behandelaar_id = nullif(behandelaar_id, p_gebruiker), team_id = v_team
  WHERE id = p_zaak AND (behandelaar_id = p_gebruiker OR team_id IS DISTINCT FROM v_team);
  RETURN v_gelezen;
END $$;

-- In one zaak, whether the caller sees it or not. Whoever acts hears nothing of it.
CREATE FUNCTION app._sluit_ook_uit(p_zaak uuid, p_gebruiker bigint, p_grond text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_door bigint; v_gelezen boolean;
BEGIN
  v_door := app._als_niemand();
  v_gelezen := app._sluit_mee_uit(p_zaak, p_gebruiker, p_grond, v_door);
  PERFORM app._weer(v_door);
  PERFORM app._log_zaak('uitgesloten', p_zaak, jsonb_build_object('gebruiker', p_gebruiker));
  IF NOT v_gelezen THEN
    PERFORM app._log_zaak('zonder_lezer', p_zaak, '{}');
    INSERT INTO berichten_bericht (id, aan_id, soort, op)
    SELECT gen_random_uuid(), g.id, 'zonder_lezer', now() FROM gebruikers_gebruiker g
    JOIN gebruikers_roltoekenning r ON r.gebruiker_id = g.id AND r.rol = 'beheerder'
    WHERE g.is_active AND NOT EXISTS (SELECT FROM berichten_bericht b WHERE b.aan_id = g.id AND b.soort = 'zonder_lezer'
                                        AND b.gelezen_op IS NULL);
  END IF;
END $$;

CREATE OR REPLACE FUNCTION app._sluit_overal_uit(p_zaak uuid, p_los uuid, p_gebruiker bigint, p_grond text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_ook uuid;
BEGIN
  LOOP
    SELECT h INTO v_ook FROM (SELECT p_zaak UNION ALL SELECT app._andere_van_groep(p_zaak, true, p_los)) AS g(h)
    WHERE NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = h AND u.gebruiker_id = p_gebruiker) LIMIT 1;
    EXIT WHEN NOT FOUND;
    PERFORM app._sluit_ook_uit(v_ook, p_gebruiker, p_grond);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION app._sluit_ook_uit(uuid, bigint, text) FROM PUBLIC;
"""

LEZER = """
CREATE POLICY zonder_lezer_door_databank ON logboek_gebeurtenis AS RESTRICTIVE FOR INSERT TO jid_web
  WITH CHECK (soort <> 'zonder_lezer');

-- Where everybody who read it is excluded. Not what somebody holds who left: that is listed with a name (app.zaken_zonder_lezer).
CREATE FUNCTION app._zonder_lezer() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT z.id FROM zaken_zaak z
   WHERE z.id IN (SELECT u.zaak_id FROM zaken_uitsluiting u)
     AND NOT EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = z.id AND t.beeindigd_op IS NULL
                     AND t.verloopt_op IS NULL)
     AND NOT app._andere_lezer(z.id, z.team_id, z.verzegeld, 0) $$;

-- How many, for a beheerder: no number of a zaak, and not who was excluded.
CREATE FUNCTION app.aantal_zonder_lezer() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT CASE WHEN app.heeft_rol('beheerder') THEN (SELECT count(*) FROM app._zonder_lezer()) END $$;

-- To somebody who may have them; an annulled one only to read.
CREATE FUNCTION app.geef_lezer(p_aan bigint) RETURNS TABLE (gegeven bigint, overgeslagen bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v record; v_gegeven bigint := 0; v_niet bigint := 0;
BEGIN
  PERFORM app.eis_beheerder();
  PERFORM app._eis_opvolger(0, p_aan);
  FOR v IN SELECT z.id, z.geannuleerd_op IS NULL AS loopt FROM zaken_zaak z WHERE z.id IN (SELECT app._zonder_lezer())
           ORDER BY z.id FOR UPDATE OF z LOOP
    IF NOT app._past_bij(v.id, p_aan, CASE WHEN v.loopt THEN 'behandelaar' ELSE 'lezer' END) THEN
      v_niet := v_niet + 1;
      CONTINUE;
    END IF;
    PERFORM app._geef_zonder_reden(v.id, p_aan, NULL, NULL);
    IF v.loopt THEN
      UPDATE zaken_zaak z SET behandelaar_id = p_aan, versie = z.versie + 1,
        team_id = (SELECT l.team_id FROM gebruikers_lidmaatschap l WHERE l.team_id = z.team_id AND l.gebruiker_id = p_aan)
      WHERE z.id = v.id;
    END IF;
    PERFORM app._log_zaak(CASE WHEN v.loopt THEN 'toegewezen' ELSE 'toegang_verleend' END, v.id, jsonb_build_object('aan', p_aan));
    v_gegeven := v_gegeven + 1;
  END LOOP;
  RETURN QUERY SELECT v_gegeven, v_niet;
END $$;
REVOKE ALL ON FUNCTION app._zonder_lezer(), app.aantal_zonder_lezer(), app.geef_lezer(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.aantal_zonder_lezer(), app.geef_lezer(bigint) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0053_wat_samengevoegd_was"), ("berichten", "0003_tweede_personen")]
    operations = [migrations.RunSQL(UITSLUITEN), migrations.RunSQL(LEZER)]
