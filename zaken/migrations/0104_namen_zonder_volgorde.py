"""The database cannot sort by the name of an account any more: it holds them encrypted. The pages do."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION app.te_herzien(p_team bigint)
RETURNS TABLE(gebruiker_id bigint, naam text, is_lid boolean, aantal bigint, sinds timestamp with time zone, zaken uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT g.id, g.naam::text,
          EXISTS (SELECT FROM gebruikers_lidmaatschap l WHERE l.team_id = p_team AND l.gebruiker_id = g.id),
          count(*), min(t.verleend_op), (array_agg(h.zaak ORDER BY t.verleend_op))[1:20]
   FROM app._te_herzien(p_team) h JOIN gebruikers_gebruiker g ON g.id = h.gebruiker
   JOIN zaken_toekenning t ON t.id = h.toekenning
   GROUP BY g.id, g.naam $$;

CREATE OR REPLACE FUNCTION app.herzieningen()
RETURNS TABLE(team_id bigint, naam text, leiders text[], laatste timestamp with time zone, leden_kloppen boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT t.id, t.naam::text,
          coalesce((SELECT array_agg(g.naam) FROM gebruikers_lidmaatschap l
                    JOIN gebruikers_gebruiker g ON g.id = l.gebruiker_id AND g.is_active
                    WHERE l.team_id = t.id AND l.is_teamleider), '{}'),
          h.op, coalesce(h.leden_kloppen, true)
   FROM gebruikers_team t
   LEFT JOIN LATERAL (SELECT r.op, r.leden_kloppen FROM zaken_herziening r WHERE r.team_id = t.id
                      ORDER BY r.op DESC LIMIT 1) h ON true
   WHERE (SELECT app.heeft_rol('beheerder')) AND t.is_actief AND t.soort <> 'buiten_coid'
     AND EXISTS (SELECT FROM gebruikers_lidmaatschap l WHERE l.team_id = t.id)
   ORDER BY lower(t.naam), t.id $$;

CREATE OR REPLACE FUNCTION app.zaken_zonder_lezer()
RETURNS TABLE(gebruiker_id bigint, naam text, aantal bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT g.id, g.naam::text, count(*) FROM gebruikers_gebruiker g
   JOIN zaken_toekenning t ON t.user_id = g.id AND t.beeindigd_op IS NULL AND t.verloopt_op IS NULL
   JOIN zaken_zaak z ON z.id = t.content_object_id
   WHERE (SELECT app.heeft_rol('beheerder')) AND NOT (g.is_active AND app.heeft_zaakrol(g.id))
     AND NOT app._andere_lezer(z.id, z.team_id, z.verzegeld, g.id)
   GROUP BY g.id, g.naam $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0103_rol_en_waarneming"), ("gebruikers", "0036_bestaande_namen")]
    operations = [migrations.RunSQL(SQL)]
