"""Assigning, sharing, excluding and sealing ask in the database too who works with the zaak, as it is after the lock."""

from django.db import migrations

RECHTEN = """
CREATE FUNCTION app._eis_werkt_met(p_zaak uuid, p_ook_wie_registreerde boolean) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NOT (app._mag_uitsluiten(p_zaak) OR (p_ook_wie_registreerde AND EXISTS (
       SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.aangemaakt_door_id = app.uid() AND z.behandelaar_id IS NULL))) THEN
    RAISE EXCEPTION 'reads along, and does not work with it' USING ERRCODE = 'JID01';
  END IF;
END $$;
REVOKE ALL ON FUNCTION app._eis_werkt_met(uuid, boolean) FROM PUBLIC;
COMMENT ON FUNCTION app._eis_werkt_met(uuid, boolean) IS
  'Refuses (JID01) who does not work with this zaak, or registered it and nobody handles it yet.';

CREATE OR REPLACE FUNCTION app.wijs_toe(p_zaak uuid, p_behandelaar bigint, p_team bigint, p_toekenning uuid, p_reden bytea)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_vorige bigint; v_verzegeld boolean;
BEGIN
  PERFORM app._neem_zaak(p_zaak);
  PERFORM app._eis_werkt_met(p_zaak, EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.verzegeld));
  IF p_team IS NOT NULL AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.soort = 'misstand') THEN
    RAISE EXCEPTION 'no team reads along with a misstand' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  IF p_team IS NOT NULL AND NOT EXISTS (SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
                                        WHERE l.gebruiker_id = p_behandelaar AND l.team_id = p_team AND t.is_actief
                                          AND t.soort = 'behandeling') THEN
    RAISE EXCEPTION 'the handler is not in that team' USING ERRCODE = 'JID33';
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
  PERFORM app.eis_lezer(p_zaak);
END $$;

CREATE OR REPLACE FUNCTION app.beeindig(p_zaak uuid, p_toekenning uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_gebruiker bigint;
BEGIN
  PERFORM app._neem_zaak(p_zaak);
  PERFORM app._eis_werkt_met(p_zaak, false);
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'beeindigd'
  WHERE id = p_toekenning AND content_object_id = p_zaak AND beeindigd_op IS NULL
    AND user_id IS DISTINCT FROM (SELECT z.behandelaar_id FROM zaken_zaak z WHERE z.id = p_zaak)
  RETURNING user_id INTO v_gebruiker;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'grant is gone, or is the behandelaar''s' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app.eis_lezer(p_zaak);
  RETURN v_gebruiker;
END $$;

CREATE OR REPLACE FUNCTION app.verzegel(p_zaak uuid, p_behandelaar bigint, p_toekenning uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_ook uuid;
BEGIN
  PERFORM app._neem_zaak(p_zaak);
  PERFORM app._eis_werkt_met(p_zaak, true);
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  UPDATE zaken_zaak SET verzegeld = true, team_id = NULL, behandelaar_id = p_behandelaar, versie = versie + 1
  WHERE id = p_zaak AND NOT verzegeld;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'sealed already' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._ken_toe(p_toekenning, p_zaak, p_behandelaar, p_reden, NULL);
  LOOP
    SELECT z.id INTO v_ook FROM app._andere_van_groep(p_zaak, true, NULL) h JOIN zaken_zaak z ON z.id = h
    WHERE NOT z.verzegeld ORDER BY z.id LIMIT 1;
    EXIT WHEN NOT FOUND;
    PERFORM app._verzegel_ook(v_ook, p_behandelaar);
  END LOOP;
  PERFORM app._houd_lezers(p_zaak);
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'verzegeld'
  WHERE content_object_id = p_zaak AND beeindigd_op IS NULL AND NOT app.staat_buiten_coid(user_id);
  PERFORM app.eis_lezer(p_zaak);
END $$;

CREATE OR REPLACE FUNCTION app.sluit_uit(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_grond text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_mag boolean;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM FROM zaken_zaak z WHERE z.id = p_zaak FOR UPDATE;
  PERFORM app._eis_werkt_met(p_zaak, true);
  v_mag := app._mag_uitsluiten(p_zaak);
  INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
  VALUES (p_id, p_zaak, p_gebruiker, p_grond, app.uid(), now()) ON CONFLICT (gebruiker_id, zaak_id) DO NOTHING;
  IF FOUND THEN
    PERFORM app._eis_toezicht(p_zaak, p_gebruiker);
    IF NOT v_mag AND app._balie_leest_niet(p_zaak, p_gebruiker) THEN
      RAISE EXCEPTION 'nobody of the desk could read this zaak' USING ERRCODE = 'JID32';
    END IF;
  END IF;
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'uitgesloten'
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  UPDATE zaken_zaak SET behandelaar_id = NULL WHERE id = p_zaak AND behandelaar_id = p_gebruiker;
  PERFORM app.eis_lezer(p_zaak);
  PERFORM app._sluit_overal_uit(p_zaak, NULL, p_gebruiker, p_grond);
END $$;

CREATE OR REPLACE FUNCTION app.hef_uitsluiting_op(p_zaak uuid, p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app._neem_zaak(p_zaak);
  PERFORM app._eis_werkt_met(p_zaak, false);
  DELETE FROM zaken_uitsluiting WHERE zaak_id = p_zaak AND gebruiker_id = p_gebruiker;
  PERFORM app._geef_waar(w.id, z.id) FROM zaken_zaak z JOIN zaken_waarneming w ON w.voor_id = z.behandelaar_id
  WHERE z.id = p_zaak AND w.waarnemer_id = p_gebruiker AND w.beeindigd_op IS NULL AND w.verloopt_op > now();
END $$;
"""

ZEGEL = """
-- What somebody sealed unseen does not come to them later, by a handover either; and who lost it does not say who excluded.
CREATE OR REPLACE FUNCTION app._verzegel_ook(p_zaak uuid, p_behandelaar bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_ziet boolean := app.ziet_zaak(p_zaak); v_past boolean; v_door bigint; v_zichzelf boolean;
BEGIN
  v_zichzelf := p_behandelaar = app.uid() AND NOT (v_ziet AND app._mag_uitsluiten(p_zaak));
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
  IF v_zichzelf THEN
    PERFORM app._verzegel_aan_niemand(p_zaak, v_door);
    PERFORM app._weer(v_door);
    PERFORM app._log_zaak('verzegeld', p_zaak, '{"ongezien": true}');
    IF NOT app._andere_lezer(p_zaak, NULL, true, 0) THEN
      PERFORM app._log_zaak('zonder_lezer', p_zaak, '{}');
      PERFORM app._meld_beheer('zonder_lezer');
    END IF;
    RETURN;
  END IF;
  PERFORM app._verzegel_mee(p_zaak, p_behandelaar);
  PERFORM app._weer(v_door);
  PERFORM app._log_zaak('verzegeld', p_zaak, '{}');
  PERFORM app._log_zaak('toegewezen', p_zaak, jsonb_build_object('aan', p_behandelaar, 'mee', true));
END $$;

CREATE OR REPLACE FUNCTION app._past_bij(p_zaak uuid, p_gebruiker bigint, p_doel text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (
     SELECT FROM zaken_zaak z JOIN gebruikers_roltoekenning r ON r.rol = ANY (app.zaakbeleid(z.soort, p_doel))
     JOIN gebruikers_gebruiker g ON g.id = r.gebruiker_id AND g.is_active
     WHERE z.id = p_zaak AND r.gebruiker_id = p_gebruiker
       AND (NOT z.verzegeld OR (app.staat_buiten_coid(p_gebruiker) AND NOT EXISTS (
              SELECT FROM logboek_gebeurtenis l WHERE l.zaak_id = p_zaak AND l.soort = 'verzegeld'
                AND l.door_id = p_gebruiker AND l.bijzonderheden ? 'ongezien')))
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = p_gebruiker)
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = app.uid())) $$;

CREATE OR REPLACE FUNCTION app._sluit_ook_uit(p_zaak uuid, p_gebruiker bigint, p_grond text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_door bigint; v_gelezen boolean; v_ziet boolean;
BEGIN
  v_ziet := app.ziet_zaak(p_zaak);
  IF v_ziet AND NOT app._mag_uitsluiten(p_zaak)
     AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.behandelaar_id = p_gebruiker) THEN
    UPDATE zaken_toekenning SET beeindigd_op = now(), einde = 'beeindigd'
    WHERE content_object_id = p_zaak AND user_id = app.uid() AND beeindigd_op IS NULL;
  END IF;
  v_door := app._als_niemand();
  v_gelezen := app._sluit_mee_uit(p_zaak, p_gebruiker, p_grond, v_door);
  PERFORM app._weer(v_door);
  PERFORM app._log_zaak('uitgesloten', p_zaak, jsonb_build_object('gebruiker', p_gebruiker));
  IF v_ziet THEN
    PERFORM app._eis_toezicht(p_zaak, p_gebruiker);
  ELSIF NOT app._toezicht_blijft(p_zaak, p_gebruiker) THEN
    PERFORM app.noteer('zonder_toezicht', p_zaak::text, jsonb_build_object('gebruiker', p_gebruiker));
    PERFORM app._meld_beheer('zonder_toezicht');
  END IF;
  IF NOT v_gelezen THEN
    PERFORM app._log_zaak('zonder_lezer', p_zaak, '{}');
    PERFORM app._meld_beheer('zonder_lezer');
  END IF;
END $$;
"""

WAARNEMEN = """
-- A first substitution and what is assigned meanwhile wait for each other at the one who is away.
CREATE OR REPLACE FUNCTION app.stel_waarneming_in(p_id uuid, p_voor bigint, p_waarnemer bigint, p_reden text, p_verloopt timestamp with time zone) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_alle bigint; v_gegeven bigint; v_teams bigint[] := app._bereik(p_voor, p_waarnemer);
BEGIN
  PERFORM app._eis_opvolger(p_voor, p_waarnemer);
  IF p_verloopt IS NULL OR p_verloopt <= now() OR p_verloopt > now() + interval '1 year' THEN
    RAISE EXCEPTION 'a substitution ends within a year' USING ERRCODE = 'JID02';
  END IF;
  PERFORM FROM zaken_zaak z WHERE z.behandelaar_id = p_voor ORDER BY z.id FOR NO KEY UPDATE;
  PERFORM FROM gebruikers_gebruiker g WHERE g.id = p_voor FOR NO KEY UPDATE;
  PERFORM FROM zaken_waarneming w WHERE w.voor_id = p_voor AND w.beeindigd_op IS NULL FOR UPDATE;
  IF EXISTS (SELECT FROM zaken_waarneming w WHERE w.voor_id = p_voor AND w.beeindigd_op IS NULL AND w.verloopt_op > now()
               AND NOT app._mag_waarneming_beeindigen(w.id)) THEN
    RAISE EXCEPTION 'a substitution runs that is not his to end' USING ERRCODE = 'JID36';
  END IF;
  PERFORM app._beeindig_waarneming(w.id) FROM zaken_waarneming w WHERE w.voor_id = p_voor AND w.beeindigd_op IS NULL;
  INSERT INTO zaken_waarneming (id, voor_id, waarnemer_id, reden, ingesteld_op, ingesteld_door_id, verloopt_op, teams)
  VALUES (p_id, p_voor, p_waarnemer, p_reden, now(), app.uid(), p_verloopt, v_teams);
  SELECT count(*), count(*) FILTER (WHERE app._geef_waar(p_id, z.id)) INTO v_alle, v_gegeven
  FROM zaken_zaak z
  WHERE z.behandelaar_id = p_voor AND z.geannuleerd_op IS NULL AND (v_teams IS NULL OR z.team_id = ANY (v_teams));
  PERFORM app.noteer('opvolger_gekozen', p_waarnemer::text,
                     jsonb_build_object('van', p_voor, 'gegeven', v_gegeven, 'niet_gegeven', v_alle - v_gegeven));
  RETURN v_gegeven;
END $$;

CREATE OR REPLACE FUNCTION app.volg_waarneming() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_toekenning t SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'waarneming'
  FROM zaken_waarneming w WHERE w.id = t.waarneming_id
    AND t.content_object_id = NEW.id AND t.beeindigd_op IS NULL AND t.user_id IS DISTINCT FROM NEW.behandelaar_id
    AND (w.voor_id IS DISTINCT FROM NEW.behandelaar_id
         OR (w.teams IS NOT NULL AND NOT coalesce(NEW.team_id = ANY (w.teams), false)));
  PERFORM app._houd_gebruiker(NEW.behandelaar_id);
  PERFORM FROM zaken_waarneming w WHERE w.voor_id = NEW.behandelaar_id AND w.beeindigd_op IS NULL FOR SHARE;
  PERFORM app._geef_waar(w.id, NEW.id) FROM zaken_waarneming w
  WHERE w.voor_id = NEW.behandelaar_id AND w.beeindigd_op IS NULL AND w.verloopt_op > now();
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0094_waarnemen_en_nalopen")]
    operations = [migrations.RunSQL(sql) for sql in (RECHTEN, ZEGEL, WAARNEMEN)]
