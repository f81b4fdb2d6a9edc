"""Files that wait are checked anew when their columns are chosen: faults were kept in one language, and no origin."""

from django.db import migrations

SQL = "UPDATE inlezen_inlezing SET keuze = '', fouten = '', aantal_fouten = NULL WHERE klaar_op IS NULL"


class Migration(migrations.Migration):
    dependencies = [("inlezen", "0004_herkomst")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
