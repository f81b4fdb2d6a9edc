"""An annulled zaak holds no role: who alone reads it may lose the role, and a beheerder gives the zaak to another."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION app.zaak_sluit_na_rol() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_wie bigint := coalesce(OLD.gebruiker_id, NEW.gebruiker_id); v_meldt_aan boolean := app.uid() IS NULL; v_zaak record;
BEGIN
  PERFORM app.noteer('team_gewijzigd', l.team_id::text, jsonb_build_object('lid_af', v_wie))
    FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
    WHERE l.gebruiker_id = v_wie AND NOT app._past_in_team(v_wie, t.soort);
  DELETE FROM gebruikers_lidmaatschap l USING gebruikers_team t
    WHERE t.id = l.team_id AND l.gebruiker_id = v_wie AND NOT app._past_in_team(v_wie, t.soort);
  FOR v_zaak IN SELECT z.id, z.geannuleerd_op FROM zaken_zaak z
      WHERE z.id IN (SELECT t.content_object_id FROM zaken_toekenning t WHERE t.user_id = v_wie AND t.beeindigd_op IS NULL)
        AND NOT app._rol_leest(v_wie, z.soort, z.aangemaakt_door_id = v_wie)
      ORDER BY z.id FOR NO KEY UPDATE LOOP
    -- Who reads nothing at all keeps what nobody else reads, until a beheerder hands it over (app.zaken_zonder_lezer).
    CONTINUE WHEN v_meldt_aan AND NOT app.heeft_zaakrol(v_wie) AND NOT EXISTS (SELECT FROM app.lezers(v_zaak.id));
    UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'rol'
    WHERE content_object_id = v_zaak.id AND user_id = v_wie AND beeindigd_op IS NULL;
    IF EXISTS (SELECT FROM app.lezers(v_zaak.id))
       OR EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = v_zaak.id AND u.gebruiker_id = v_wie) THEN
      CONTINUE;
    END IF;
    IF NOT v_meldt_aan AND v_zaak.geannuleerd_op IS NULL THEN PERFORM app.weiger('enige_lezer'); END IF;
    PERFORM app._log_zaak('zonder_lezer', v_zaak.id, '{}');
    PERFORM app._meld_beheer('zonder_lezer');
  END LOOP;
  IF app.heeft_zaakrol(v_wie) THEN
    UPDATE zaken_zaak z SET behandelaar_id = NULL, versie = z.versie + 1
    WHERE z.behandelaar_id = v_wie AND NOT EXISTS (
      SELECT FROM gebruikers_roltoekenning r
      WHERE r.gebruiker_id = v_wie AND r.rol = ANY (app.zaakbeleid(z.soort, 'behandelaar')));
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.zaak_sluit_na_rol() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0099_behandelaar_met_rol")]
    operations = [migrations.RunSQL(SQL)]
