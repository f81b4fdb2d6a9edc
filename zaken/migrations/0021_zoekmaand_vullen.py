"""Give the rows that stand there their month; their round stays 0, so that a rebuild adds the other texts."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("zaken", "0020_zoeken")]
    operations = [migrations.RunSQL("UPDATE zaken_zoekindex SET maand = 0;  -- the trigger knows better", "")]
