"""Whom a beheerder chose for what nobody can read is logged, also when nothing went: trying colleagues says who is excluded."""

from django.db import migrations

SQL = """
CREATE POLICY lezer_gekozen_door_databank ON logboek_gebeurtenis AS RESTRICTIVE FOR INSERT TO jid_web, jid_worker
  WITH CHECK (soort <> 'lezer_gekozen');

-- As before (0054), with one event for the choice itself, and no answer about what stayed.
DROP FUNCTION app.geef_lezer(bigint);
CREATE FUNCTION app.geef_lezer(p_aan bigint) RETURNS bigint
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
  PERFORM app.noteer('lezer_gekozen', p_aan::text, jsonb_build_object('gegeven', v_gegeven, 'niet_gegeven', v_niet));
  RETURN v_gegeven;
END $$;
REVOKE ALL ON FUNCTION app.geef_lezer(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.geef_lezer(bigint) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0061_wie_toezicht_houdt")]
    operations = [migrations.RunSQL(SQL)]
