"""Health check of the web container: asks for /gezond/klaar/ under a name that the application accepts."""

import http.client
import os
import sys

naam = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")
poort = int(os.environ.get("JID_BIND", "0.0.0.0:8000").rpartition(":")[2])
verbinding = http.client.HTTPConnection("127.0.0.1", poort, timeout=5)
try:
    verbinding.request("GET", "/gezond/klaar/", headers={"Host": naam})
    antwoord = verbinding.getresponse()
    sys.stdout.write(antwoord.read(200).decode("ascii", "replace"))
    sys.exit(antwoord.status != http.HTTPStatus.OK)
except (OSError, http.client.HTTPException) as fout:
    sys.exit(type(fout).__name__)
