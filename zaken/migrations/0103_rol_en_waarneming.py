"""What the sixth attack found in roles, substituting, sharing and taking a seal off (docs/aanvallen.md)."""

from django.db import migrations

ROLLEN = """
-- Whoever is chosen keeps roles and teams until the commit: a role that goes at the same moment waits, and then takes this along.
CREATE OR REPLACE FUNCTION app.eis_kiesbaar(p_zaak uuid, p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app._houd_gebruiker(p_gebruiker);
  IF NOT EXISTS (SELECT FROM gebruikers_gebruiker g JOIN gebruikers_roltoekenning r ON r.gebruiker_id = g.id
                 WHERE g.id = p_gebruiker AND g.is_active
                   AND r.rol IN ('adviseur', 'onderzoeker', 'intake', 'klachtsecretaris', 'ckp', 'misstanden'))
     OR EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = p_gebruiker) THEN
    RAISE EXCEPTION 'this person cannot be chosen' USING ERRCODE = 'JID02';
  END IF;
END $$;
COMMENT ON FUNCTION app.eis_kiesbaar(uuid, bigint) IS
  'Refuses (JID02) who is inactive, has no zaakrol, or is excluded from the zaak; holds the account.';

-- One of the readers stays one until the commit: two who each think that the other reads on, wait for each other.
CREATE OR REPLACE FUNCTION app.eis_lezer(p_zaak uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_wie bigint;
BEGIN
  LOOP
    SELECT l INTO v_wie FROM app.lezers(p_zaak) l LIMIT 1;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'nobody could read this zaak' USING ERRCODE = 'JID03';
    END IF;
    PERFORM app._houd_gebruiker(v_wie);
    EXIT WHEN v_wie IN (SELECT app.lezers(p_zaak));
  END LOOP;
END $$;
COMMENT ON FUNCTION app.eis_lezer(uuid) IS
  'Refuses (JID03) when nobody could read the zaak any more; holds the account of one who can.';

-- As before (0096); a grant that ran out holds no role, and a substitute gets what a role that came makes possible.
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
      WHERE z.id IN (SELECT t.content_object_id FROM zaken_toekenning t WHERE t.user_id = v_wie AND t.beeindigd_op IS NULL
                     AND (t.verloopt_op IS NULL OR t.verloopt_op > now()))
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
    IF TG_OP = 'INSERT' THEN PERFORM app._geef_alsnog_waar(v_wie); END IF;
  END IF;
  RETURN NULL;
END $$;
"""

WAARNEMEN = """
CREATE FUNCTION app._geef_alsnog_waar(p_waarnemer bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT app._geef_waar(w.waarneming, w.zaak) FROM (
     SELECT w.id AS waarneming, z.id AS zaak FROM zaken_waarneming w JOIN zaken_zaak z ON z.behandelaar_id = w.voor_id
     WHERE w.waarnemer_id = p_waarnemer AND w.beeindigd_op IS NULL AND w.verloopt_op > now() AND z.geannuleerd_op IS NULL
       AND NOT EXISTS (SELECT FROM zaken_toekenning t WHERE t.waarneming_id = w.id AND t.content_object_id = z.id
                       AND t.einde IN ('beeindigd', 'herzien'))
     ORDER BY z.id) w $$;
REVOKE ALL ON FUNCTION app._geef_alsnog_waar(bigint) FROM PUBLIC;
COMMENT ON FUNCTION app._geef_alsnog_waar(bigint) IS
  'Gives a substitute what he may have by now of whom he substitutes: by a role or team that came; never what somebody ended.';

CREATE FUNCTION app.waarnemer_buiten_coid() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_wie bigint := coalesce(NEW.gebruiker_id, OLD.gebruiker_id);
BEGIN
  IF app.staat_buiten_coid(v_wie) THEN PERFORM app._geef_alsnog_waar(v_wie); END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.waarnemer_buiten_coid() FROM PUBLIC;
COMMENT ON FUNCTION app.waarnemer_buiten_coid() IS
  'Gives a substitute who stands outside COID from now on the sealed zaken of whom he substitutes.';
CREATE CONSTRAINT TRIGGER waarnemer_buiten_coid AFTER INSERT OR DELETE ON gebruikers_lidmaatschap
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (app.uid() IS NOT NULL) EXECUTE FUNCTION app.waarnemer_buiten_coid();

-- As before (0095); the substitute is held whether the zaak is sealed or not.
CREATE OR REPLACE FUNCTION app._geef_waar(p_waarneming uuid, p_zaak uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_w zaken_waarneming; v_zaak zaken_zaak;
BEGIN
  SELECT * INTO STRICT v_zaak FROM zaken_zaak WHERE id = p_zaak FOR NO KEY UPDATE;
  SELECT * INTO STRICT v_w FROM zaken_waarneming WHERE id = p_waarneming FOR SHARE;
  IF v_w.beeindigd_op IS NOT NULL OR v_w.verloopt_op <= now() OR v_zaak.behandelaar_id IS DISTINCT FROM v_w.voor_id
     OR (v_w.teams IS NOT NULL AND NOT coalesce(v_zaak.team_id = ANY (v_w.teams), false)) THEN
    RETURN false;
  END IF;
  PERFORM app._houd_gebruiker(v_w.waarnemer_id);
  IF NOT app._past_bij(p_zaak, v_w.waarnemer_id, 'behandelaar') THEN RETURN false; END IF;
  IF EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = p_zaak AND t.user_id = v_w.waarnemer_id
               AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op >= v_w.verloopt_op)) THEN
    RETURN true;
  END IF;
  IF app.uid() IS NULL AND v_w.waarnemer_id::text = current_setting('app.handelt', true) THEN RETURN false; END IF;
  PERFORM app._geef_zonder_reden(p_zaak, v_w.waarnemer_id, v_w.verloopt_op, p_waarneming);
  PERFORM app._log_zaak('toegang_verleend', p_zaak, jsonb_build_object('aan', v_w.waarnemer_id, 'waarneming', true));
  RETURN true;
END $$;

-- As before (0095); what is shared with a substitute until an earlier day comes after the substitution, not in its place.
CREATE OR REPLACE FUNCTION app.verleen(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_reden bytea, p_verloopt timestamp with time zone) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app._neem_zaak(p_zaak);
  PERFORM app._eis_werkt_met(p_zaak, false);
  PERFORM app.eis_kiesbaar(p_zaak, p_gebruiker);
  PERFORM app.eis_rol_voor(p_zaak, p_gebruiker, 'lezer');
  IF p_verloopt <= now() THEN
    RAISE EXCEPTION 'the grant would have ended already' USING ERRCODE = 'JID02';
  END IF;
  IF p_gebruiker = app.uid() OR EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.behandelaar_id = p_gebruiker) THEN
    RAISE EXCEPTION 'this person has a grant of another kind' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._ken_toe(p_id, p_zaak, p_gebruiker, p_reden, p_verloopt);
  PERFORM app._geef_waar(t.waarneming_id, p_zaak) FROM zaken_toekenning t
  WHERE t.content_object_id = p_zaak AND t.user_id = p_gebruiker AND t.waarneming_id IS NOT NULL
    AND t.einde = 'vervangen' AND t.beeindigd_op = now();
  PERFORM app.eis_lezer(p_zaak);
END $$;
"""

ONTZEGELEN = """
CREATE FUNCTION app._behandelt(p_zaak uuid, p_gebruiker bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (
     SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND app._heeft_een_van(p_gebruiker, app.zaakbeleid(z.soort, 'behandelaar'))
       AND (z.behandelaar_id = p_gebruiker
            OR EXISTS (SELECT FROM zaken_waarneming w WHERE w.voor_id = z.behandelaar_id AND w.waarnemer_id = p_gebruiker
                       AND w.beeindigd_op IS NULL AND w.verloopt_op > now()
                       AND (w.teams IS NULL OR z.team_id = ANY (w.teams))))) $$;
REVOKE ALL ON FUNCTION app._behandelt(uuid, bigint) FROM PUBLIC;
COMMENT ON FUNCTION app._behandelt(uuid, bigint) IS
  'Whether somebody is the behandelaar of this zaak now, or substitutes for the behandelaar.';

-- As before; reading along is not enough to ask (Recht.ONTZEGELEN of zaken/toegang.py).
CREATE OR REPLACE FUNCTION app.vraag_ontzegeling(p_id uuid, p_zaak uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NOT coalesce(app.mag_wijzigen(p_zaak), false) THEN
    RAISE EXCEPTION 'zaak not visible' USING ERRCODE = 'JID01';
  END IF;
  PERFORM FROM zaken_zaak z WHERE z.id = p_zaak AND z.verzegeld AND z.geannuleerd_op IS NULL FOR UPDATE;
  IF NOT FOUND OR EXISTS (SELECT FROM zaken_ontzegeling o WHERE o.zaak_id = p_zaak AND o.besluit = '') THEN
    RAISE EXCEPTION 'not sealed, or asked already' USING ERRCODE = 'JID25';
  END IF;
  IF NOT app._behandelt(p_zaak, app.uid()) THEN
    RAISE EXCEPTION 'reads along, and does not handle it' USING ERRCODE = 'JID01';
  END IF;
  INSERT INTO zaken_ontzegeling (id, zaak_id, reden, gevraagd_door_id, gevraagd_op, besluit)
  VALUES (p_id, p_zaak, p_reden, app.uid(), now(), '');
  PERFORM app.noteer_zaak('ontzegeling_gevraagd', p_zaak, p_id::text, '{}');
END $$;
COMMENT ON FUNCTION app.vraag_ontzegeling(uuid, uuid, bytea) IS
  'Asks to take the seal off, with a reason; by its behandelaar, or who substitutes.';

CREATE OR REPLACE FUNCTION app.beslis_ontzegeling(p_zaak uuid, p_id uuid, p_akkoord boolean, p_antwoord bytea DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v zaken_ontzegeling; v_besluit text; v_ook uuid; v_door bigint := app.uid();
BEGIN
  IF NOT coalesce(app.mag_wijzigen(p_zaak), false) THEN
    RAISE EXCEPTION 'zaak not visible' USING ERRCODE = 'JID01';
  END IF;
  PERFORM FROM zaken_zaak z WHERE z.id = p_zaak FOR UPDATE;
  SELECT * INTO v FROM zaken_ontzegeling WHERE id = p_id AND zaak_id = p_zaak FOR UPDATE;
  IF NOT FOUND OR v.besluit <> '' OR EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.geannuleerd_op IS NOT NULL) THEN
    RAISE EXCEPTION 'decided already' USING ERRCODE = 'JID25';
  END IF;
  IF p_akkoord AND v.gevraagd_door_id = v_door THEN
    RAISE EXCEPTION 'a second person agrees' USING ERRCODE = 'JID01';
  END IF;
  -- Who asked must still be somebody who handles it.
  IF p_akkoord AND NOT (app._leest_blijvend(p_zaak, v.gevraagd_door_id) AND app._behandelt(p_zaak, v.gevraagd_door_id)) THEN
    RAISE EXCEPTION 'who asked handles it no more' USING ERRCODE = 'JID25';
  END IF;
  v_besluit := CASE WHEN p_akkoord THEN 'akkoord' WHEN v.gevraagd_door_id = v_door THEN 'ingetrokken' ELSE 'geweigerd' END;
  IF v_besluit = 'geweigerd' AND p_antwoord IS NULL THEN
    RAISE EXCEPTION 'a refusal says why' USING ERRCODE = 'JID35';
  END IF;
  UPDATE zaken_ontzegeling SET besluit = v_besluit, besloten_op = now(), besloten_door_id = v_door,
    antwoord = CASE WHEN v_besluit = 'geweigerd' THEN p_antwoord END WHERE id = p_id;
  IF p_akkoord THEN
    UPDATE zaken_zaak SET verzegeld = false, versie = versie + 1 WHERE id = p_zaak AND verzegeld;
  END IF;
  PERFORM app.noteer_zaak(CASE WHEN p_akkoord THEN 'ontzegeld' ELSE 'ontzegeling_geweigerd' END, p_zaak, p_id::text,
                          jsonb_build_object('gevraagd_door', v.gevraagd_door_id));
  IF NOT p_akkoord THEN RETURN; END IF;
  FOR v_ook IN SELECT z.id FROM zaken_zaak z
               WHERE z.id IN (SELECT app._gaat_mee_open(p_zaak, v.gevraagd_door_id, v_door)) AND z.verzegeld
               ORDER BY z.id FOR UPDATE OF z LOOP
    UPDATE zaken_ontzegeling SET besluit = 'ingetrokken', besloten_op = now(), besloten_door_id = v_door
    WHERE zaak_id = v_ook AND besluit = '';
    INSERT INTO zaken_ontzegeling (id, zaak_id, gevraagd_door_id, gevraagd_op, besluit, besloten_op, besloten_door_id)
    VALUES (gen_random_uuid(), v_ook, v.gevraagd_door_id, v.gevraagd_op, 'akkoord', now(), v_door);
    PERFORM app._als_niemand();
    UPDATE zaken_zaak SET verzegeld = false, versie = versie + 1 WHERE id = v_ook;
    PERFORM app._weer(v_door);
    PERFORM app.noteer_zaak('ontzegeld', v_ook, p_id::text, jsonb_build_object('gevraagd_door', v.gevraagd_door_id));
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0102_noodtoegang_wacht_op_de_zaak")]
    operations = [migrations.RunSQL(sql) for sql in (WAARNEMEN, ROLLEN, ONTZEGELEN)]
