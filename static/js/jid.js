// Progressive enhancement of the screens. Every page works without these files; nothing that a user typed is kept in the
// browser's storage, and every text on the screen comes from the page (data attributes), set with textContent.
import { afdrukken, menus, panelen, schuifvakken, sneltoetsen, stapels } from './bladzijde.js';
import { comboboxen } from './combobox.js';
import { Concept } from './concept.js';
import { foutenoverzicht, naarAnker, tellers, vandaagKnoppen, voorwaardelijk } from './formulier.js';
import { alle } from './hulp.js';
import { bewaking } from './onbewaard.js';
import { bewaakSessie, verlengd } from './sessie.js';
import './versturen.js';

function verrijk(wortel) {
  tellers(wortel);
  voorwaardelijk(wortel);
  bewaking(wortel);
  for (const formulier of alle('form[data-autosave-url]', wortel)) new Concept(formulier);
  panelen(wortel);
  menus(wortel);
  comboboxen(wortel);
  sneltoetsen(wortel);
  afdrukken(wortel);
  vandaagKnoppen(wortel);
  stapels(wortel);
  schuifvakken(wortel);
  foutenoverzicht(wortel);
}

// htmx: an answer that is a whole page means that the session ended; an error is said in words.
const storing = document.getElementById('storing');
const meldStoring = () => {
  if (storing) storing.hidden = false;
};
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  if (/^\s*<!doctype/i.test(detail.xhr.responseText) && detail.target !== document.body) {
    detail.shouldSwap = false;
    window.location.reload();
  }
});
document.addEventListener('htmx:responseError', meldStoring);
document.addEventListener('htmx:sendError', meldStoring);
document.addEventListener('htmx:timeout', meldStoring);
document.addEventListener('htmx:afterRequest', ({ detail }) => {
  if (!detail.successful) return;
  if (storing) storing.hidden = true;
  verlengd();
});
document.addEventListener('htmx:afterSwap', ({ target }) => verrijk(target));
// htmx notes the address, which may hold a search term; without its history cache nobody reads that note.
const wisAdres = () => sessionStorage.removeItem('htmx-current-path-for-history');
window.addEventListener('load', wisAdres);
window.addEventListener('pagehide', wisAdres);

verrijk(document);
naarAnker();
bewaakSessie();
