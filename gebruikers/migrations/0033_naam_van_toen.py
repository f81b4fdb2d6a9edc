"""Another name takes two persons as another address does, and the log keeps what an account was called (ADR 0018)."""

from django.db import migrations, models

SQL = """
CREATE OR REPLACE FUNCTION app.wijzig_gebruiker(p_gebruiker bigint, p_email text, p_naam text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_nu gebruikers_gebruiker;
BEGIN
  PERFORM app.eis_beheerder();
  v_nu := app.neem_gebruiker(p_gebruiker);
  IF v_nu.email <> lower(p_email) OR v_nu.naam <> p_naam THEN PERFORM app.eis_alleen(); END IF;
  PERFORM app._wijzig_gebruiker(p_gebruiker, p_email, p_naam);
END $$;

-- As before (0015); what is not given stays, and another name is logged with the one before.
CREATE OR REPLACE FUNCTION app._wijzig_gebruiker(p_gebruiker bigint, p_email text, p_naam text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_oud gebruikers_gebruiker; v_email text; v_naam text; v_velden text[] := '{}'; v_namen jsonb := '{}';
BEGIN
  v_oud := app.neem_gebruiker(p_gebruiker);
  v_email := coalesce(nullif(lower(p_email), ''), v_oud.email);
  v_naam := coalesce(nullif(p_naam, ''), v_oud.naam);
  IF v_oud.naam <> v_naam THEN
    v_velden := v_velden || 'naam'::text;
    v_namen := jsonb_build_object('naam_was', v_oud.naam, 'naam', v_naam);
  END IF;
  IF v_oud.email <> v_email THEN v_velden := v_velden || 'email'::text; END IF;
  IF v_velden = '{}' THEN RETURN; END IF;
  BEGIN
    UPDATE gebruikers_gebruiker SET naam = v_naam, email = v_email WHERE id = p_gebruiker;
  EXCEPTION WHEN unique_violation THEN PERFORM app.weiger('email_bestaat');
  END;
  PERFORM app.noteer('gebruiker_gewijzigd', p_gebruiker::text, jsonb_build_object('velden', v_velden) || v_namen);
END $$;

CREATE FUNCTION app.oude_namen(p_wie bigint[]) RETURNS TABLE (gebruiker_id bigint, tot timestamptz, naam text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT l.object_id::bigint, l.tijdstip, l.bijzonderheden ->> 'naam_was'
   FROM logboek_gebeurtenis l
   WHERE l.soort = 'gebruiker_gewijzigd' AND l.bijzonderheden ? 'naam_was' AND l.object_id = ANY (p_wie::text[])
     AND (SELECT app.uid()) IS NOT NULL
   ORDER BY l.tijdstip $$;
REVOKE EXECUTE ON FUNCTION app.oude_namen(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.oude_namen(bigint[]) TO jid_web, jid_worker;
COMMENT ON FUNCTION app.oude_namen IS $uitleg$What these accounts were called before, each until when, for who is signed in; from the log.$uitleg$;
COMMENT ON FUNCTION app.wijzig_gebruiker IS $uitleg$Another name or address while the first beheerder works alone; later by a proposal.$uitleg$;
COMMENT ON FUNCTION app._wijzig_gebruiker IS $uitleg$Writes another name or address and logs which of them changed, and both names.$uitleg$;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0032_label_van_een_code"), ("logboek", "0011_uitleg_van_functies")]
    operations = [
        migrations.AlterField(
            model_name="voorstel",
            name="handeling",
            field=models.CharField(
                choices=[
                    ("nieuw_account", "Nieuwe gebruiker uitnodigen"),
                    ("nieuw_adres", "Naam of e-mailadres wijzigen"),
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
