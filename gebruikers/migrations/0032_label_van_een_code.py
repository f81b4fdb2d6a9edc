"""The label of a code takes two persons: it stands in every zaak and in the figures of every year (ADR 0018)."""

from django.db import migrations, models

SQL = """
-- As before (0030), with one handling more; the database writes down what the label is now.
CREATE OR REPLACE FUNCTION app.stel_voor(p_id uuid, p_handeling text, p_gebruiker bigint, p_gegevens jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_rollen text[] := ARRAY(SELECT jsonb_array_elements_text(coalesce(p_gegevens -> 'rollen', '[]')));
  v_gegevens jsonb := p_gegevens;
BEGIN
  PERFORM app.eis_beheerder();
  IF p_handeling = 'codelabel' THEN
    SELECT p_gegevens || jsonb_build_object('naam', l.naam || ': ' || c.label, 'waarde', c.code,
                                            'label_was', c.label, 'label_en_was', c.label_en) INTO v_gegevens
    FROM codelijsten_code c JOIN codelijsten_codelijst l ON l.code = c.lijst_id WHERE c.id::text = p_gegevens ->> 'code';
    IF NOT FOUND OR p_gebruiker IS NOT NULL OR coalesce(p_gegevens ->> 'label', '') = '' THEN
      PERFORM app.weiger('onvolledig_label');
    END IF;
  ELSIF p_handeling = 'nieuw_account' THEN
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
  IF p_handeling = 'organisatieaccount' THEN
    IF p_gebruiker = app.uid() THEN PERFORM app.weiger('eigen_organisatieaccount'); END IF;
    IF NOT EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = p_gebruiker) THEN
      PERFORM app.weiger('geen_organisatieaccount');
    END IF;
    IF NOT EXISTS (SELECT FROM app._tweede_personen(ARRAY[app.uid(), p_gebruiker])) THEN
      PERFORM app.weiger('niemand_anders');
    END IF;
  END IF;
  IF EXISTS (SELECT FROM gebruikers_voorstel v WHERE v.besluit = '' AND v.verloopt_op > now() AND v.handeling = p_handeling
             AND v.gebruiker_id IS NOT DISTINCT FROM p_gebruiker
             AND v.gegevens ->> 'code' IS NOT DISTINCT FROM p_gegevens ->> 'code'
             AND lower(v.gegevens ->> 'email') IS NOT DISTINCT FROM lower(p_gegevens ->> 'email')) THEN
    PERFORM app.weiger('voorstel_loopt');
  END IF;
  INSERT INTO gebruikers_voorstel (id, handeling, gebruiker_id, gegevens, gevraagd_door_id, gevraagd_op, verloopt_op, besluit)
  VALUES (p_id, p_handeling, p_gebruiker,
          CASE p_handeling WHEN 'rollen' THEN v_gegevens || jsonb_build_object('had', app._rollen_van(p_gebruiker)) ELSE v_gegevens END,
          app.uid(), now(), now() + interval '7 days', '');
  PERFORM app.noteer('akkoord_gevraagd', p_id::text, jsonb_build_object('handeling', p_handeling, 'gebruiker', p_gebruiker));
END $$;

-- As before (0030), with one handling more; a label that changed since is asked for anew.
CREATE OR REPLACE FUNCTION app.beslis_voorstel(p_id uuid, p_akkoord boolean, p_antwoord text DEFAULT '') RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v gebruikers_voorstel; v_gebruiker bigint; v_besluit text;
  v_rollen text[]; v_toen text[]; v_had boolean;
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
      WHEN 'rollen' THEN
        PERFORM app.neem_gebruiker(v_gebruiker);
        v_toen := ARRAY(SELECT jsonb_array_elements_text(coalesce(v.gegevens -> 'had', '[]')));
        IF NOT (v_toen @> app._rollen_van(v_gebruiker) AND v_toen <@ app._rollen_van(v_gebruiker)) THEN
          PERFORM app.weiger('rollen_intussen_gewijzigd');
        END IF;
        PERFORM app._zet_rollen(v_gebruiker, v_rollen);
      WHEN 'tweede_stap' THEN PERFORM app._wis_tweede_factor(v_gebruiker);
      WHEN 'organisatieaccount' THEN PERFORM app._maak_organisatie_los(v_gebruiker);
      WHEN 'codelabel' THEN
        PERFORM app._zet_label((v.gegevens ->> 'code')::bigint, v.gegevens ->> 'label_was', v.gegevens ->> 'label_en_was',
                               v.gegevens ->> 'label', coalesce(v.gegevens ->> 'label_en', ''));
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
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0031_uitleg_van_functies")]
    operations = [
        migrations.AlterField(
            model_name="voorstel",
            name="handeling",
            field=models.CharField(
                choices=[
                    ("nieuw_account", "Nieuwe gebruiker uitnodigen"),
                    ("nieuw_adres", "E-mailadres wijzigen"),
                    ("rollen", "Rollen geven"),
                    ("tweede_stap", "Tweede stap wissen"),
                    ("organisatieaccount", "Organisatieaccount losmaken"),
                    ("codelabel", "Label van een code wijzigen"),
                ],
                max_length=20,
                verbose_name="handeling",
            ),
        ),
        migrations.RunSQL(SQL),
    ]
