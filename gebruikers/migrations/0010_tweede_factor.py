"""Second factors: of oneself alone, and of who is in the middle of signing in.

Between the password and the second step nobody is signed in, and `app.gebruiker` is empty. `app.aanmelder` names who is
being signed in for that one step (`gebruikers.toegang.aanmelder`); it opens these rows and nothing else.
"""

from django.db import migrations

SQL = """
CREATE FUNCTION app.aanmelder() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT nullif(current_setting('app.aanmelder', true), '')::bigint $$;

ALTER TABLE mfa_authenticator ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON mfa_authenticator TO jid_web;
CREATE POLICY lezen ON mfa_authenticator FOR SELECT TO jid_web
  USING (user_id = (SELECT app.uid()) OR user_id = (SELECT app.aanmelder()));
CREATE POLICY toevoegen ON mfa_authenticator FOR INSERT TO jid_web WITH CHECK (user_id = (SELECT app.uid()));
CREATE POLICY gebruiken ON mfa_authenticator FOR UPDATE TO jid_web
  USING (user_id = (SELECT app.uid()) OR user_id = (SELECT app.aanmelder()));
CREATE POLICY verwijderen ON mfa_authenticator FOR DELETE TO jid_web USING (user_id = (SELECT app.uid()));

-- Which kinds somebody has, without what they are: signing in asks it before anybody is known.
CREATE FUNCTION app.tweede_factoren(p_gebruiker bigint) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT coalesce(array_agg(DISTINCT a.type::text ORDER BY a.type::text), '{}')
   FROM mfa_authenticator a WHERE a.user_id = p_gebruiker $$;

-- Whatever adds, removes or uses up a factor leaves a trace.
CREATE FUNCTION app.noteer_tweede_factor() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE
  v_rij mfa_authenticator := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  v_middel text := CASE v_rij.type WHEN 'recovery_codes' THEN 'herstelcodes' ELSE v_rij.type END;
  v_wat text := CASE TG_OP WHEN 'INSERT' THEN 'toegevoegd' WHEN 'DELETE' THEN 'verwijderd' ELSE 'gebruikt' END;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.data->'used_mask' IS NOT DISTINCT FROM OLD.data->'used_mask' THEN RETURN NULL; END IF;
  PERFORM app.noteer('tweede_factor_gewijzigd', v_rij.user_id::text,
    jsonb_build_object('middel', v_middel, 'wat', v_wat));
  RETURN NULL;
END $$;
CREATE TRIGGER noteer_tweede_factor AFTER INSERT OR UPDATE OR DELETE ON mfa_authenticator
  FOR EACH ROW EXECUTE FUNCTION app.noteer_tweede_factor();

-- Somebody lost a telephone: a beheerder takes all factors away and ends the sessions. Never of oneself.
CREATE FUNCTION app.wis_tweede_factor(p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_tweede_factor'); END IF;
  PERFORM app.neem_gebruiker(p_gebruiker);
  IF NOT EXISTS (SELECT FROM mfa_authenticator WHERE user_id = p_gebruiker) THEN
    PERFORM app.weiger('geen_tweede_factor');
  END IF;
  DELETE FROM mfa_authenticator WHERE user_id = p_gebruiker;
  DELETE FROM gebruikers_sessie WHERE gebruiker_id = p_gebruiker;
  PERFORM app.noteer('tweede_factor_gewijzigd', p_gebruiker::text, '{"middel": "alles", "wat": "gewist"}');
END $$;

REVOKE ALL ON FUNCTION app.aanmelder(), app.tweede_factoren(bigint), app.noteer_tweede_factor(),
  app.wis_tweede_factor(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.aanmelder(), app.tweede_factoren(bigint), app.wis_tweede_factor(bigint) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0009_sessie_toegang"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunSQL(SQL)]
