// Security keys: hand the browser what the server asks, and send back what the key answered.
"use strict";

for (const form of document.querySelectorAll("form[data-sleutel]")) {
  const knop = form.querySelector("[data-sleutel-knop]");
  const mislukt = form.querySelector("[data-sleutel-mislukt]");
  const opties = JSON.parse(form.dataset.opties).publicKey;
  const kan = window.PublicKeyCredential && PublicKeyCredential.parseCreationOptionsFromJSON && !/^[\d.]+$|:/.test(location.hostname);
  if (!kan) continue;
  form.querySelector("[data-sleutel-niet]").hidden = true;
  knop.hidden = false;
  knop.addEventListener("click", async () => {
    mislukt.hidden = true;
    knop.setAttribute("aria-disabled", "true");
    try {
      const sleutel = form.dataset.sleutel === "maak"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(opties) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(opties) });
      form.elements.credential.value = JSON.stringify(sleutel.toJSON());
      form.requestSubmit();
    } catch {
      mislukt.hidden = false;
      knop.removeAttribute("aria-disabled");
    }
  });
}
