"""Which person at the organisation belongs to which account; written by checked functions alone."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

SQL = """
ALTER TABLE gebruikers_oidcidentiteit ENABLE ROW LEVEL SECURITY;

-- Whose account it is; signing in asks it before anybody is known.
CREATE FUNCTION app.oidc_gebruiker(p_issuer text, p_onderwerp text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT i.gebruiker_id FROM gebruikers_oidcidentiteit i WHERE i.issuer = p_issuer AND i.onderwerp = p_onderwerp $$;

-- The user of this transaction is the one being signed in.
CREATE FUNCTION app.eis_aanmelder(p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF p_gebruiker IS DISTINCT FROM app.aanmelder() THEN
    RAISE EXCEPTION 'not the user who is being signed in' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- Links an account once and for all: false when account or person is linked already.
CREATE FUNCTION app.koppel_oidc(p_gebruiker bigint, p_issuer text, p_onderwerp text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_gebruiker gebruikers_gebruiker;
BEGIN
  PERFORM app.eis_aanmelder(p_gebruiker);
  v_gebruiker := app.neem_gebruiker(p_gebruiker);
  IF NOT v_gebruiker.is_active THEN RETURN false; END IF;
  INSERT INTO gebruikers_oidcidentiteit (gebruiker_id, issuer, onderwerp) VALUES (p_gebruiker, p_issuer, p_onderwerp)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM app.noteer('gebruiker_gewijzigd', p_gebruiker::text, '{"velden": ["organisatieaccount"]}');
  RETURN true;
END $$;

-- Replaces the roles of an account that the organisation vouches for, as app.zet_rollen does for a beheerder.
CREATE FUNCTION app.zet_rollen_van_bron(p_gebruiker bigint, p_rollen text[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_oud text[]; v_nieuw text[];
BEGIN
  PERFORM app.eis_aanmelder(p_gebruiker);
  PERFORM app.neem_gebruiker(p_gebruiker);
  IF NOT EXISTS (SELECT FROM gebruikers_oidcidentiteit WHERE gebruiker_id = p_gebruiker) THEN
    RAISE EXCEPTION 'account is not linked' USING ERRCODE = 'insufficient_privilege';
  END IF;
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
  PERFORM app.noteer('rollen_gewijzigd', p_gebruiker::text,
    jsonb_build_object('van', v_oud, 'rollen', v_nieuw, 'bron', 'organisatie'));
  IF NOT app.heeft_zaakrol(p_gebruiker) THEN
    PERFORM app.noteer('team_gewijzigd', l.team_id::text, jsonb_build_object('lid_af', p_gebruiker))
      FROM gebruikers_lidmaatschap l WHERE l.gebruiker_id = p_gebruiker;
    DELETE FROM gebruikers_lidmaatschap WHERE gebruiker_id = p_gebruiker;
  END IF;
  RETURN true;
END $$;

REVOKE ALL ON FUNCTION app.oidc_gebruiker(text, text), app.eis_aanmelder(bigint), app.koppel_oidc(bigint, text, text),
  app.zet_rollen_van_bron(bigint, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.oidc_gebruiker(text, text), app.koppel_oidc(bigint, text, text),
  app.zet_rollen_van_bron(bigint, text[]) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("gebruikers", "0010_tweede_factor")]
    operations = [
        migrations.CreateModel(
            name="OidcIdentiteit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issuer", models.CharField(max_length=255, verbose_name="issuer")),
                ("onderwerp", models.CharField(max_length=255, verbose_name="onderwerp")),
                ("gekoppeld_op", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="gekoppeld op")),
                ("gebruiker", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="oidcidentiteiten", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "organisatieaccount",
                "constraints": [
                    models.UniqueConstraint(fields=("issuer", "onderwerp"), name="oidc_persoon_een_account"),
                    models.UniqueConstraint(fields=("gebruiker", "issuer"), name="oidc_account_een_persoon"),
                ],
            },
        ),
        migrations.RunSQL(SQL),
    ]
