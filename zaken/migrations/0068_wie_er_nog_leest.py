"""No refusal tells of a zaak that one does not see; the only one who keeps watch can be involved; a desk keeps a reader."""

from django.db import migrations

SQL = """
-- As before (0061), but only where others keep watch too: the only auditor or privacy officer may be involved as anybody.
CREATE OR REPLACE FUNCTION app._eis_toezicht(p_zaak uuid, p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF EXISTS (
    SELECT FROM gebruikers_roltoekenning e JOIN gebruikers_gebruiker wie ON wie.id = e.gebruiker_id AND wie.is_active
    CROSS JOIN LATERAL (
      SELECT count(*) AS anderen, count(*) FILTER (WHERE u.id IS NULL) AS over
      FROM gebruikers_roltoekenning r JOIN gebruikers_gebruiker g ON g.id = r.gebruiker_id AND g.is_active
      LEFT JOIN zaken_uitsluiting u ON u.zaak_id = p_zaak AND u.gebruiker_id = g.id
      WHERE r.rol = e.rol AND g.id <> p_gebruiker AND NOT app.heeft_zaakrol(g.id)
        AND (g.password NOT LIKE '!%' OR EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = g.id))) w
    WHERE e.gebruiker_id = p_gebruiker AND e.rol IN ('auditor', 'privacy') AND w.anderen > 0 AND w.over = 0) THEN
    RAISE EXCEPTION 'nobody would keep watch' USING ERRCODE = 'JID31';
  END IF;
END $$;

-- As before (0061), but whoever does not see this half or duplicate is not refused for it, which would tell that there is one.
CREATE OR REPLACE FUNCTION app._sluit_ook_uit(p_zaak uuid, p_gebruiker bigint, p_grond text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_door bigint; v_gelezen boolean; v_ziet boolean;
BEGIN
  v_ziet := app.ziet_zaak(p_zaak);
  v_door := app._als_niemand();
  v_gelezen := app._sluit_mee_uit(p_zaak, p_gebruiker, p_grond, v_door);
  PERFORM app._weer(v_door);
  IF v_ziet THEN PERFORM app._eis_toezicht(p_zaak, p_gebruiker); END IF;
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

-- The new zaak takes the exclusions along (app.geleid_door): each is an event, and somebody of the desk can read it.
CREATE FUNCTION app.doorgeleid_heeft_lezer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_uit bigint;
BEGIN
  FOR v_uit IN SELECT u.gebruiker_id FROM zaken_uitsluiting u WHERE u.zaak_id = NEW.naar_id LOOP
    PERFORM app._log_zaak('uitgesloten', NEW.naar_id, jsonb_build_object('gebruiker', v_uit));
    IF app._balie_leest_niet(NEW.naar_id, v_uit) THEN
      RAISE EXCEPTION 'nobody of the desk could read this zaak' USING ERRCODE = 'JID32';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.doorgeleid_heeft_lezer() FROM PUBLIC;
CREATE TRIGGER doorgeleid_heeft_lezer AFTER INSERT ON zaken_zaakkoppeling FOR EACH ROW WHEN (NEW.soort = 'doorgeleid')
EXECUTE FUNCTION app.doorgeleid_heeft_lezer();
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0067_behandelaar_niet_in_team")]
    operations = [migrations.RunSQL(SQL)]
