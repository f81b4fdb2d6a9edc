"""Who refuses says why, for who asked: encrypted, for somebody may write there what should not be read."""

from django.db import migrations, models

SQL = """
-- What was refused before this has no reason and keeps none.
ALTER TABLE gebruikers_voorstel ADD CONSTRAINT voorstel_weigering_heeft_reden
  CHECK (besluit <> 'geweigerd' OR antwoord <> '') NOT VALID;

-- As before (0025), with the reason of a refusal.
DROP FUNCTION app.beslis_voorstel(uuid, boolean);
CREATE FUNCTION app.beslis_voorstel(p_id uuid, p_akkoord boolean, p_antwoord text DEFAULT '') RETURNS bigint
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
  IF v.handeling = 'organisatieaccount' AND v.gebruiker_id = app.uid() THEN PERFORM app.weiger('over_uzelf'); END IF;
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
      WHEN 'organisatieaccount' THEN PERFORM app._maak_organisatie_los(v_gebruiker);
    END CASE;
    PERFORM app._eis_nog_vier_ogen(v_had);
    v_besluit := 'akkoord';
  ELSE
    v_besluit := CASE WHEN v.gevraagd_door_id = app.uid() THEN 'ingetrokken' ELSE 'geweigerd' END;
    IF v_besluit = 'geweigerd' AND coalesce(p_antwoord, '') = '' THEN PERFORM app.weiger('geen_reden'); END IF;
  END IF;
  UPDATE gebruikers_voorstel SET besluit = v_besluit, besloten_op = now(), besloten_door_id = app.uid(),
    antwoord = CASE WHEN v_besluit = 'geweigerd' THEN p_antwoord ELSE '' END, gebruiker_id = coalesce(v_gebruiker, gebruiker_id) WHERE id = p_id;
  PERFORM app.noteer(CASE WHEN p_akkoord THEN 'akkoord_gegeven' ELSE 'akkoord_geweigerd' END, p_id::text,
    jsonb_build_object('handeling', v.handeling, 'gevraagd_door', v.gevraagd_door_id, 'gebruiker', coalesce(v_gebruiker, v.gebruiker_id)));
  RETURN v_gebruiker;
END $$;
REVOKE ALL ON FUNCTION app.beslis_voorstel(uuid, boolean, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.beslis_voorstel(uuid, boolean, text) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0028_hoeveel_rollen_niet_samengaan")]
    operations = [
        migrations.AddField(
            model_name="voorstel",
            name="antwoord",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="antwoord"),
        ),
        migrations.RunSQL(SQL),
    ]
