"""Four eyes do not lapse: once a second person could agree, nobody works alone again (ADR 0018)."""

from django.db import migrations, models

STAND = """
ALTER TABLE gebruikers_vierogenstand ENABLE ROW LEVEL SECURITY;
CREATE POLICY vier_ogen_door_databank ON logboek_gebeurtenis AS RESTRICTIVE FOR INSERT TO jid_web WITH CHECK (
  soort NOT IN ('vier_ogen_begonnen', 'tweede_persoon_weg', 'tweede_persoon_terug'));

-- Whether there are a beheerder who asks and another who agrees, when these accounts are left out.
CREATE FUNCTION app._vier_ogen_kan(p_zonder bigint[]) RETURNS boolean
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (
     SELECT FROM app._tweede_personen(p_zonder) AS b (id)
     WHERE EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = b.id AND r.rol = 'beheerder')
       AND EXISTS (SELECT FROM app._tweede_personen(p_zonder || b.id))) $$;

-- At the end of whatever changed who can agree, also when the organisation took a role away at sign-in: keep that four eyes
-- began, and log when the second person is gone and is back. It never refuses; the functions below do.
CREATE FUNCTION app.volg_vier_ogen() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_stand gebruikers_vierogenstand; v_kan boolean := app._vier_ogen_kan('{}');
BEGIN
  SELECT * INTO v_stand FROM gebruikers_vierogenstand WHERE id = 1;
  IF v_kan AND v_stand.id IS NULL THEN
    INSERT INTO gebruikers_vierogenstand (id, begonnen_op) VALUES (1, now()) ON CONFLICT DO NOTHING;
    IF FOUND THEN PERFORM app.noteer('vier_ogen_begonnen', '', '{}'); END IF;
  ELSIF v_kan AND v_stand.niemand_sinds IS NOT NULL THEN
    UPDATE gebruikers_vierogenstand SET niemand_sinds = NULL WHERE id = 1;
    PERFORM app.noteer('tweede_persoon_terug', '', '{}');
  ELSIF NOT v_kan AND v_stand.id IS NOT NULL AND v_stand.niemand_sinds IS NULL THEN
    UPDATE gebruikers_vierogenstand SET niemand_sinds = now() WHERE id = 1;
    PERFORM app.noteer('tweede_persoon_weg', '', '{}');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER volg_vier_ogen AFTER INSERT OR DELETE ON gebruikers_roltoekenning
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.volg_vier_ogen();
CREATE CONSTRAINT TRIGGER volg_vier_ogen AFTER UPDATE OF is_active, password ON gebruikers_gebruiker
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.is_active IS DISTINCT FROM NEW.is_active OR (OLD.password LIKE '!%') IS DISTINCT FROM (NEW.password LIKE '!%'))
  EXECUTE FUNCTION app.volg_vier_ogen();
CREATE CONSTRAINT TRIGGER volg_vier_ogen AFTER INSERT OR DELETE ON gebruikers_oidcidentiteit
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.volg_vier_ogen();
INSERT INTO gebruikers_vierogenstand (id, begonnen_op) SELECT 1, now() WHERE app._vier_ogen_kan('{}');

-- For the screens of who asks and who agrees: whether a second person is needed, and whether there is one now.
CREATE FUNCTION app.vier_ogen(OUT nodig boolean, OUT kan boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT k.kan OR EXISTS (SELECT FROM gebruikers_vierogenstand), k.kan
   FROM (SELECT EXISTS (SELECT FROM app._tweede_personen(ARRAY[app.uid()])) AS kan) k
   WHERE (SELECT app.heeft_rol('beheerder', 'privacy')) $$;
REVOKE ALL ON FUNCTION app._vier_ogen_kan(bigint[]), app.volg_vier_ogen(), app.vier_ogen() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.vier_ogen() TO jid_web;
"""

WEIGEREN = """
-- The first beheerder of an installation works alone until somebody could agree; never again after that. Is the second
-- person gone, then what takes two waits.
CREATE OR REPLACE FUNCTION app.eis_alleen() RETURNS void LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF EXISTS (SELECT FROM gebruikers_vierogenstand) OR EXISTS (SELECT FROM app._tweede_personen(ARRAY[app.uid()])) THEN
    PERFORM app.weiger('akkoord_nodig');
  END IF;
END $$;

-- Before a change that could take a second person away, one at a time; gives whether there were two.
CREATE FUNCTION app._begin_met_vier_ogen() RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM pg_advisory_xact_lock(x'4A49442D344F'::bigint);
  RETURN app._vier_ogen_kan('{}');
END $$;

-- And after it: nobody takes the last second person away, nor agrees with being taken away.
CREATE FUNCTION app._eis_nog_vier_ogen(p_had boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF p_had AND NOT app._vier_ogen_kan('{}') THEN PERFORM app.weiger('laatste_tweede_persoon'); END IF;
END $$;
DROP FUNCTION app.eis_blijft_tweede_persoon(bigint);
REVOKE ALL ON FUNCTION app._begin_met_vier_ogen(), app._eis_nog_vier_ogen(boolean) FROM PUBLIC;

CREATE OR REPLACE FUNCTION app.zet_rollen(p_gebruiker bigint, p_rollen text[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_had boolean; v_anders boolean;
BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_rollen'); END IF;
  v_had := app._begin_met_vier_ogen();
  PERFORM app.neem_gebruiker(p_gebruiker);
  IF NOT app.rollen_gaan_samen(p_rollen) THEN PERFORM app.weiger('rollen_gaan_niet_samen'); END IF;
  IF NOT p_rollen <@ app._rollen_van(p_gebruiker) THEN PERFORM app.eis_alleen(); END IF;
  v_anders := app._zet_rollen(p_gebruiker, p_rollen);
  PERFORM app._eis_nog_vier_ogen(v_had);
  RETURN v_anders;
END $$;

CREATE OR REPLACE FUNCTION app.deactiveer_gebruiker(p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_gebruiker gebruikers_gebruiker; v_had boolean;
BEGIN
  PERFORM app.eis_beheerder();
  IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_account'); END IF;
  v_had := app._begin_met_vier_ogen();
  v_gebruiker := app.neem_gebruiker(p_gebruiker);
  IF NOT v_gebruiker.is_active THEN RETURN; END IF;
  UPDATE gebruikers_gebruiker SET is_active = false, password = app.onbruikbaar_wachtwoord() WHERE id = p_gebruiker;
  PERFORM app._eis_nog_vier_ogen(v_had);
  PERFORM app.noteer('gebruiker_gedeactiveerd', p_gebruiker::text, '{}');
END $$;

CREATE OR REPLACE FUNCTION app.beslis_voorstel(p_id uuid, p_akkoord boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v gebruikers_voorstel; v_gebruiker bigint; v_besluit text;
  v_rollen text[]; v_had boolean;
BEGIN
  IF NOT app.heeft_rol('beheerder', 'privacy') THEN
    RAISE EXCEPTION 'geen_beheerder' USING ERRCODE = 'insufficient_privilege';
  END IF;
  v_had := app._begin_met_vier_ogen();
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
    PERFORM app._eis_nog_vier_ogen(v_had);
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
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0019_terug_zonder_rollen"), ("logboek", "0009_opgeruimd")]
    operations = [
        migrations.CreateModel(
            name="Vierogenstand",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("begonnen_op", models.DateTimeField(verbose_name="begonnen op")),
                ("niemand_sinds", models.DateTimeField(null=True, verbose_name="niemand sinds")),
            ],
            options={
                "verbose_name": "stand van vier ogen",
                "verbose_name_plural": "stand van vier ogen",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="vierogenstand_een_rij")
                ],
            },
        ),
        migrations.RunSQL(STAND),
        migrations.RunSQL(WEIGEREN),
    ]
