// Security keys: hand the browser what the server asks, and send back what the key answered.
"use strict";

// What the server asks stands in the page, or is fetched when the button is pressed.
const vraag = async ({ opties, optiesAdres }) => JSON.parse(opties || await (await fetch(optiesAdres)).text()).publicKey;

for (const form of document.querySelectorAll("form[data-sleutel]")) {
  const knop = form.querySelector("[data-sleutel-knop]");
  const mislukt = form.querySelector("[data-sleutel-mislukt]");
  const kan = window.PublicKeyCredential && PublicKeyCredential.parseCreationOptionsFromJSON && !/^[\d.]+$|:/.test(location.hostname);
  if (!kan) continue;
  form.querySelector("[data-sleutel-niet]").hidden = true;
  form.hidden = false;
  knop.hidden = false;
  knop.addEventListener("click", async () => {
    mislukt.hidden = true;
    knop.setAttribute("aria-disabled", "true");
    try {
      const opties = await vraag(form.dataset);
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
