"""What changes in a melding is kept: its columns, and which codes were added to or taken from it."""

from django.db import migrations

SQL = """
CREATE TRIGGER volg_velden AFTER UPDATE ON meldingen_melding FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION app.volg_velden('zaak_ptr_id', 'zaak_ptr_id', '{}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON meldingen_subcategorie FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
CREATE TRIGGER volg_rijen AFTER INSERT OR DELETE ON meldingen_afdoening FOR EACH ROW
  EXECUTE FUNCTION app.volg_velden('zaak_id', 'id', '{}');
"""

TERUG = """
DROP TRIGGER volg_velden ON meldingen_melding;
DROP TRIGGER volg_rijen ON meldingen_subcategorie;
DROP TRIGGER volg_rijen ON meldingen_afdoening;
"""


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0003_invoer"), ("zaken", "0017_veldwijzigingen_volgen")]
    operations = [migrations.RunSQL(SQL, TERUG)]
