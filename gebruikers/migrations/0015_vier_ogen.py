"""Four eyes for what could take over an account: asked by a beheerder, done by a second person (ADR 0018)."""

from django.db import migrations

INTERN = """
-- What is done after the second person agreed; nobody but the functions below calls these. Bodies as before.
CREATE FUNCTION app._maak_gebruiker(p_email text, p_naam text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_id bigint;
BEGIN
  BEGIN
    INSERT INTO gebruikers_gebruiker (password, email, naam, is_active, taal, uitgenodigd_op)
    VALUES (app.onbruikbaar_wachtwoord(), lower(p_email), p_naam, true, 'nl', now()) RETURNING id INTO v_id;
  EXCEPTION WHEN unique_violation THEN PERFORM app.weiger('email_bestaat');
  END;
  PERFORM app.noteer('gebruiker_uitgenodigd', v_id::text, '{}');
  RETURN v_id;
END $$;

CREATE FUNCTION app._wijzig_gebruiker(p_gebruiker bigint, p_email text, p_naam text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_oud gebruikers_gebruiker; v_velden text[] := '{}';
BEGIN
  v_oud := app.neem_gebruiker(p_gebruiker);
  IF v_oud.naam <> p_naam THEN v_velden := v_velden || 'naam'::text; END IF;
  IF v_oud.email <> lower(p_email) THEN v_velden := v_velden || 'email'::text; END IF;
  IF v_velden = '{}' THEN RETURN; END IF;
  BEGIN
    UPDATE gebruikers_gebruiker SET naam = p_naam, email = lower(p_email) WHERE id = p_gebruiker;
  EXCEPTION WHEN unique_violation THEN PERFORM app.weiger('email_bestaat');
  END;
  PERFORM app.noteer('gebruiker_gewijzigd', p_gebruiker::text, jsonb_build_object('velden', v_velden));
END $$;

CREATE FUNCTION app._zet_rollen(p_gebruiker bigint, p_rollen text[]) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_oud text[]; v_nieuw text[];
BEGIN
  PERFORM app.neem_gebruiker(p_gebruiker);
  IF NOT app.rollen_gaan_samen(p_rollen) THEN PERFORM app.weiger('rollen_gaan_niet_samen'); END IF;
  SELECT coalesce(array_agg(DISTINCT r ORDER BY r), '{}') INTO v_nieuw FROM unnest(p_rollen) AS r;
  v_oud := app._rollen_van(p_gebruiker);
  IF v_oud = v_nieuw THEN RETURN false; END IF;
  DELETE FROM gebruikers_roltoekenning WHERE gebruiker_id = p_gebruiker AND rol <> ALL (v_nieuw);
  BEGIN
    INSERT INTO gebruikers_roltoekenning (gebruiker_id, rol) SELECT p_gebruiker, unnest(v_nieuw) ON CONFLICT DO NOTHING;
  EXCEPTION WHEN check_violation THEN PERFORM app.weiger('onbekende_rol');
  END;
  PERFORM app.noteer('rollen_gewijzigd', p_gebruiker::text, jsonb_build_object('van', v_oud, 'rollen', v_nieuw));
  IF NOT app.heeft_zaakrol(p_gebruiker) THEN
    PERFORM app.noteer('team_gewijzigd', l.team_id::text, jsonb_build_object('lid_af', p_gebruiker))
      FROM gebruikers_lidmaatschap l WHERE l.gebruiker_id = p_gebruiker;
    DELETE FROM gebruikers_lidmaatschap WHERE gebruiker_id = p_gebruiker;
  END IF;
  RETURN true;
END $$;

CREATE FUNCTION app._rollen_van(p_gebruiker bigint) RETURNS text[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT coalesce(array_agg(r.rol::text ORDER BY r.rol::text), '{}')
   FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = p_gebruiker $$;

CREATE FUNCTION app._wis_tweede_factor(p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.neem_gebruiker(p_gebruiker);
  IF NOT EXISTS (SELECT FROM mfa_authenticator WHERE user_id = p_gebruiker) THEN
    PERFORM app.weiger('geen_tweede_factor');
  END IF;
  DELETE FROM mfa_authenticator WHERE user_id = p_gebruiker;
  DELETE FROM gebruikers_sessie WHERE gebruiker_id = p_gebruiker;
  PERFORM app.noteer('tweede_factor_gewijzigd', p_gebruiker::text, '{"middel": "alles", "wat": "gewist"}');
END $$;
"""

WIE = """
-- Who can agree: another active beheerder or privacy officer that can sign in (an invitation that is still open cannot).
CREATE FUNCTION app._tweede_personen(p_behalve bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT g.id FROM gebruikers_gebruiker g
   WHERE g.is_active AND g.id <> ALL (p_behalve)
     AND (g.password NOT LIKE '!%' OR EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = g.id))
     AND EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = g.id AND r.rol IN ('beheerder', 'privacy')) $$;

CREATE FUNCTION app.tweede_personen() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT * FROM app._tweede_personen(ARRAY[app.uid()]) WHERE (SELECT app.heeft_rol('beheerder')) $$;

-- The first beheerder of an installation works alone until somebody could agree; never again after that, for nobody takes
-- the last second person away (below).
CREATE FUNCTION app.eis_alleen() RETURNS void LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF EXISTS (SELECT FROM app._tweede_personen(ARRAY[app.uid()])) THEN PERFORM app.weiger('akkoord_nodig'); END IF;
END $$;

CREATE FUNCTION app.eis_blijft_tweede_persoon(p_zonder bigint) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF p_zonder IN (SELECT app._tweede_personen(ARRAY[app.uid()]))
     AND NOT EXISTS (SELECT FROM app._tweede_personen(ARRAY[app.uid(), p_zonder])) THEN
    PERFORM app.weiger('laatste_tweede_persoon');
  END IF;
END $$;
"""

RECHTSTREEKS = """
CREATE OR REPLACE FUNCTION app.maak_gebruiker(p_email text, p_naam text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_beheerder();
  PERFORM app.eis_alleen();
  RETURN app._maak_gebruiker(p_email, p_naam);
END $$;

CREATE OR REPLACE FUNCTION app.wijzig_gebruiker(p_gebruiker bigint, p_email text, p_naam text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_beheerder();
  IF (app.neem_gebruiker(p_gebruiker)).email <> lower(p_email) THEN PERFORM app.eis_alleen(); END IF;
  PERFORM app._wijzig_gebruiker(p_gebruiker, p_email, p_naam);
END $$;

-- Taking a role away needs nobody else; giving one does.
CREATE OR REPLACE FUNCTION app.zet_rollen(p_gebruiker bigint, p_rollen text[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_rollen'); END IF;
  PERFORM app.neem_gebruiker(p_gebruiker);
  IF NOT app.rollen_gaan_samen(p_rollen) THEN PERFORM app.weiger('rollen_gaan_niet_samen'); END IF;
  IF NOT p_rollen <@ app._rollen_van(p_gebruiker) THEN
    PERFORM app.eis_alleen();
  ELSIF NOT p_rollen && ARRAY['beheerder', 'privacy'] THEN
    PERFORM app.eis_blijft_tweede_persoon(p_gebruiker);
  END IF;
  RETURN app._zet_rollen(p_gebruiker, p_rollen);
END $$;

CREATE OR REPLACE FUNCTION app.wis_tweede_factor(p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_tweede_factor'); END IF;
  PERFORM app.eis_alleen();
  PERFORM app._wis_tweede_factor(p_gebruiker);
END $$;

CREATE OR REPLACE FUNCTION app.deactiveer_gebruiker(p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_gebruiker gebruikers_gebruiker;
BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_account'); END IF;
  v_gebruiker := app.neem_gebruiker(p_gebruiker);
  IF NOT v_gebruiker.is_active THEN RETURN; END IF;
  PERFORM app.eis_blijft_tweede_persoon(p_gebruiker);
  UPDATE gebruikers_gebruiker SET is_active = false, password = app.onbruikbaar_wachtwoord() WHERE id = p_gebruiker;
  PERFORM app.noteer('gebruiker_gedeactiveerd', p_gebruiker::text, '{}');
END $$;
"""

VOORSTEL = """
ALTER TABLE gebruikers_voorstel ENABLE ROW LEVEL SECURITY;
CREATE POLICY zien ON gebruikers_voorstel FOR SELECT TO jid_web USING ((SELECT app.heeft_rol('beheerder', 'privacy')));
GRANT SELECT ON gebruikers_voorstel TO jid_web;
ALTER TABLE gebruikers_voorstel
  ADD CONSTRAINT voorstel_nooit_zelf CHECK (besluit <> 'akkoord' OR besloten_door_id <> gevraagd_door_id),
  ADD CONSTRAINT voorstel_besluit CHECK (besluit IN ('', 'akkoord', 'geweigerd', 'ingetrokken')
    AND (besluit <> '') = (besloten_op IS NOT NULL) AND (besluit <> '') = (besloten_door_id IS NOT NULL)),
  ADD CONSTRAINT voorstel_verloopt CHECK (verloopt_op > gevraagd_op AND verloopt_op <= gevraagd_op + interval '7 days');

CREATE FUNCTION app.stel_voor(p_id uuid, p_handeling text, p_gebruiker bigint, p_gegevens jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_rollen text[] := ARRAY(SELECT jsonb_array_elements_text(coalesce(p_gegevens -> 'rollen', '[]')));
BEGIN
  PERFORM app.eis_beheerder();
  IF p_handeling = 'nieuw_account' THEN
    IF p_gebruiker IS NOT NULL OR coalesce(p_gegevens ->> 'email', '') = '' OR coalesce(p_gegevens ->> 'naam', '') = '' THEN
      PERFORM app.weiger('onvolledig_voorstel');
    END IF;
  ELSE
    PERFORM app.neem_gebruiker(p_gebruiker);
  END IF;
  IF p_handeling IN ('nieuw_account', 'nieuw_adres') AND EXISTS (SELECT FROM gebruikers_gebruiker g
      WHERE lower(g.email) = lower(p_gegevens ->> 'email') AND g.id IS DISTINCT FROM p_gebruiker) THEN
    PERFORM app.weiger('email_bestaat');
  END IF;
  IF p_handeling IN ('rollen', 'nieuw_account') AND NOT app.rollen_gaan_samen(v_rollen) THEN
    PERFORM app.weiger('rollen_gaan_niet_samen');
  END IF;
  IF p_gebruiker = app.uid() AND p_handeling = 'rollen' THEN PERFORM app.weiger('eigen_rollen'); END IF;
  IF p_gebruiker = app.uid() AND p_handeling = 'tweede_stap' THEN PERFORM app.weiger('eigen_tweede_factor'); END IF;
  IF EXISTS (SELECT FROM gebruikers_voorstel v WHERE v.besluit = '' AND v.verloopt_op > now() AND v.handeling = p_handeling
             AND v.gebruiker_id IS NOT DISTINCT FROM p_gebruiker
             AND lower(v.gegevens ->> 'email') IS NOT DISTINCT FROM lower(p_gegevens ->> 'email')) THEN
    PERFORM app.weiger('voorstel_loopt');
  END IF;
  INSERT INTO gebruikers_voorstel (id, handeling, gebruiker_id, gegevens, gevraagd_door_id, gevraagd_op, verloopt_op, besluit)
  VALUES (p_id, p_handeling, p_gebruiker, p_gegevens, app.uid(), now(), now() + interval '7 days', '');
  PERFORM app.noteer('akkoord_gevraagd', p_id::text, jsonb_build_object('handeling', p_handeling, 'gebruiker', p_gebruiker));
END $$;

-- Agree, refuse, or take back (the asker). Returns whose account it is; NULL when nothing was done.
CREATE FUNCTION app.beslis_voorstel(p_id uuid, p_akkoord boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v gebruikers_voorstel; v_gebruiker bigint; v_besluit text;
  v_rollen text[];
BEGIN
  IF NOT app.heeft_rol('beheerder', 'privacy') THEN
    RAISE EXCEPTION 'geen_beheerder' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT * INTO v FROM gebruikers_voorstel WHERE id = p_id FOR UPDATE;
  IF NOT FOUND OR v.besluit <> '' OR v.verloopt_op <= now() THEN PERFORM app.weiger('voorstel_voorbij'); END IF;
  IF p_akkoord THEN
    IF v.gevraagd_door_id = app.uid() THEN PERFORM app.weiger('eigen_voorstel'); END IF;
    -- Who asked must still be somebody who may ask.
    IF NOT EXISTS (SELECT FROM gebruikers_gebruiker g JOIN gebruikers_roltoekenning r ON r.gebruiker_id = g.id
                   WHERE g.id = v.gevraagd_door_id AND g.is_active AND r.rol = 'beheerder') THEN
      PERFORM app.weiger('voorstel_voorbij');
    END IF;
    v_gebruiker := v.gebruiker_id;
    v_rollen := ARRAY(SELECT jsonb_array_elements_text(coalesce(v.gegevens -> 'rollen', '[]')));
    CASE v.handeling
      WHEN 'nieuw_account' THEN
        v_gebruiker := app._maak_gebruiker(v.gegevens ->> 'email', v.gegevens ->> 'naam');
        PERFORM app._zet_rollen(v_gebruiker, v_rollen);
      WHEN 'nieuw_adres' THEN
        PERFORM app._wijzig_gebruiker(v_gebruiker, v.gegevens ->> 'email', v.gegevens ->> 'naam');
      WHEN 'rollen' THEN PERFORM app._zet_rollen(v_gebruiker, v_rollen);
      WHEN 'tweede_stap' THEN PERFORM app._wis_tweede_factor(v_gebruiker);
    END CASE;
    v_besluit := 'akkoord';
  ELSE
    v_besluit := CASE WHEN v.gevraagd_door_id = app.uid() THEN 'ingetrokken' ELSE 'geweigerd' END;
  END IF;
  UPDATE gebruikers_voorstel SET besluit = v_besluit, besloten_op = now(), besloten_door_id = app.uid(),
    gebruiker_id = coalesce(v_gebruiker, gebruiker_id) WHERE id = p_id;
  PERFORM app.noteer(CASE WHEN p_akkoord THEN 'akkoord_gegeven' ELSE 'akkoord_geweigerd' END, p_id::text,
    jsonb_build_object('handeling', v.handeling, 'gevraagd_door', v.gevraagd_door_id, 'gebruiker', coalesce(v_gebruiker, v.gebruiker_id)));
  RETURN v_gebruiker;
END $$;

REVOKE ALL ON FUNCTION app._maak_gebruiker(text, text), app._wijzig_gebruiker(bigint, text, text), app._zet_rollen(bigint, text[]),
  app._rollen_van(bigint), app._wis_tweede_factor(bigint), app._tweede_personen(bigint[]), app.tweede_personen(),
  app.eis_alleen(), app.eis_blijft_tweede_persoon(bigint), app.stel_voor(uuid, text, bigint, jsonb),
  app.beslis_voorstel(uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.tweede_personen(), app.stel_voor(uuid, text, bigint, jsonb), app.beslis_voorstel(uuid, boolean) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0014_voorstel")]
    operations = [migrations.RunSQL(sql) for sql in (INTERN, WIE, RECHTSTREEKS, VOORSTEL)]
