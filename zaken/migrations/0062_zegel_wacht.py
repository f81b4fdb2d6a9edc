"""Sharing and assigning wait for a seal that is on its way; so does a change of teams of whoever it goes to."""

from django.db import migrations

SQL = """
-- Locked until the end of the transaction. Asked again after waiting: it may be sealed or closed to the caller by then.
CREATE FUNCTION app._neem_zaak(p_zaak uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM FROM zaken_zaak z WHERE z.id = p_zaak FOR NO KEY UPDATE;
  PERFORM app.eis_zicht(p_zaak);
END $$;

-- Against app.neem_gebruiker, which who changes roles and teams takes; two who give something do not wait for each other.
CREATE FUNCTION app._houd_gebruiker(p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM FROM gebruikers_gebruiker g WHERE g.id = p_gebruiker FOR SHARE;
END $$;
REVOKE ALL ON FUNCTION app._neem_zaak(uuid), app._houd_gebruiker(bigint) FROM PUBLIC;

-- As before (0012), after the lock.
CREATE OR REPLACE FUNCTION app.verleen(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_reden bytea, p_verloopt timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app._neem_zaak(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_gebruiker);
  PERFORM app.eis_rol_voor(p_zaak, p_gebruiker, 'lezer');
  IF p_verloopt <= now() THEN
    RAISE EXCEPTION 'the grant would have ended already' USING ERRCODE = 'JID02';
  END IF;
  IF p_gebruiker = app.uid() OR EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.behandelaar_id = p_gebruiker) THEN
    RAISE EXCEPTION 'this person has a grant of another kind' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._ken_toe(p_id, p_zaak, p_gebruiker, p_reden, p_verloopt);
  PERFORM app.eis_lezer(p_zaak);
END $$;

-- As before (0041), after the lock.
CREATE OR REPLACE FUNCTION app.wijs_toe(p_zaak uuid, p_behandelaar bigint, p_team bigint, p_toekenning uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_vorige bigint; v_verzegeld boolean;
BEGIN
  PERFORM app._neem_zaak(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  IF p_team IS NOT NULL AND NOT EXISTS (SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
                                        WHERE l.gebruiker_id = p_behandelaar AND l.team_id = p_team AND t.is_actief
                                          AND t.soort = 'behandeling') THEN
    RAISE EXCEPTION 'the handler is not in that team' USING ERRCODE = 'JID02';
  END IF;
  SELECT behandelaar_id, verzegeld INTO v_vorige, v_verzegeld FROM zaken_zaak WHERE id = p_zaak;
  IF v_verzegeld AND p_team IS NOT NULL THEN
    RAISE EXCEPTION 'a sealed zaak has no team' USING ERRCODE = 'JID02';
  END IF;
  UPDATE zaken_zaak SET behandelaar_id = p_behandelaar, team_id = p_team, versie = versie + 1 WHERE id = p_zaak;
  IF v_vorige IS NOT NULL AND v_vorige <> p_behandelaar THEN
    UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'toegewezen'
    WHERE content_object_id = p_zaak AND user_id = v_vorige AND beeindigd_op IS NULL;
  END IF;
  PERFORM app._ken_toe(p_toekenning, p_zaak, p_behandelaar, p_reden, NULL);
  PERFORM app.eis_lezer(p_zaak);
END $$;

-- As before (0041); who gets a sealed zaak comes inside COID before this, or not before it is committed.
CREATE OR REPLACE FUNCTION app._ken_toe(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_reden bytea, p_verloopt timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.verzegeld) THEN
    PERFORM app._houd_gebruiker(p_gebruiker);
    IF NOT app.staat_buiten_coid(p_gebruiker) THEN
      RAISE EXCEPTION 'a sealed zaak goes to somebody outside COID' USING ERRCODE = 'JID02';
    END IF;
  END IF;
  PERFORM app._schrijf_toekenning(p_id, p_zaak, p_gebruiker, p_reden, p_verloopt);
END $$;

-- As before (0052), and so.
CREATE OR REPLACE FUNCTION app._verzegel_ook(p_zaak uuid, p_behandelaar bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_ziet boolean := app.ziet_zaak(p_zaak); v_past boolean; v_door bigint;
BEGIN
  PERFORM app._houd_gebruiker(p_behandelaar);
  v_door := app._als_niemand();
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.geannuleerd_op IS NOT NULL) THEN
    v_past := NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = p_behandelaar);
  ELSE
    v_past := app._past_bij(p_zaak, p_behandelaar, 'behandelaar');
  END IF;
  IF NOT v_past THEN
    RAISE EXCEPTION 'this person cannot be chosen' USING ERRCODE = CASE WHEN v_ziet THEN 'JID24' ELSE 'JID02' END;
  END IF;
  PERFORM app._verzegel_mee(p_zaak, p_behandelaar);
  PERFORM app._weer(v_door);
  PERFORM app._log_zaak('verzegeld', p_zaak, '{}');
  PERFORM app._log_zaak('toegewezen', p_zaak, jsonb_build_object('aan', p_behandelaar));
END $$;

-- As before (0038), and so: for many zaken at once, some of which are sealed.
CREATE OR REPLACE FUNCTION app._eis_opvolger(p_van bigint, p_aan bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NOT coalesce(app._mag_overdragen(p_van, p_aan), false) THEN
    RAISE EXCEPTION 'not allowed to hand over' USING ERRCODE = 'JID01';
  END IF;
  PERFORM app._houd_gebruiker(p_aan);
  IF NOT EXISTS (SELECT FROM gebruikers_gebruiker g WHERE g.id = p_aan AND g.is_active) OR NOT app.heeft_zaakrol(p_aan) THEN
    RAISE EXCEPTION 'this person handles no zaken' USING ERRCODE = 'JID02';
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0059_los_van_wat_geannuleerd_is")]
    operations = [migrations.RunSQL(SQL)]
