// Sending a form: not into nothing, and not twice.
import { alle } from './hulp.js';
import { sinds } from './sessie.js';

// Network: a bar says that it is gone. A form in which something was typed leaves only when the server answers, for
// the page that a browser shows instead would take the text away: pages with content are kept in no cache.
const verbinding = document.getElementById('verbinding');
function meldVerbinding(sleutel) {
  verbinding.querySelector('[data-tekst]').textContent = verbinding.dataset[sleutel];
  verbinding.hidden = false;
  if (sleutel === 'terug') setTimeout(() => (verbinding.hidden = true), 5_000);
}
const NET_GESPROKEN = 60_000; // the server answered this browser less than a minute ago
const getoetst = new WeakSet();
const toetst = new WeakSet();
async function verstuurAlsHetKan(formulier, knop) {
  toetst.add(formulier);
  try {
    await fetch(verbinding.dataset.url, { cache: 'no-store', signal: AbortSignal.timeout(8_000) });
    verbinding.hidden = true;
    getoetst.add(formulier);
    formulier.requestSubmit(knop);
  } catch {
    meldVerbinding(navigator.onLine ? 'server' : 'weg');
  } finally {
    toetst.delete(formulier);
  }
}
if (verbinding) {
  window.addEventListener('offline', () => meldVerbinding('weg'));
  window.addEventListener('online', () => !verbinding.hidden && meldVerbinding('terug'));
  document.addEventListener('submit', (gebeurtenis) => {
    const formulier = gebeurtenis.target;
    if (!formulier.matches('form[data-bewaak], form[data-autosave-url]') || getoetst.delete(formulier)) return;
    if (navigator.onLine && sinds() < NET_GESPROKEN) return;
    gebeurtenis.preventDefault();
    gebeurtenis.stopImmediatePropagation();
    if (!navigator.onLine) meldVerbinding('weg');
    else if (!toetst.has(formulier)) verstuurAlsHetKan(formulier, gebeurtenis.submitter);
  }, true);
}

// Sending twice: the second click on the same form does nothing. Ends when the page is shown again.
const verzonden = new Set();
function geefVrij(formulier) {
  verzonden.delete(formulier);
  for (const knop of alle('[aria-disabled="true"]', formulier)) knop.removeAttribute('aria-disabled');
}
document.addEventListener('submit', (gebeurtenis) => {
  const formulier = gebeurtenis.target;
  if (gebeurtenis.defaultPrevented || formulier.method !== 'post') return;
  if (verzonden.has(formulier)) {
    gebeurtenis.preventDefault();
    return;
  }
  verzonden.add(formulier);
  for (const knop of alle('button[type=submit]', formulier)) knop.setAttribute('aria-disabled', 'true');
  setTimeout(() => geefVrij(formulier), 8_000);
});
window.addEventListener('pageshow', () => [...verzonden].forEach(geefVrij));
