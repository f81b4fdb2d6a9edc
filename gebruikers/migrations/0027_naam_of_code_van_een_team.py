"""A team that exists already is refused at the field that says so: its name, or its code."""

from django.db import migrations

SQL = """
-- As before (0003), with a reason per field.
CREATE OR REPLACE FUNCTION app.maak_team(p_code text, p_naam text, p_soort text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_id bigint;
BEGIN
  PERFORM app.eis_beheerder();
  BEGIN
    INSERT INTO gebruikers_team (code, naam, soort, is_actief) VALUES (p_code, p_naam, p_soort, true)
    RETURNING id INTO v_id;
  EXCEPTION WHEN unique_violation THEN
    PERFORM app.weiger(CASE WHEN EXISTS (SELECT FROM gebruikers_team t WHERE t.naam = p_naam)
                            THEN 'teamnaam_bestaat' ELSE 'teamcode_bestaat' END);
  END;
  PERFORM app.noteer('team_gewijzigd', v_id::text, '{"nieuw": true}');
  RETURN v_id;
END $$;

CREATE OR REPLACE FUNCTION app.wijzig_team(p_team bigint, p_naam text, p_is_actief boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_oud gebruikers_team;
BEGIN
  PERFORM app.eis_beheerder();
  SELECT * INTO v_oud FROM gebruikers_team WHERE id = p_team FOR UPDATE;
  IF NOT FOUND THEN PERFORM app.weiger('onbekend_team'); END IF;
  IF v_oud.naam = p_naam AND v_oud.is_actief = p_is_actief THEN RETURN; END IF;
  IF NOT p_is_actief AND EXISTS (SELECT FROM gebruikers_lidmaatschap WHERE team_id = p_team) THEN
    PERFORM app.weiger('team_heeft_leden');
  END IF;
  BEGIN
    UPDATE gebruikers_team SET naam = p_naam, is_actief = p_is_actief WHERE id = p_team;
  EXCEPTION WHEN unique_violation THEN PERFORM app.weiger('teamnaam_bestaat');
  END;
  PERFORM app.noteer('team_gewijzigd', p_team::text, jsonb_build_object('is_actief', p_is_actief));
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0026_wie_telt_leest_niet")]
    operations = [migrations.RunSQL(SQL)]
