"""Changes of a key leave a trace: another name, and that it opens the account without a password.

And unlinking the account of the organisation from the own one.
"""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION app.noteer_tweede_factor() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE
  v_rij mfa_authenticator := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  v_middel text := CASE v_rij.type WHEN 'recovery_codes' THEN 'herstelcodes' ELSE v_rij.type END;
  v_wat text := CASE TG_OP WHEN 'INSERT' THEN 'toegevoegd' WHEN 'DELETE' THEN 'verwijderd' END;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    v_wat := CASE
      WHEN NEW.data - ARRAY['name', 'used_mask', 'zonder_wachtwoord', 'viewed_at'] <> OLD.data - ARRAY['name', 'used_mask', 'zonder_wachtwoord', 'viewed_at']
        OR NEW.user_id <> OLD.user_id OR NEW.type <> OLD.type THEN 'gewijzigd'
      WHEN NEW.data -> 'zonder_wachtwoord' IS DISTINCT FROM OLD.data -> 'zonder_wachtwoord' THEN
        CASE WHEN NEW.data -> 'zonder_wachtwoord' = 'true' THEN 'zonder_wachtwoord' ELSE 'met_wachtwoord' END
      WHEN NEW.data -> 'used_mask' IS DISTINCT FROM OLD.data -> 'used_mask' THEN 'gebruikt'
      WHEN NEW.data -> 'name' IS DISTINCT FROM OLD.data -> 'name' THEN 'hernoemd' END;
    IF v_wat IS NULL THEN RETURN NULL; END IF;
  END IF;
  PERFORM app.noteer('tweede_factor_gewijzigd', v_rij.user_id::text,
    jsonb_build_object('middel', v_middel, 'wat', v_wat));
  RETURN NULL;
END $$;

-- Since when the current user is linked to an account of the organisation.
CREATE FUNCTION app.mijn_organisatieaccount() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT min(i.gekoppeld_op) FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = app.uid() $$;

-- For oneself, and only who can still sign in with a password; false when there was nothing to unlink.
CREATE FUNCTION app.maak_organisatie_los() RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF (app.neem_gebruiker(app.uid())).password LIKE '!%' THEN PERFORM app.weiger('enige_manier'); END IF;
  DELETE FROM gebruikers_oidcidentiteit WHERE gebruiker_id = app.uid();
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM app.noteer('gebruiker_gewijzigd', app.uid()::text, '{"velden": ["organisatieaccount"], "wat": "losgemaakt"}');
  RETURN true;
END $$;

REVOKE ALL ON FUNCTION app.mijn_organisatieaccount(), app.maak_organisatie_los() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.mijn_organisatieaccount(), app.maak_organisatie_los() TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0020_vier_ogen_blijven")]
    operations = [migrations.RunSQL(SQL)]
