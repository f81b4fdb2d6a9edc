"""What somebody sealed unseen stays away from them as long as the seal is on."""

from django.db import migrations

SQL = """
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
REVOKE ALL ON FUNCTION app._past_bij(uuid, bigint, text) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0101_misstand_zonder_team")]
    operations = [migrations.RunSQL(SQL)]
