"""An exclusion leaves an auditor and a privacy officer who may look, and by who may not exclude, a reader at the desk."""

from django.db import migrations

SQL = """
-- Whoever keeps watch can be involved as anybody. But not all of them: nobody would see what was done with the zaak.
CREATE FUNCTION app._eis_toezicht(p_zaak uuid, p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF EXISTS (
    SELECT FROM gebruikers_roltoekenning e JOIN gebruikers_gebruiker wie ON wie.id = e.gebruiker_id AND wie.is_active
    WHERE e.gebruiker_id = p_gebruiker AND e.rol IN ('auditor', 'privacy') AND NOT EXISTS (
      SELECT FROM gebruikers_roltoekenning r JOIN gebruikers_gebruiker g ON g.id = r.gebruiker_id AND g.is_active
      WHERE r.rol = e.rol AND g.id <> p_gebruiker AND NOT app.heeft_zaakrol(g.id)
        AND (g.password NOT LIKE '!%' OR EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = g.id))
        AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = g.id))) THEN
    RAISE EXCEPTION 'nobody would keep watch' USING ERRCODE = 'JID31';
  END IF;
END $$;

-- As Recht.UITSLUITEN in zaken/toegang.py: not who only completes what was registered for the desk of another.
CREATE FUNCTION app._mag_uitsluiten(p_zaak uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND (
     z.behandelaar_id = app.uid()
     OR (NOT z.verzegeld AND z.team_id IN (SELECT app.mijn_zaakteams()))
     OR (z.behandelaar_id IS NULL AND app.heeft_rol(VARIADIC app.zaakbeleid(z.soort, 'registreert'))
         AND app.heeft_rol(VARIADIC app.zaakbeleid(z.soort, 'behandelaar')))
     OR EXISTS (SELECT FROM zaken_waarneming w WHERE w.voor_id = z.behandelaar_id AND w.waarnemer_id = app.uid()
                AND w.beeindigd_op IS NULL AND w.verloopt_op > now()))) $$;

-- Whether this was the last of the team that owns the zaak who could read it.
CREATE FUNCTION app._balie_leest_niet(p_zaak uuid, p_gebruiker bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (
     SELECT FROM zaken_zaak z JOIN gebruikers_lidmaatschap m ON m.team_id = z.team_id AND m.gebruiker_id = p_gebruiker
     WHERE z.id = p_zaak AND NOT z.verzegeld AND NOT EXISTS (
       SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_gebruiker g ON g.id = l.gebruiker_id AND g.is_active
       WHERE l.team_id = z.team_id AND app.heeft_zaakrol(g.id)
         AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = g.id))) $$;
REVOKE ALL ON FUNCTION app._eis_toezicht(uuid, bigint), app._mag_uitsluiten(uuid), app._balie_leest_niet(uuid, bigint) FROM PUBLIC;

-- As before (0057), and what must stay.
CREATE OR REPLACE FUNCTION app.sluit_uit(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_grond text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_mag boolean;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM FROM zaken_zaak z WHERE z.id = p_zaak FOR UPDATE;
  v_mag := app._mag_uitsluiten(p_zaak);
  INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
  VALUES (p_id, p_zaak, p_gebruiker, p_grond, app.uid(), now()) ON CONFLICT (gebruiker_id, zaak_id) DO NOTHING;
  IF FOUND THEN
    PERFORM app._eis_toezicht(p_zaak, p_gebruiker);
    IF NOT v_mag AND app._balie_leest_niet(p_zaak, p_gebruiker) THEN
      RAISE EXCEPTION 'nobody of the desk could read this zaak' USING ERRCODE = 'JID32';
    END IF;
  END IF;
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'uitgesloten'
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  UPDATE zaken_zaak SET behandelaar_id = NULL WHERE id = p_zaak AND behandelaar_id = p_gebruiker;
  PERFORM app.eis_lezer(p_zaak);
  PERFORM app._sluit_overal_uit(p_zaak, NULL, p_gebruiker, p_grond);
END $$;

-- As before (0054), and what must stay. Merging comes here too.
CREATE OR REPLACE FUNCTION app._sluit_ook_uit(p_zaak uuid, p_gebruiker bigint, p_grond text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_door bigint; v_gelezen boolean;
BEGIN
  v_door := app._als_niemand();
  v_gelezen := app._sluit_mee_uit(p_zaak, p_gebruiker, p_grond, v_door);
  PERFORM app._weer(v_door);
  PERFORM app._eis_toezicht(p_zaak, p_gebruiker);
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
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0064_wie_akkoord_geeft_kent_haar")]
    operations = [migrations.RunSQL(SQL)]
