"""Who excludes in one zaak does not get the other one at the own desk by it, nor hears who excluded there."""

from django.db import migrations

SQL = """
-- As before (0054), but not to a desk of whoever excludes: that would fetch back what was assigned to somebody else, by excluding
-- its last reader. (Who read it lastingly is a reader that is left.) No other desk: nobody reads it, and a beheerder gives it.
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
      AND app._andere_lezer(p_zaak, t.id, false, p_gebruiker)
      AND NOT EXISTS (SELECT FROM gebruikers_lidmaatschap l WHERE l.team_id = t.id AND l.gebruiker_id = p_door)
    ORDER BY t.id LIMIT 1;
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

-- As before (0002), without who excluded: that may be somebody who works with another zaak of the same event. The log knows.
DROP FUNCTION app.uitsluitingen_van_zaak(uuid);
CREATE FUNCTION app.uitsluitingen_van_zaak(p_zaak uuid) RETURNS TABLE (gebruiker_id bigint, grond text, op timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT u.gebruiker_id, u.grond::text, u.op FROM zaken_uitsluiting u
   WHERE u.zaak_id = p_zaak AND (SELECT app.ziet_zaak(p_zaak)) ORDER BY u.op $$;
REVOKE ALL ON FUNCTION app.uitsluitingen_van_zaak(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.uitsluitingen_van_zaak(uuid) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0069_signaal_blijft_dicht")]
    operations = [migrations.RunSQL(SQL)]
