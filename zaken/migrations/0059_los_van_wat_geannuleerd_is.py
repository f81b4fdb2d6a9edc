"""Annulling what was merged into by a zaak that one does not see: that one goes on where it was, and nobody is told of it."""

from django.db import migrations

SQL = """
-- It told whoever saw the one that there was another.
DROP FUNCTION app.is_doel_van_samenvoeging(uuid);

-- Of a zaak that is about to be annulled: what was merged into it and the caller does not see, no longer merged. They may be put
-- back until the end of the transaction; an exclusion stands aside until then (app.sluit_doorgeleiding). At commit they are
-- put back and the zaak is annulled, or nothing of this happened.
CREATE FUNCTION app.open_dubbelen(p_zaak uuid) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_dubbel uuid;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  IF NOT app.mag_wijzigen(p_zaak) THEN
    RAISE EXCEPTION 'not allowed to annul this' USING ERRCODE = 'JID01';
  END IF;
  FOR v_dubbel IN SELECT z.id FROM zaken_zaak z WHERE z.samengevoegd_met_id = p_zaak AND z.geannuleerd_op IS NULL
                  ORDER BY z.id FOR UPDATE LOOP
    CONTINUE WHEN app.ziet_zaak(v_dubbel);
    UPDATE zaken_zaak SET samengevoegd_met_id = NULL WHERE id = v_dubbel;
    PERFORM app._schrijf_toekenning(gen_random_uuid(), v_dubbel, app.uid(), NULL, now() + interval '1 microsecond');
    DELETE FROM zaken_uitsluiting u WHERE u.zaak_id = v_dubbel AND u.gebruiker_id = app.uid();
    RETURN NEXT v_dubbel;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION app.open_dubbelen(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.open_dubbelen(uuid) TO jid_web;

-- As before (0046), and beside every grant that was for one transaction.
CREATE OR REPLACE FUNCTION app.uitsluiting_keert_terug() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF EXISTS (SELECT FROM zaken_zaakkoppeling k WHERE k.van_id = OLD.zaak_id AND k.soort = 'doorgeleid'
             AND k.beeindigd_op = now() AND k.beeindigd_door_id = OLD.gebruiker_id)
     OR EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = OLD.zaak_id AND t.user_id = OLD.gebruiker_id
                AND t.verleend_op = now() AND t.verloopt_op <= t.verleend_op + interval '1 microsecond') THEN
    INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
    VALUES (OLD.id, OLD.zaak_id, OLD.gebruiker_id, OLD.grond, OLD.door_id, OLD.op) ON CONFLICT (gebruiker_id, zaak_id) DO NOTHING;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION app.los_is_geannuleerd() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = NEW.id AND t.verleend_op = now()
             AND t.verloopt_op <= t.verleend_op + interval '1 microsecond')
     AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = OLD.samengevoegd_met_id AND z.geannuleerd_op IS NULL) THEN
    RAISE EXCEPTION 'what it was merged with is annulled here' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.los_is_geannuleerd() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER los_is_geannuleerd AFTER UPDATE OF samengevoegd_met_id ON zaken_zaak DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.samengevoegd_met_id IS NOT NULL AND NEW.samengevoegd_met_id IS NULL)
  EXECUTE FUNCTION app.los_is_geannuleerd();
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0058_benoem_normen")]
    operations = [migrations.RunSQL(SQL)]
