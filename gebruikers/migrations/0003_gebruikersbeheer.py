"""Roles, memberships, accounts and teams change only through these checked functions.

Each asks first who calls. A right that is missing raises 42501 (`geen_beheerder`), a rule that says no raises
JID01 with a stable reason as its message; `gebruikers/services.py` turns both into words. Each writes its own row
in the log (`app.noteer`, of the app logboek), so that a direct call leaves the same trace as the screen.
"""

from django.db import migrations

REGELS = """
CREATE FUNCTION app.weiger(p_reden text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public AS
$$ BEGIN RAISE EXCEPTION '%', p_reden USING ERRCODE = 'JID01'; END $$;

CREATE FUNCTION app.eis_beheerder() RETURNS void LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS
$$ BEGIN
  IF NOT app.heeft_rol('beheerder') THEN
    RAISE EXCEPTION 'geen_beheerder' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- Roles that can hold a grant on a zaak (gebruikers/rollen.py: ZAAKROLLEN).
CREATE FUNCTION app.zaakrollen() RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT ARRAY['adviseur', 'onderzoeker', 'intake', 'klachtsecretaris', 'ckp', 'misstanden'] $$;

-- Who manages does not read, who checks does not handle, and casussen and zaken do not meet in one person
-- (gebruikers/rollen.py: ONVERENIGBAAR).
CREATE FUNCTION app.rollen_gaan_samen(p_rollen text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public AS
$$ SELECT NOT (
  ('beheerder' = ANY (p_rollen)
     AND p_rollen && (app.zaakrollen() || ARRAY['vertrouwenspersoon', 'privacy', 'archivaris', 'auditor']))
  OR ('auditor' = ANY (p_rollen) AND p_rollen && (app.zaakrollen() || ARRAY['vertrouwenspersoon']))
  OR ('vertrouwenspersoon' = ANY (p_rollen) AND p_rollen && app.zaakrollen())) $$;

CREATE FUNCTION app.heeft_zaakrol(p_gebruiker bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS
$$ SELECT EXISTS (SELECT FROM gebruikers_roltoekenning r
   WHERE r.gebruiker_id = p_gebruiker AND r.rol = ANY (app.zaakrollen())) $$;

-- Locks the account, so that roles and memberships of one person never change at the same time.
CREATE FUNCTION app.neem_gebruiker(p_gebruiker bigint) RETURNS gebruikers_gebruiker
LANGUAGE plpgsql SET search_path = pg_catalog, public AS
$$ DECLARE v_gebruiker gebruikers_gebruiker;
BEGIN
  SELECT * INTO v_gebruiker FROM gebruikers_gebruiker WHERE id = p_gebruiker FOR UPDATE;
  IF NOT FOUND THEN PERFORM app.weiger('onbekende_gebruiker'); END IF;
  RETURN v_gebruiker;
END $$;

-- No password fits a hash that starts with an exclamation mark; Django reads it as "none set".
CREATE FUNCTION app.onbruikbaar_wachtwoord() RETURNS text LANGUAGE sql VOLATILE AS
$$ SELECT '!' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') $$;
"""

ACCOUNTS = """
-- allauth keeps addresses in a table of its own, and would write there while making a reset link. It follows the
-- account, whoever makes or changes that: one address, never another.
CREATE FUNCTION app.adres_volgt_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
  DELETE FROM account_emailaddress WHERE user_id = NEW.id;
  INSERT INTO account_emailaddress (user_id, email, verified, "primary") VALUES (NEW.id, lower(NEW.email), true, true);
  RETURN NULL;
END $$;
CREATE TRIGGER adres_volgt_account AFTER INSERT OR UPDATE OF email ON gebruikers_gebruiker
  FOR EACH ROW EXECUTE FUNCTION app.adres_volgt_account();

CREATE FUNCTION app.maak_gebruiker(p_email text, p_naam text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE v_id bigint;
BEGIN
  PERFORM app.eis_beheerder();
  BEGIN
    INSERT INTO gebruikers_gebruiker (password, email, naam, is_active, taal, uitgenodigd_op)
    VALUES (app.onbruikbaar_wachtwoord(), lower(p_email), p_naam, true, 'nl', now()) RETURNING id INTO v_id;
  EXCEPTION WHEN unique_violation THEN PERFORM app.weiger('email_bestaat');
  END;
  PERFORM app.noteer('gebruiker_uitgenodigd', v_id::text, '{}');
  RETURN v_id;
END $$;

CREATE FUNCTION app.wijzig_gebruiker(p_gebruiker bigint, p_email text, p_naam text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE v_oud gebruikers_gebruiker; v_velden text[] := '{}';
BEGIN
  PERFORM app.eis_beheerder();
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

-- The caller is about to mail a link with which this person sets a password: an invitation while there is none.
CREATE FUNCTION app.noteer_wachtwoordmail(p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE v_gebruiker gebruikers_gebruiker;
BEGIN
  PERFORM app.eis_beheerder();
  v_gebruiker := app.neem_gebruiker(p_gebruiker);
  IF NOT v_gebruiker.is_active THEN PERFORM app.weiger('gebruiker_niet_actief'); END IF;
  IF v_gebruiker.password LIKE '!%' THEN
    UPDATE gebruikers_gebruiker SET uitgenodigd_op = now() WHERE id = p_gebruiker;
    PERFORM app.noteer('gebruiker_uitgenodigd', p_gebruiker::text, '{}');
  ELSE
    PERFORM app.noteer('gebruiker_gewijzigd', p_gebruiker::text, '{"velden": ["wachtwoordmail"]}');
  END IF;
END $$;

-- The password goes too: a session that was open stays dead after a later activation, for it carries its hash.
CREATE FUNCTION app.deactiveer_gebruiker(p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE v_gebruiker gebruikers_gebruiker;
BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_account'); END IF;
  v_gebruiker := app.neem_gebruiker(p_gebruiker);
  IF NOT v_gebruiker.is_active THEN RETURN; END IF;
  UPDATE gebruikers_gebruiker SET is_active = false, password = app.onbruikbaar_wachtwoord() WHERE id = p_gebruiker;
  PERFORM app.noteer('gebruiker_gedeactiveerd', p_gebruiker::text, '{}');
END $$;

CREATE FUNCTION app.activeer_gebruiker(p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE v_gebruiker gebruikers_gebruiker;
BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_account'); END IF;
  v_gebruiker := app.neem_gebruiker(p_gebruiker);
  IF v_gebruiker.is_active THEN RETURN; END IF;
  UPDATE gebruikers_gebruiker SET is_active = true WHERE id = p_gebruiker;
  PERFORM app.noteer('gebruiker_geactiveerd', p_gebruiker::text, '{}');
END $$;
"""

ROLLEN = """
-- Replaces all roles of somebody else; true when something changed. Without a zaakrol nobody stays in a team.
CREATE FUNCTION app.zet_rollen(p_gebruiker bigint, p_rollen text[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE v_oud text[]; v_nieuw text[];
BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_rollen'); END IF;
  PERFORM app.neem_gebruiker(p_gebruiker);
  IF NOT app.rollen_gaan_samen(p_rollen) THEN PERFORM app.weiger('rollen_gaan_niet_samen'); END IF;
  SELECT coalesce(array_agg(DISTINCT r ORDER BY r), '{}') INTO v_nieuw FROM unnest(p_rollen) AS r;
  SELECT coalesce(array_agg(r.rol::text ORDER BY r.rol::text), '{}') INTO v_oud
    FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = p_gebruiker;
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
"""

TEAMS = """
CREATE FUNCTION app.maak_team(p_code text, p_naam text, p_soort text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE v_id bigint;
BEGIN
  PERFORM app.eis_beheerder();
  BEGIN
    INSERT INTO gebruikers_team (code, naam, soort, is_actief) VALUES (p_code, p_naam, p_soort, true)
    RETURNING id INTO v_id;
  EXCEPTION WHEN unique_violation THEN PERFORM app.weiger('team_bestaat');
  END;
  PERFORM app.noteer('team_gewijzigd', v_id::text, '{"nieuw": true}');
  RETURN v_id;
END $$;

-- A team with members stays active: whoever leaves a team knows it.
CREATE FUNCTION app.wijzig_team(p_team bigint, p_naam text, p_is_actief boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE v_oud gebruikers_team;
BEGIN
  PERFORM app.eis_beheerder();
  SELECT * INTO v_oud FROM gebruikers_team WHERE id = p_team FOR UPDATE;
  IF NOT FOUND THEN PERFORM app.weiger('onbekend_team'); END IF;
  IF v_oud.naam = p_naam AND v_oud.is_actief = p_is_actief THEN RETURN; END IF;
  IF NOT p_is_actief AND EXISTS (SELECT FROM gebruikers_lidmaatschap WHERE team_id = p_team) THEN
    PERFORM app.weiger('team_heeft_leden');
  END IF;
  BEGIN
    UPDATE gebruikers_team SET naam = p_naam, is_actief = p_is_actief WHERE id = p_team;
  EXCEPTION WHEN unique_violation THEN PERFORM app.weiger('team_bestaat');
  END;
  PERFORM app.noteer('team_gewijzigd', p_team::text, jsonb_build_object('is_actief', p_is_actief));
END $$;

-- A membership opens the zaken of the team: only for who may hold a zaak, and never for oneself.
CREATE FUNCTION app.zet_lidmaatschap(p_team bigint, p_gebruiker bigint, p_is_teamleider boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE v_gebruiker gebruikers_gebruiker; v_team gebruikers_team;
BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_lidmaatschap'); END IF;
  v_gebruiker := app.neem_gebruiker(p_gebruiker);
  IF NOT v_gebruiker.is_active THEN PERFORM app.weiger('gebruiker_niet_actief'); END IF;
  IF NOT app.heeft_zaakrol(p_gebruiker) THEN PERFORM app.weiger('geen_zaakrol'); END IF;
  SELECT * INTO v_team FROM gebruikers_team WHERE id = p_team FOR SHARE;
  IF NOT FOUND THEN PERFORM app.weiger('onbekend_team'); END IF;
  IF NOT v_team.is_actief THEN PERFORM app.weiger('team_niet_actief'); END IF;
  INSERT INTO gebruikers_lidmaatschap (team_id, gebruiker_id, is_teamleider)
  VALUES (p_team, p_gebruiker, p_is_teamleider)
  ON CONFLICT (team_id, gebruiker_id) DO UPDATE SET is_teamleider = excluded.is_teamleider;
  PERFORM app.noteer('team_gewijzigd', p_team::text,
    jsonb_build_object('lid', p_gebruiker, 'teamleider', p_is_teamleider));
END $$;

CREATE FUNCTION app.beeindig_lidmaatschap(p_team bigint, p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
  PERFORM app.eis_beheerder();
  PERFORM app.neem_gebruiker(p_gebruiker);
  DELETE FROM gebruikers_lidmaatschap WHERE team_id = p_team AND gebruiker_id = p_gebruiker;
  IF FOUND THEN
    PERFORM app.noteer('team_gewijzigd', p_team::text, jsonb_build_object('lid_af', p_gebruiker));
  END IF;
END $$;
"""

LEZEN = """
-- Everybody's roles, for the beheerder alone; nothing for anybody else.
CREATE FUNCTION app.rollen_overzicht() RETURNS TABLE (gebruiker_id bigint, rol text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT r.gebruiker_id, r.rol::text FROM gebruikers_roltoekenning r WHERE (SELECT app.heeft_rol('beheerder')) $$;

-- All memberships for the beheerder, those of the own team for who leads it.
CREATE FUNCTION app.leden_overzicht() RETURNS TABLE (team_id bigint, gebruiker_id bigint, is_teamleider boolean, sinds timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT l.team_id, l.gebruiker_id, l.is_teamleider, l.sinds FROM gebruikers_lidmaatschap l
   WHERE (SELECT app.heeft_rol('beheerder'))
      OR l.team_id IN (SELECT e.team_id FROM gebruikers_lidmaatschap e
                       JOIN gebruikers_gebruiker g ON g.id = e.gebruiker_id AND g.is_active
                       WHERE e.gebruiker_id = app.uid() AND e.is_teamleider) $$;

-- Colleagues whom a zaak can be given to or shared with; for who handles zaken.
CREATE FUNCTION app.toewijsbaren() RETURNS TABLE (gebruiker_id bigint, naam text, rollen text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT g.id, g.naam::text, array_agg(r.rol::text ORDER BY r.rol::text)
   FROM gebruikers_gebruiker g
   JOIN gebruikers_roltoekenning r ON r.gebruiker_id = g.id AND r.rol = ANY (app.zaakrollen())
   WHERE g.is_active AND (SELECT app.heeft_rol(VARIADIC app.zaakrollen()))
   GROUP BY g.id, g.naam $$;
"""

RECHTEN = """
GRANT EXECUTE ON FUNCTION
  app.zaakrollen(), app.rollen_gaan_samen(text[]),
  app.maak_gebruiker(text, text), app.wijzig_gebruiker(bigint, text, text), app.noteer_wachtwoordmail(bigint),
  app.deactiveer_gebruiker(bigint), app.activeer_gebruiker(bigint), app.zet_rollen(bigint, text[]),
  app.maak_team(text, text, text), app.wijzig_team(bigint, text, boolean),
  app.zet_lidmaatschap(bigint, bigint, boolean), app.beeindig_lidmaatschap(bigint, bigint),
  app.rollen_overzicht(), app.leden_overzicht(), app.toewijsbaren()
TO jid_web;
GRANT EXECUTE ON FUNCTION app.zaakrollen() TO jid_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0002_toegang")]
    operations = [migrations.RunSQL(sql) for sql in (REGELS, ACCOUNTS, ROLLEN, TEAMS, LEZEN, RECHTEN)]
