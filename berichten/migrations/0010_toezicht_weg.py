"""Nobody alone takes the watch away: the last who keep it stay, and the others hear of each that goes (ADR 0017)."""

from django.db import migrations

SQL = """
CREATE FUNCTION app._houdt_toezicht() RETURNS TABLE (gebruiker_id bigint, rol text)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT g.id, r.rol::text FROM gebruikers_roltoekenning r JOIN gebruikers_gebruiker g ON g.id = r.gebruiker_id AND g.is_active
   WHERE r.rol IN ('auditor', 'privacy') AND NOT app.heeft_zaakrol(g.id)
     AND (g.password NOT LIKE '!%' OR EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = g.id)) $$;
REVOKE ALL ON FUNCTION app._houdt_toezicht() FROM PUBLIC;
COMMENT ON FUNCTION app._houdt_toezicht IS $uitleg$Auditors and privacy officers who can sign in.$uitleg$;

CREATE FUNCTION app.toezicht_gaat_weg() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_oud jsonb := to_jsonb(OLD); v_wie bigint; v_was_auditor boolean; v_kon boolean;
BEGIN
  IF TG_TABLE_NAME = 'gebruikers_gebruiker' THEN
    v_wie := (v_oud ->> 'id')::bigint;
    v_was_auditor := EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = v_wie AND r.rol = 'auditor');
    v_kon := EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = v_wie AND r.rol IN ('auditor', 'privacy'))
      AND (v_oud ->> 'password' NOT LIKE '!%' OR EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = v_wie));
  ELSE
    v_wie := (v_oud ->> 'gebruiker_id')::bigint;
    v_was_auditor := v_oud ->> 'rol' = 'auditor';
    v_kon := EXISTS (SELECT FROM gebruikers_gebruiker g WHERE g.id = v_wie AND g.is_active
      AND (g.password NOT LIKE '!%' OR EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = v_wie)));
  END IF;
  IF NOT v_kon OR EXISTS (SELECT FROM app._houdt_toezicht() t
                          WHERE t.gebruiker_id = v_wie AND (t.rol = 'auditor' OR NOT v_was_auditor)) THEN
    RETURN NULL;
  END IF;
  IF (v_was_auditor AND NOT EXISTS (SELECT FROM app._houdt_toezicht() t WHERE t.rol = 'auditor'))
     OR (SELECT count(DISTINCT t.gebruiker_id) < 2 FROM app._houdt_toezicht() t) THEN
    IF app.uid() IS NOT NULL THEN PERFORM app.weiger('laatste_toezicht'); END IF;
    PERFORM app._meld_beheer('zonder_toezicht');  -- at signing in nobody can be refused
  END IF;
  INSERT INTO berichten_bericht (id, aan_id, soort, op)
  SELECT gen_random_uuid(), t.gebruiker_id, 'toezicht_weg', now() FROM (SELECT DISTINCT gebruiker_id FROM app._houdt_toezicht()) t;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.toezicht_gaat_weg() FROM PUBLIC;
COMMENT ON FUNCTION app.toezicht_gaat_weg IS $uitleg$Refuses to take away the last auditor, or the last but one who keeps watch, but at signing in; tells the others.$uitleg$;
CREATE CONSTRAINT TRIGGER toezicht_blijft_rol AFTER DELETE ON gebruikers_roltoekenning DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.rol IN ('auditor', 'privacy') AND (app.uid() IS NOT NULL OR app.aanmelder() IS NOT NULL))
  EXECUTE FUNCTION app.toezicht_gaat_weg();
CREATE CONSTRAINT TRIGGER toezicht_blijft_account AFTER UPDATE OF is_active ON gebruikers_gebruiker
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active AND app.uid() IS NOT NULL)
  EXECUTE FUNCTION app.toezicht_gaat_weg();
"""


class Migration(migrations.Migration):
    dependencies = [("berichten", "0009_uitleg_van_functies"), ("gebruikers", "0033_naam_van_toen")]
    operations = [migrations.RunSQL(SQL)]
