"""Why access ended, per zaak and in the log by itself; a team lead arranges only what is of the own team."""

import django.contrib.postgres.fields
from django.db import migrations, models

EINDE = """
ALTER TABLE zaken_toekenning ADD CONSTRAINT toekenning_einde_bekend CHECK (einde IN ('', 'beeindigd', 'vervangen',
  'toegewezen', 'verzegeld', 'uitgesloten', 'overgedragen', 'waarneming', 'herzien'));

-- Whatever ends a grant, the trail of the zaak says so: no function can forget it. Not logged: a grant that the same person
-- gets anew at once, one that had run out, and one for a single transaction (`app.open_terugweg`).
CREATE FUNCTION app.noteer_einde_van_toegang() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app._log_zaak('toegang_beeindigd', NEW.content_object_id,
    jsonb_build_object('van', NEW.user_id, 'einde', coalesce(nullif(NEW.einde, ''), 'beeindigd')));
  RETURN NULL;
END $$;
CREATE TRIGGER noteer_einde_van_toegang AFTER UPDATE OF beeindigd_op ON zaken_toekenning FOR EACH ROW
  WHEN (OLD.beeindigd_op IS NULL AND NEW.beeindigd_op IS NOT NULL AND NEW.einde <> 'vervangen'
        AND (OLD.verloopt_op IS NULL
             OR (OLD.verloopt_op > now() AND OLD.verloopt_op > OLD.verleend_op + interval '1 microsecond')))
  EXECUTE FUNCTION app.noteer_einde_van_toegang();

-- The access of a team is access too.
CREATE FUNCTION app.noteer_team_van_zaak() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF OLD.team_id IS NOT NULL THEN
    PERFORM app._log_zaak('toegang_beeindigd', NEW.id, jsonb_build_object('team', OLD.team_id));
  END IF;
  IF NEW.team_id IS NOT NULL THEN
    PERFORM app._log_zaak('toegang_verleend', NEW.id, jsonb_build_object('team', NEW.team_id));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER noteer_team_van_zaak AFTER UPDATE OF team_id ON zaken_zaak FOR EACH ROW
  WHEN (OLD.team_id IS DISTINCT FROM NEW.team_id) EXECUTE FUNCTION app.noteer_team_van_zaak();
REVOKE ALL ON FUNCTION app.noteer_einde_van_toegang(), app.noteer_team_van_zaak() FROM PUBLIC;
ALTER POLICY alleen_een_functie ON logboek_gebeurtenis WITH CHECK (
  soort NOT IN ('noodtoegang_geopend', 'noodtoegang_beeindigd', 'noodtoegang_beoordeeld', 'toegang_beeindigd'));
"""

TOEKENNEN = """
CREATE OR REPLACE FUNCTION app._ken_toe(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_reden bytea, p_verloopt timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.verzegeld) AND NOT app.staat_buiten_coid(p_gebruiker) THEN
    RAISE EXCEPTION 'a sealed zaak goes to somebody outside COID' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._schrijf_toekenning(p_id, p_zaak, p_gebruiker, p_reden, p_verloopt);
END $$;

-- The row itself, in the place of a running one of the same person. Whoever calls this has asked whether it may.
CREATE FUNCTION app._schrijf_toekenning(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_reden bytea, p_verloopt timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'vervangen'
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  INSERT INTO zaken_toekenning (id, user_id, permission_id, content_object_id, reden, verleend_door_id, verleend_op, verloopt_op)
  SELECT p_id, p_gebruiker, p.id, p_zaak, p_reden, app.uid(), now(), p_verloopt
  FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id
  WHERE c.app_label = 'zaken' AND c.model = 'zaak' AND p.codename = 'view_zaak';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'permission view_zaak is missing';
  END IF;
END $$;
REVOKE ALL ON FUNCTION app._schrijf_toekenning(uuid, uuid, bigint, bytea, timestamptz) FROM PUBLIC;

CREATE OR REPLACE FUNCTION app._geef_zonder_reden(p_zaak uuid, p_gebruiker bigint, p_verloopt timestamptz, p_waarneming uuid)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'vervangen'
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  INSERT INTO zaken_toekenning (id, user_id, permission_id, content_object_id, reden, verleend_door_id, verleend_op,
                                verloopt_op, waarneming_id, overgedragen)
  SELECT gen_random_uuid(), p_gebruiker, p.id, p_zaak, NULL, app.uid(), now(), p_verloopt, p_waarneming, p_waarneming IS NULL
  FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id
  WHERE c.app_label = 'zaken' AND c.model = 'zaak' AND p.codename = 'view_zaak';
END $$;
"""

TOEWIJZEN = """
CREATE OR REPLACE FUNCTION app.wijs_toe(p_zaak uuid, p_behandelaar bigint, p_team bigint, p_toekenning uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_vorige bigint; v_verzegeld boolean;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  IF p_team IS NOT NULL AND NOT EXISTS (SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
                                        WHERE l.gebruiker_id = p_behandelaar AND l.team_id = p_team AND t.is_actief
                                          AND t.soort = 'behandeling') THEN
    RAISE EXCEPTION 'the handler is not in that team' USING ERRCODE = 'JID02';
  END IF;
  SELECT behandelaar_id, verzegeld INTO v_vorige, v_verzegeld FROM zaken_zaak WHERE id = p_zaak FOR UPDATE;
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

CREATE OR REPLACE FUNCTION app.beeindig(p_zaak uuid, p_toekenning uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_gebruiker bigint;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
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

CREATE OR REPLACE FUNCTION app.sluit_uit(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_grond text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
  VALUES (p_id, p_zaak, p_gebruiker, p_grond, app.uid(), now()) ON CONFLICT (gebruiker_id, zaak_id) DO NOTHING;
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'uitgesloten'
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  UPDATE zaken_zaak SET behandelaar_id = NULL WHERE id = p_zaak AND behandelaar_id = p_gebruiker;
  PERFORM app.eis_lezer(p_zaak);
END $$;

CREATE OR REPLACE FUNCTION app.verzegel(p_zaak uuid, p_behandelaar bigint, p_toekenning uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  IF EXISTS (SELECT FROM zaken_zaakkoppeling k WHERE k.soort = 'doorgeleid' AND k.beeindigd_op IS NULL
             AND p_zaak IN (k.van_id, k.naar_id)) THEN
    RAISE EXCEPTION 'the other half would stay open' USING ERRCODE = 'JID24';
  END IF;
  UPDATE zaken_zaak SET verzegeld = true, team_id = NULL, behandelaar_id = p_behandelaar, versie = versie + 1
  WHERE id = p_zaak AND NOT verzegeld;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'sealed already' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._ken_toe(p_toekenning, p_zaak, p_behandelaar, p_reden, NULL);
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'verzegeld'
  WHERE content_object_id = p_zaak AND beeindigd_op IS NULL AND NOT app.staat_buiten_coid(user_id);
  PERFORM app.eis_lezer(p_zaak);
END $$;
"""

HERZIEN = """
CREATE OR REPLACE FUNCTION app.herzie_team(p_id uuid, p_team bigint, p_leden_kloppen boolean, p_beeindig bigint[])
RETURNS TABLE (zaak uuid, gebruiker bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$
#variable_conflict use_column
BEGIN
  IF NOT coalesce(app.leidt_team(p_team), false) THEN
    RAISE EXCEPTION 'not a lead of this team' USING ERRCODE = 'JID01';
  END IF;
  RETURN QUERY WITH alle AS (
    SELECT h.toekenning, h.zaak, h.gebruiker FROM app._te_herzien(p_team) h
  ), weg AS (
    UPDATE zaken_toekenning t SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'herzien'
    FROM alle a WHERE t.id = a.toekenning AND a.gebruiker = ANY (p_beeindig) RETURNING a.zaak, a.gebruiker
  ), bewaard AS (
    INSERT INTO zaken_herziening (id, team_id, door_id, op, leden_kloppen, bevestigd, beeindigd)
    SELECT p_id, p_team, app.uid(), now(), p_leden_kloppen, (SELECT count(*) FROM alle) - (SELECT count(*) FROM weg),
           (SELECT count(*) FROM weg)
  )
  SELECT w.zaak, w.gebruiker FROM weg w;
END $$;
"""

WAARNEMEN = """
-- Whose zaken the current user may arrange from the one to the other: NULL is all of them (a beheerder), else those of the
-- teams that he leads and both are in.
CREATE FUNCTION app._bereik(p_van bigint, p_aan bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT CASE WHEN NOT app.heeft_rol('beheerder') THEN ARRAY(
     SELECT v.team_id FROM gebruikers_lidmaatschap v JOIN gebruikers_lidmaatschap a ON a.team_id = v.team_id
     WHERE v.gebruiker_id = p_van AND a.gebruiker_id = p_aan AND app.leidt_team(v.team_id) ORDER BY v.team_id) END $$;

CREATE OR REPLACE FUNCTION app._geef_waar(p_waarneming uuid, p_zaak uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_w zaken_waarneming;
BEGIN
  SELECT * INTO STRICT v_w FROM zaken_waarneming WHERE id = p_waarneming;
  IF v_w.teams IS NOT NULL AND NOT EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.team_id = ANY (v_w.teams)) THEN
    RETURN false;
  END IF;
  IF NOT app._past_bij(p_zaak, v_w.waarnemer_id, 'behandelaar') THEN RETURN false; END IF;
  IF EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = p_zaak AND t.user_id = v_w.waarnemer_id
               AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op >= v_w.verloopt_op)) THEN
    RETURN true;
  END IF;
  PERFORM app._geef_zonder_reden(p_zaak, v_w.waarnemer_id, v_w.verloopt_op, p_waarneming);
  PERFORM app._log_zaak('toegang_verleend', p_zaak, jsonb_build_object('aan', v_w.waarnemer_id, 'waarneming', true));
  RETURN true;
END $$;

-- As before, and by the team: a zaak that leaves the teams of a substitution, leaves the substitute.
CREATE OR REPLACE FUNCTION app.volg_waarneming() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_toekenning t SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'waarneming'
  FROM zaken_waarneming w WHERE w.id = t.waarneming_id
    AND t.content_object_id = NEW.id AND t.beeindigd_op IS NULL AND t.user_id IS DISTINCT FROM NEW.behandelaar_id
    AND (w.voor_id IS DISTINCT FROM NEW.behandelaar_id
         OR (w.teams IS NOT NULL AND NOT coalesce(NEW.team_id = ANY (w.teams), false)));
  PERFORM app._geef_waar(w.id, NEW.id) FROM zaken_waarneming w
  WHERE w.voor_id = NEW.behandelaar_id AND w.beeindigd_op IS NULL AND w.verloopt_op > now();
  RETURN NULL;
END $$;
DROP TRIGGER volg_waarneming ON zaken_zaak;
CREATE TRIGGER volg_waarneming AFTER UPDATE OF behandelaar_id, team_id ON zaken_zaak FOR EACH ROW
  WHEN (OLD.behandelaar_id IS DISTINCT FROM NEW.behandelaar_id OR OLD.team_id IS DISTINCT FROM NEW.team_id)
  EXECUTE FUNCTION app.volg_waarneming();

CREATE OR REPLACE FUNCTION app._beeindig_waarneming(p_id uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ UPDATE zaken_waarneming SET beeindigd_op = now(), beeindigd_door_id = app.uid() WHERE id = p_id AND beeindigd_op IS NULL;
   UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'waarneming'
   WHERE waarneming_id = p_id AND beeindigd_op IS NULL $$;

CREATE OR REPLACE FUNCTION app.stel_waarneming_in(p_id uuid, p_voor bigint, p_waarnemer bigint, p_reden text, p_verloopt timestamptz)
RETURNS TABLE (gegeven bigint, overgeslagen bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_alle bigint; v_gegeven bigint; v_teams bigint[] := app._bereik(p_voor, p_waarnemer);
BEGIN
  PERFORM app._eis_opvolger(p_voor, p_waarnemer);
  IF p_verloopt IS NULL OR p_verloopt <= now() OR p_verloopt > now() + interval '1 year' THEN
    RAISE EXCEPTION 'a substitution ends within a year' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._beeindig_waarneming(w.id) FROM zaken_waarneming w WHERE w.voor_id = p_voor AND w.beeindigd_op IS NULL;
  INSERT INTO zaken_waarneming (id, voor_id, waarnemer_id, reden, ingesteld_op, ingesteld_door_id, verloopt_op, teams)
  VALUES (p_id, p_voor, p_waarnemer, p_reden, now(), app.uid(), p_verloopt, v_teams);
  SELECT count(*), count(*) FILTER (WHERE app._geef_waar(p_id, z.id)) INTO v_alle, v_gegeven
  FROM zaken_zaak z
  WHERE z.behandelaar_id = p_voor AND z.geannuleerd_op IS NULL AND (v_teams IS NULL OR z.team_id = ANY (v_teams));
  RETURN QUERY SELECT v_gegeven, CASE WHEN v_teams IS NULL THEN v_alle - v_gegeven ELSE least(v_alle - v_gegeven, 1) END;
END $$;

-- With the teams that it is about; NULL: everything that who is away handles.
DROP FUNCTION app.waarnemingen();
CREATE FUNCTION app.waarnemingen()
RETURNS TABLE (voor_id bigint, voor text, waarnemer_id bigint, waarnemer text, reden text, verloopt_op timestamptz, teams bigint[],
               teamnamen text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT w.voor_id, v.naam::text, w.waarnemer_id, a.naam::text, w.reden::text, w.verloopt_op, w.teams,
          ARRAY(SELECT t.naam::text FROM gebruikers_team t WHERE t.id = ANY (w.teams) ORDER BY lower(t.naam))
   FROM zaken_waarneming w JOIN gebruikers_gebruiker v ON v.id = w.voor_id JOIN gebruikers_gebruiker a ON a.id = w.waarnemer_id
   WHERE w.beeindigd_op IS NULL AND w.verloopt_op > now()
     AND (app.uid() IN (w.voor_id, w.waarnemer_id) OR app.heeft_rol('beheerder')
          OR EXISTS (SELECT FROM gebruikers_lidmaatschap l WHERE l.gebruiker_id = w.voor_id AND app.leidt_team(l.team_id)))
   ORDER BY w.verloopt_op, w.voor_id $$;
REVOKE ALL ON FUNCTION app._bereik(bigint, bigint), app.waarnemingen() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.waarnemingen() TO jid_web;
"""

OVERDRAGEN = """
-- By a team lead only the zaken of the own team, and the access to those. Substitutions end with somebody who leaves, and
-- that is for a beheerder to say. Nobody takes away access to a zaak that is about himself.
CREATE OR REPLACE FUNCTION app.draag_over(p_van bigint, p_aan bigint, p_reden text)
RETURNS TABLE (overgedragen bigint, overgeslagen bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_zaak record; v_over bigint := 0; v_niet bigint := 0; v_blijft uuid[] := '{}';
  v_teams bigint[] := app._bereik(p_van, p_aan);
BEGIN
  PERFORM app._eis_opvolger(p_van, p_aan);
  IF p_reden IS NULL OR p_reden NOT IN ('vertrek', 'andere_functie', 'langdurig_afwezig', 'anders') THEN
    RAISE EXCEPTION 'a reason is one of the codes' USING ERRCODE = 'JID02';
  END IF;
  FOR v_zaak IN
    SELECT z.id, z.behandelaar_id IS NOT DISTINCT FROM p_van AS behandelt FROM zaken_zaak z
    WHERE (v_teams IS NULL OR z.team_id = ANY (v_teams))
      AND (z.behandelaar_id = p_van
       OR z.id IN (SELECT t.content_object_id FROM zaken_toekenning t WHERE t.user_id = p_van AND t.beeindigd_op IS NULL
                     AND t.verloopt_op IS NULL AND NOT app._andere_lezer(
                       t.content_object_id, (SELECT y.team_id FROM zaken_zaak y WHERE y.id = t.content_object_id),
                       (SELECT y.verzegeld FROM zaken_zaak y WHERE y.id = t.content_object_id), p_van)))
    ORDER BY z.id FOR UPDATE OF z
  LOOP
    IF NOT app._past_bij(v_zaak.id, p_aan, CASE WHEN v_zaak.behandelt THEN 'behandelaar' ELSE 'lezer' END) THEN
      v_niet := v_niet + 1;
      v_blijft := v_blijft || v_zaak.id;
      CONTINUE;
    END IF;
    PERFORM app._geef_zonder_reden(v_zaak.id, p_aan, NULL, NULL);
    IF v_zaak.behandelt THEN
      UPDATE zaken_zaak z SET behandelaar_id = p_aan, versie = z.versie + 1,
        team_id = (SELECT l.team_id FROM gebruikers_lidmaatschap l WHERE l.team_id = z.team_id AND l.gebruiker_id = p_aan)
      WHERE z.id = v_zaak.id;
    END IF;
    PERFORM app._log_zaak('overgedragen', v_zaak.id, jsonb_build_object('van', p_van, 'aan', p_aan, 'reden', p_reden));
    v_over := v_over + 1;
  END LOOP;
  UPDATE zaken_toekenning t SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'overgedragen'
  WHERE t.user_id = p_van AND t.beeindigd_op IS NULL AND NOT (t.content_object_id = ANY (v_blijft))
    AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = t.content_object_id AND u.gebruiker_id = app.uid())
    AND (v_teams IS NULL OR (t.waarneming_id IS NULL AND EXISTS (
           SELECT FROM zaken_zaak z WHERE z.id = t.content_object_id AND z.team_id = ANY (v_teams))));
  PERFORM app._beeindig_waarneming(w.id) FROM zaken_waarneming w
  WHERE v_teams IS NULL AND w.beeindigd_op IS NULL AND (w.waarnemer_id = p_van OR (w.voor_id = p_van AND v_niet = 0));
  RETURN QUERY SELECT v_over, CASE WHEN v_teams IS NULL THEN v_niet ELSE least(v_niet, 1) END;
END $$;
"""

TERUGWEG = """
-- As before. Also when the old zaak was sealed meanwhile: who annuls reads nothing of it, and a refusal would tell that it
-- exists.
CREATE OR REPLACE FUNCTION app.open_terugweg(p_zaak uuid, p_toekenning uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_oud uuid;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  IF NOT app.mag_wijzigen(p_zaak) THEN
    RAISE EXCEPTION 'not allowed to annul this' USING ERRCODE = 'JID01';
  END IF;
  UPDATE zaken_zaakkoppeling SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE naar_id = p_zaak AND soort = 'doorgeleid' AND beeindigd_op IS NULL RETURNING van_id INTO v_oud;
  IF v_oud IS NULL THEN
    RETURN NULL;
  END IF;
  IF EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = v_oud AND u.gebruiker_id = app.uid()) THEN
    RAISE EXCEPTION 'somebody else must do this' USING ERRCODE = 'JID23';
  END IF;
  IF NOT app.mag_wijzigen(v_oud) THEN
    PERFORM app._schrijf_toekenning(p_toekenning, v_oud, app.uid(), NULL, now() + interval '1 microsecond');
  END IF;
  RETURN v_oud;
END $$;
"""

TONEN = """
-- Who has and had access by a grant, for who sees the zaak; by noodtoegang for its behandelaar, who is told of that already.
CREATE FUNCTION app.toegang_van_zaak(p_zaak uuid)
RETURNS TABLE (id uuid, gebruiker_id bigint, reden bytea, vanaf timestamptz, gegeven_door bigint, verloopt_op timestamptz,
               tot timestamptz, beeindigd_door bigint, einde text, waarneming_voor bigint, noodtoegang boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT t.id, t.user_id, t.reden, t.verleend_op, t.verleend_door_id, t.verloopt_op, t.beeindigd_op, t.beeindigd_door_id,
          t.einde::text, w.voor_id, false
   FROM zaken_toekenning t LEFT JOIN zaken_waarneming w ON w.id = t.waarneming_id
   WHERE t.content_object_id = p_zaak AND (SELECT app.ziet_zaak(p_zaak))
     AND (t.verloopt_op IS NULL OR t.verloopt_op > t.verleend_op + interval '1 microsecond')
   UNION ALL
   SELECT n.id, n.gebruiker_id, NULL, n.geopend_op, NULL, n.tot, n.beeindigd_op, n.beeindigd_door_id, '', NULL, true
   FROM zaken_noodtoegang n JOIN zaken_zaak z ON z.id = n.zaak_id
   WHERE n.zaak_id = p_zaak AND z.behandelaar_id = app.uid() AND (SELECT app.ziet_zaak(p_zaak)) $$;
REVOKE ALL ON FUNCTION app.toegang_van_zaak(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.toegang_van_zaak(uuid) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0040_waar_beloften_samenkomen")]
    operations = [
        migrations.AddField(
            "toekenning",
            "einde",
            models.CharField(
                blank=True,
                choices=[
                    ("beeindigd", "Beëindigd"),
                    ("vervangen", "Vervangen door nieuwe toegang"),
                    ("toegewezen", "Zaak toegewezen aan een ander"),
                    ("verzegeld", "Zaak verzegeld"),
                    ("uitgesloten", "Uitgesloten"),
                    ("overgedragen", "Zaken overgedragen"),
                    ("waarneming", "Waarneming voorbij"),
                    ("herzien", "Toegang van het team nagelopen"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=12,
                verbose_name="einde",
            ),
        ),
        migrations.AddField(
            "waarneming",
            "teams",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, null=True, size=None, verbose_name="teams"
            ),
        ),
        *(
            migrations.RunSQL(sql)
            for sql in (EINDE, TOEKENNEN, TOEWIJZEN, HERZIEN, WAARNEMEN, OVERDRAGEN, TERUGWEG, TONEN)
        ),
    ]
