"""The import asks one thing of the closed tables: whether anybody could read what a team is going to own."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.team_heeft_lezers(p_team bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT EXISTS (
     SELECT FROM gebruikers_lidmaatschap l
     JOIN gebruikers_gebruiker g ON g.id = l.gebruiker_id AND g.is_active
     JOIN gebruikers_roltoekenning r ON r.gebruiker_id = g.id
     WHERE l.team_id = p_team
       AND r.rol IN ('adviseur', 'onderzoeker', 'intake', 'klachtsecretaris', 'ckp', 'misstanden')) $$;
GRANT EXECUTE ON FUNCTION app.team_heeft_lezers(bigint) TO jid_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0002_toegang"), ("gebruikers", "0003_gebruikersbeheer")]
    operations = [migrations.RunSQL(SQL)]
