"""Who leaves hands over, who is away has a substitute; and no zaak is left without a reader."""

from datetime import timedelta
from uuid import uuid4

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.expressions import CombinedExpression

REGELS = """
ALTER TABLE zaken_waarneming ENABLE ROW LEVEL SECURITY;

-- A beheerder, or the lead of a team that both are in; never to oneself.
CREATE FUNCTION app._mag_overdragen(p_van bigint, p_aan bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT p_van <> p_aan AND p_aan <> app.uid() AND (
     app.heeft_rol('beheerder')
     OR EXISTS (SELECT FROM gebruikers_lidmaatschap v JOIN gebruikers_lidmaatschap a ON a.team_id = v.team_id
                WHERE v.gebruiker_id = p_van AND a.gebruiker_id = p_aan AND app.leidt_team(v.team_id))) $$;

CREATE FUNCTION app._eis_opvolger(p_van bigint, p_aan bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NOT coalesce(app._mag_overdragen(p_van, p_aan), false) THEN
    RAISE EXCEPTION 'not allowed to hand over' USING ERRCODE = 'JID01';
  END IF;
  IF NOT EXISTS (SELECT FROM gebruikers_gebruiker g WHERE g.id = p_aan AND g.is_active) OR NOT app.heeft_zaakrol(p_aan) THEN
    RAISE EXCEPTION 'this person handles no zaken' USING ERRCODE = 'JID02';
  END IF;
END $$;

-- Exclusion, role and seal: whether this person may have this zaak for this purpose.
CREATE FUNCTION app._past_bij(p_zaak uuid, p_gebruiker bigint, p_doel text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (
     SELECT FROM zaken_zaak z JOIN gebruikers_roltoekenning r ON r.rol = ANY (app.zaakbeleid(z.soort, p_doel))
     WHERE z.id = p_zaak AND r.gebruiker_id = p_gebruiker
       AND (NOT z.verzegeld OR app.staat_buiten_coid(p_gebruiker))
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = p_gebruiker)) $$;

-- Whether anybody but `p_behalve` reads the zaak for good, by a grant or as a member; as app.lezers, for one zaak at a time.
CREATE FUNCTION app._andere_lezer(p_zaak uuid, p_team bigint, p_verzegeld boolean, p_behalve bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (
     SELECT FROM (
       SELECT t.user_id AS wie FROM zaken_toekenning t
       WHERE t.content_object_id = p_zaak AND t.beeindigd_op IS NULL AND t.verloopt_op IS NULL
       UNION ALL
       SELECT l.gebruiker_id FROM gebruikers_lidmaatschap l WHERE l.team_id = p_team AND NOT p_verzegeld) k
     JOIN gebruikers_gebruiker g ON g.id = k.wie AND g.is_active
     WHERE k.wie <> p_behalve AND app.heeft_zaakrol(k.wie)
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = k.wie)) $$;

CREATE FUNCTION app._log_zaak(p_soort text, p_zaak uuid, p_bijzonderheden jsonb) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
   VALUES (gen_random_uuid(), clock_timestamp(), p_soort, app.uid(), p_zaak, '', p_bijzonderheden) $$;
-- A grant among many at once: no reason of its own, it came of a substitution or a handover. `_past_bij` was asked.
CREATE FUNCTION app._geef_zonder_reden(p_zaak uuid, p_gebruiker bigint, p_verloopt timestamptz, p_waarneming uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  INSERT INTO zaken_toekenning (id, user_id, permission_id, content_object_id, reden, verleend_door_id, verleend_op,
                                verloopt_op, waarneming_id, overgedragen)
  SELECT gen_random_uuid(), p_gebruiker, p.id, p_zaak, NULL, app.uid(), now(), p_verloopt, p_waarneming, p_waarneming IS NULL
  FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id
  WHERE c.app_label = 'zaken' AND c.model = 'zaak' AND p.codename = 'view_zaak';
END $$;
REVOKE ALL ON FUNCTION app._geef_zonder_reden(uuid, bigint, timestamptz, uuid), app._mag_overdragen(bigint, bigint), app._eis_opvolger(bigint, bigint),
  app._past_bij(uuid, bigint, text), app._andere_lezer(uuid, bigint, boolean, bigint), app._log_zaak(text, uuid, jsonb)
  FROM PUBLIC;
"""

WAARNEMEN = """
-- Grants of a substitute end with the substitution; one that lasts longer already stays as it is.
CREATE FUNCTION app._geef_waar(p_waarneming uuid, p_zaak uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_w zaken_waarneming;
BEGIN
  SELECT * INTO STRICT v_w FROM zaken_waarneming WHERE id = p_waarneming;
  IF NOT app._past_bij(p_zaak, v_w.waarnemer_id, 'behandelaar') THEN RETURN false; END IF;
  IF EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = p_zaak AND t.user_id = v_w.waarnemer_id
               AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op >= v_w.verloopt_op)) THEN
    RETURN true;
  END IF;
  PERFORM app._geef_zonder_reden(p_zaak, v_w.waarnemer_id, v_w.verloopt_op, p_waarneming);
  PERFORM app._log_zaak('toegang_verleend', p_zaak, jsonb_build_object('aan', v_w.waarnemer_id, 'waarneming', true));
  RETURN true;
END $$;

-- A zaak that somebody who is away gets: the substitute too. One that they lose: the substitute loses it as well.
CREATE FUNCTION app.volg_waarneming() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_toekenning t SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  FROM zaken_waarneming w WHERE w.id = t.waarneming_id AND w.voor_id = OLD.behandelaar_id
    AND t.content_object_id = NEW.id AND t.beeindigd_op IS NULL AND t.user_id IS DISTINCT FROM NEW.behandelaar_id;
  PERFORM app._geef_waar(w.id, NEW.id) FROM zaken_waarneming w
  WHERE w.voor_id = NEW.behandelaar_id AND w.beeindigd_op IS NULL AND w.verloopt_op > now();
  RETURN NULL;
END $$;
CREATE TRIGGER volg_waarneming AFTER UPDATE OF behandelaar_id ON zaken_zaak FOR EACH ROW
  WHEN (OLD.behandelaar_id IS DISTINCT FROM NEW.behandelaar_id) EXECUTE FUNCTION app.volg_waarneming();

CREATE FUNCTION app._beeindig_waarneming(p_id uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ UPDATE zaken_waarneming SET beeindigd_op = now(), beeindigd_door_id = app.uid() WHERE id = p_id AND beeindigd_op IS NULL;
   UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid()
   WHERE waarneming_id = p_id AND beeindigd_op IS NULL $$;

-- How many zaken the substitute got, and how many could not go; an exact number of those for the beheerder alone.
CREATE FUNCTION app.stel_waarneming_in(p_id uuid, p_voor bigint, p_waarnemer bigint, p_reden text, p_verloopt timestamptz)
RETURNS TABLE (gegeven bigint, overgeslagen bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_alle bigint; v_gegeven bigint;
BEGIN
  PERFORM app._eis_opvolger(p_voor, p_waarnemer);
  IF p_verloopt IS NULL OR p_verloopt <= now() OR p_verloopt > now() + interval '1 year' THEN
    RAISE EXCEPTION 'a substitution ends within a year' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._beeindig_waarneming(w.id) FROM zaken_waarneming w WHERE w.voor_id = p_voor AND w.beeindigd_op IS NULL;
  INSERT INTO zaken_waarneming (id, voor_id, waarnemer_id, reden, ingesteld_op, ingesteld_door_id, verloopt_op)
  VALUES (p_id, p_voor, p_waarnemer, p_reden, now(), app.uid(), p_verloopt);
  SELECT count(*), count(*) FILTER (WHERE app._geef_waar(p_id, z.id)) INTO v_alle, v_gegeven
  FROM zaken_zaak z WHERE z.behandelaar_id = p_voor AND z.geannuleerd_op IS NULL;
  RETURN QUERY SELECT v_gegeven, CASE WHEN app.heeft_rol('beheerder') THEN v_alle - v_gegeven ELSE least(v_alle - v_gegeven, 1) END;
END $$;

-- By who may set it, or by either of the two themselves. Gives who was substituted and by whom.
CREATE FUNCTION app.beeindig_waarneming(p_voor bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_w zaken_waarneming;
BEGIN
  SELECT * INTO v_w FROM zaken_waarneming WHERE voor_id = p_voor AND beeindigd_op IS NULL FOR UPDATE;
  IF NOT FOUND OR NOT coalesce(app.uid() IN (v_w.voor_id, v_w.waarnemer_id)
                               OR app._mag_overdragen(v_w.voor_id, v_w.waarnemer_id), false) THEN
    RAISE EXCEPTION 'no such substitution' USING ERRCODE = 'JID01';
  END IF;
  PERFORM app._beeindig_waarneming(v_w.id);
  RETURN v_w.waarnemer_id;
END $$;

-- For whom the current user substitutes now; a deactivated account for nobody.
CREATE FUNCTION app.mijn_waarnemingen() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT w.voor_id FROM zaken_waarneming w WHERE w.waarnemer_id = app.uid() AND w.beeindigd_op IS NULL
     AND w.verloopt_op > now() AND (SELECT app.heeft_zaakrol()) $$;

-- Running substitutions: the own ones, and all for a beheerder or the lead of a team of who is away.
CREATE FUNCTION app.waarnemingen()
RETURNS TABLE (voor_id bigint, voor text, waarnemer_id bigint, waarnemer text, reden text, verloopt_op timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT w.voor_id, v.naam::text, w.waarnemer_id, a.naam::text, w.reden::text, w.verloopt_op
   FROM zaken_waarneming w JOIN gebruikers_gebruiker v ON v.id = w.voor_id JOIN gebruikers_gebruiker a ON a.id = w.waarnemer_id
   WHERE w.beeindigd_op IS NULL AND w.verloopt_op > now()
     AND (app.uid() IN (w.voor_id, w.waarnemer_id) OR app.heeft_rol('beheerder')
          OR EXISTS (SELECT FROM gebruikers_lidmaatschap l WHERE l.gebruiker_id = w.voor_id AND app.leidt_team(l.team_id)))
   ORDER BY w.verloopt_op, w.voor_id $$;
REVOKE ALL ON FUNCTION app._geef_waar(uuid, uuid), app.volg_waarneming(), app._beeindig_waarneming(uuid),
  app.stel_waarneming_in(uuid, bigint, bigint, text, timestamptz), app.beeindig_waarneming(bigint),
  app.mijn_waarnemingen(), app.waarnemingen() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.stel_waarneming_in(uuid, bigint, bigint, text, timestamptz),
  app.beeindig_waarneming(bigint), app.mijn_waarnemingen(), app.waarnemingen() TO jid_web;
"""

OVERDRAGEN = """
-- What somebody handles, and what nobody else could read, goes to the successor; their other grants end. What the
-- successor may not have (excluded, sealed, another role) stays where it is, for another successor.
CREATE FUNCTION app.draag_over(p_van bigint, p_aan bigint, p_reden text)
RETURNS TABLE (overgedragen bigint, overgeslagen bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_zaak record; v_over bigint := 0; v_niet bigint := 0; v_blijft uuid[] := '{}';
BEGIN
  PERFORM app._eis_opvolger(p_van, p_aan);
  IF p_reden IS NULL OR p_reden NOT IN ('vertrek', 'andere_functie', 'langdurig_afwezig', 'anders') THEN
    RAISE EXCEPTION 'a reason is one of the codes' USING ERRCODE = 'JID02';
  END IF;
  FOR v_zaak IN
    SELECT z.id, z.behandelaar_id IS NOT DISTINCT FROM p_van AS behandelt FROM zaken_zaak z
    WHERE z.behandelaar_id = p_van
       OR z.id IN (SELECT t.content_object_id FROM zaken_toekenning t WHERE t.user_id = p_van AND t.beeindigd_op IS NULL
                     AND t.verloopt_op IS NULL AND NOT app._andere_lezer(
                       t.content_object_id, (SELECT y.team_id FROM zaken_zaak y WHERE y.id = t.content_object_id),
                       (SELECT y.verzegeld FROM zaken_zaak y WHERE y.id = t.content_object_id), p_van))
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
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE user_id = p_van AND beeindigd_op IS NULL AND NOT (content_object_id = ANY (v_blijft));
  PERFORM app._beeindig_waarneming(w.id) FROM zaken_waarneming w
  WHERE w.beeindigd_op IS NULL AND (w.waarnemer_id = p_van OR (w.voor_id = p_van AND v_niet = 0));
  RETURN QUERY SELECT v_over, CASE WHEN app.heeft_rol('beheerder') THEN v_niet ELSE least(v_niet, 1) END;
END $$;

-- How many zaken somebody handles, and of how many they are the last reader; numbers, for the beheerder alone.
CREATE FUNCTION app.overdracht_stand(p_gebruiker bigint) RETURNS TABLE (behandelt bigint, enige_lezer bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT (SELECT count(*) FROM zaken_zaak z WHERE z.behandelaar_id = p_gebruiker),
          (SELECT count(*) FROM zaken_toekenning t JOIN zaken_zaak z ON z.id = t.content_object_id
           WHERE t.user_id = p_gebruiker AND t.beeindigd_op IS NULL AND t.verloopt_op IS NULL
             AND NOT app._andere_lezer(z.id, z.team_id, z.verzegeld, p_gebruiker))
   WHERE (SELECT app.heeft_rol('beheerder')) $$;

-- Accounts that can read nothing any more and still hold the last grant of a zaak: what the organisation took away at
-- sign-in. Names and numbers, for the beheerder alone.
CREATE FUNCTION app.zaken_zonder_lezer() RETURNS TABLE (gebruiker_id bigint, naam text, aantal bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT g.id, g.naam::text, count(*) FROM gebruikers_gebruiker g
   JOIN zaken_toekenning t ON t.user_id = g.id AND t.beeindigd_op IS NULL AND t.verloopt_op IS NULL
   JOIN zaken_zaak z ON z.id = t.content_object_id
   WHERE (SELECT app.heeft_rol('beheerder')) AND NOT (g.is_active AND app.heeft_zaakrol(g.id))
     AND NOT app._andere_lezer(z.id, z.team_id, z.verzegeld, g.id)
   GROUP BY g.id, g.naam ORDER BY lower(g.naam), g.id $$;

-- To whom the current user may hand over what this person has; nobody for who may not.
CREATE FUNCTION app.opvolgers(p_van bigint) RETURNS TABLE (gebruiker_id bigint, naam text, rollen text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT g.id, g.naam::text, array_agg(r.rol::text ORDER BY r.rol::text)
   FROM gebruikers_gebruiker g JOIN gebruikers_roltoekenning r ON r.gebruiker_id = g.id AND r.rol = ANY (app.zaakrollen())
   WHERE g.is_active AND app._mag_overdragen(p_van, g.id)
   GROUP BY g.id, g.naam $$;
REVOKE ALL ON FUNCTION app.draag_over(bigint, bigint, text), app.overdracht_stand(bigint), app.zaken_zonder_lezer(),
  app.opvolgers(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.draag_over(bigint, bigint, text), app.overdracht_stand(bigint), app.zaken_zonder_lezer(),
  app.opvolgers(bigint) TO jid_web;
"""

LEZER_BLIJFT = """
-- Closing an account, taking its roles or a membership never leaves a zaak that nobody reads: hand over first.
-- Deferred: roles are replaced in more than one statement. What the organisation takes away at sign-in is taken
-- nevertheless (app.zaken_zonder_lezer lists what it leaves).
CREATE FUNCTION app._laat_achter(p_gebruiker bigint, p_teams bigint[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_team bigint;
BEGIN
  IF EXISTS (SELECT FROM zaken_toekenning t JOIN zaken_zaak z ON z.id = t.content_object_id
             WHERE t.user_id = p_gebruiker AND t.beeindigd_op IS NULL AND t.verloopt_op IS NULL
               AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = z.id AND u.gebruiker_id = p_gebruiker)
               AND NOT app._andere_lezer(z.id, z.team_id, z.verzegeld, 0)) THEN
    RETURN true;
  END IF;
  FOREACH v_team IN ARRAY p_teams LOOP
    IF EXISTS (SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_gebruiker g ON g.id = l.gebruiker_id AND g.is_active
               WHERE l.team_id = v_team AND app.heeft_zaakrol(g.id)) THEN
      -- Somebody else is there: only a zaak from which they are all excluded can be left.
      IF EXISTS (SELECT FROM zaken_uitsluiting e JOIN zaken_zaak z ON z.id = e.zaak_id
                 WHERE z.team_id = v_team AND NOT z.verzegeld
                   AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = z.id AND u.gebruiker_id = p_gebruiker)
                   AND NOT app._andere_lezer(z.id, z.team_id, z.verzegeld, 0)) THEN
        RETURN true;
      END IF;
    ELSIF EXISTS (SELECT FROM zaken_zaak z WHERE z.team_id = v_team AND NOT z.verzegeld
                    AND NOT app._andere_lezer(z.id, z.team_id, z.verzegeld, 0)) THEN
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END $$;

CREATE FUNCTION app.zaak_houdt_lezer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_gebruiker bigint; v_teams bigint[];
BEGIN
  IF app.aanmelder() IS NOT NULL THEN RETURN NULL; END IF;
  IF TG_TABLE_NAME = 'gebruikers_lidmaatschap' THEN
    v_gebruiker := OLD.gebruiker_id;
    v_teams := ARRAY[OLD.team_id];
  ELSE
    v_gebruiker := CASE TG_TABLE_NAME WHEN 'gebruikers_gebruiker' THEN (to_jsonb(OLD) ->> 'id')::bigint
                                      ELSE (to_jsonb(OLD) ->> 'gebruiker_id')::bigint END;
    IF EXISTS (SELECT FROM gebruikers_gebruiker g WHERE g.id = v_gebruiker AND g.is_active)
       AND app.heeft_zaakrol(v_gebruiker) THEN
      RETURN NULL;
    END IF;
    v_teams := ARRAY(SELECT l.team_id FROM gebruikers_lidmaatschap l WHERE l.gebruiker_id = v_gebruiker);
  END IF;
  IF app._laat_achter(v_gebruiker, v_teams) THEN
    PERFORM app.weiger('enige_lezer');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER zaak_houdt_lezer_account AFTER UPDATE OF is_active ON gebruikers_gebruiker
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active AND app.uid() IS NOT NULL)
  EXECUTE FUNCTION app.zaak_houdt_lezer();
CREATE CONSTRAINT TRIGGER zaak_houdt_lezer_rol AFTER DELETE ON gebruikers_roltoekenning
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (app.uid() IS NOT NULL) EXECUTE FUNCTION app.zaak_houdt_lezer();
CREATE CONSTRAINT TRIGGER zaak_houdt_lezer_lid AFTER DELETE ON gebruikers_lidmaatschap
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (app.uid() IS NOT NULL) EXECUTE FUNCTION app.zaak_houdt_lezer();
REVOKE ALL ON FUNCTION app._laat_achter(bigint, bigint[]), app.zaak_houdt_lezer() FROM PUBLIC;

-- As these: what a user does. Maintenance by the owner of the tables answers for itself.
DROP TRIGGER verzegeld_blijft_buiten ON gebruikers_lidmaatschap;
CREATE CONSTRAINT TRIGGER verzegeld_blijft_buiten AFTER INSERT OR UPDATE OR DELETE ON gebruikers_lidmaatschap
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (app.uid() IS NOT NULL)
  EXECUTE FUNCTION app.verzegeld_blijft_buiten();
"""

TONEN = """
-- Also for whom a substitute reads.
DROP FUNCTION app.toekenningen_van_zaak(uuid);
CREATE FUNCTION app.toekenningen_van_zaak(p_zaak uuid)
RETURNS TABLE (id uuid, user_id bigint, reden bytea, verleend_door_id bigint, verleend_op timestamptz,
               verloopt_op timestamptz, waarneming_voor_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT t.id, t.user_id, t.reden, t.verleend_door_id, t.verleend_op, t.verloopt_op, w.voor_id
   FROM zaken_toekenning t LEFT JOIN zaken_waarneming w ON w.id = t.waarneming_id
   WHERE t.content_object_id = p_zaak AND t.beeindigd_op IS NULL AND (SELECT app.ziet_zaak(p_zaak)) ORDER BY t.verleend_op $$;
REVOKE ALL ON FUNCTION app.toekenningen_van_zaak(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.toekenningen_van_zaak(uuid) TO jid_web;
"""


def _gebruiker(null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        null=null,
        blank=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("zaken", "0037_doorgeleiden"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Waarneming",
            fields=[
                ("id", models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
                ("voor", _gebruiker()),
                ("waarnemer", _gebruiker()),
                (
                    "reden",
                    models.CharField(
                        choices=[("verlof", "Verlof"), ("ziekte", "Ziekte"), ("anders", "Anders")],
                        max_length=20,
                        verbose_name="reden",
                    ),
                ),
                ("ingesteld_op", models.DateTimeField(verbose_name="ingesteld op")),
                ("ingesteld_door", _gebruiker()),
                ("verloopt_op", models.DateTimeField(verbose_name="verloopt op")),
                ("beeindigd_op", models.DateTimeField(blank=True, null=True, verbose_name="beëindigd op")),
                ("beeindigd_door", _gebruiker(null=True)),
            ],
            options={
                "verbose_name": "waarneming",
                "verbose_name_plural": "waarnemingen",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("beeindigd_op__isnull", True)),
                        fields=("voor",),
                        name="waarneming_een_lopende",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("voor", models.F("waarnemer")), _negated=True),
                        name="waarneming_door_een_ander",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verloopt_op__gt", models.F("ingesteld_op"))),
                        name="waarneming_loopt_vooruit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reden__in", ["verlof", "ziekte", "anders"])),
                        name="waarneming_heeft_reden",
                    ),
                ],
            },
        ),
        migrations.AddField(
            "toekenning",
            "waarneming",
            models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="toekenningen",
                to="zaken.waarneming",
            ),
        ),
        migrations.AddField(
            "toekenning",
            "overgedragen",
            models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RemoveConstraint("toekenning", "toekenning_heeft_reden"),
        migrations.AddConstraint(
            "toekenning",
            models.CheckConstraint(
                condition=models.Q(
                    ("reden__isnull", False),
                    (
                        "verloopt_op__lte",
                        CombinedExpression(
                            models.F("verleend_op"), "+", models.Value(timedelta(microseconds=1))
                        ),
                    ),
                    ("waarneming__isnull", False),
                    ("overgedragen", True),
                    _connector="OR",
                ),
                name="toekenning_heeft_reden",
            ),
        ),
        *(migrations.RunSQL(sql) for sql in (REGELS, WAARNEMEN, OVERDRAGEN, LEZER_BLIJFT, TONEN)),
    ]
