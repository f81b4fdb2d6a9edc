// End of the session: a warning two minutes before, also when the machine slept or another window stayed active. When it
// is over no window of this browser keeps its page: not after signing out elsewhere, not after going back.
import { alle } from './hulp.js';
import { onbewaard } from './onbewaard.js';

const sessie = document.getElementById('sessie');
const vensters = 'BroadcastChannel' in window ? new BroadcastChannel('jid-sessie') : null;
const WAARSCHUWING = 120_000;
const NAGEVRAAGD = 30_000; // whoever comes back to this window sooner is not asked for again
const duur = Number(sessie?.dataset.seconden) * 1000;
let laatste = Date.now();
let voorbij = false;

export const sinds = () => Date.now() - laatste;
export function verlengd() {
  laatste = Date.now();
  vensters?.postMessage('verlengd');
}

const zeg = (sleutel) => (sessie.querySelector('[data-tekst]').textContent = sessie.dataset[sleutel]);
const sluit = () => sessie.open && !voorbij && sessie.close();

// What was typed and could not be kept stays, alone, when the time ran out; whoever signed out meant to leave.
function einde() {
  if (voorbij) return;
  voorbij = true;
  const getypt = [...onbewaard].filter((formulier) => formulier.isConnected);
  if (getypt.length && duur - sinds() <= WAARSCHUWING) {
    document.getElementById('inhoud').replaceChildren(...getypt);
    for (const deel of alle('body > :not(main, dialog)')) deel.remove();
    zeg('voorbij');
    sessie.querySelector('button').hidden = true;
    if (!sessie.open) sessie.showModal();
    return;
  }
  onbewaard.clear();
  document.body.replaceChildren();
  // Without the part after #, with which a browser stays on the page
  window.location.replace(window.location.pathname + window.location.search);
}

// Asks the server, for another window may be wrong: it may have come here without its cookie.
async function vraagNa() {
  if (voorbij) return;
  try {
    const formulier = new FormData(sessie.querySelector('form'));
    const antwoord = await fetch(sessie.dataset.url, { method: 'POST', body: formulier, redirect: 'manual' });
    if (antwoord.ok) laatste = Date.now();
    else if (antwoord.type === 'opaqueredirect' || antwoord.status === 403) einde();
  } catch {
    // No network: nothing is known yet
  }
}

function kijk() {
  const rest = duur - sinds();
  if (voorbij || rest > WAARSCHUWING) return;
  if (rest <= 0) {
    einde();
  } else if (!sessie.open) {
    document.dispatchEvent(new Event('jid:bewaar-nu'));
    zeg(document.querySelector('form[data-autosave-url]') ? 'metConcept' : 'zonderConcept');
    sessie.showModal();
  }
}

async function blijf(gebeurtenis) {
  gebeurtenis.preventDefault();
  gebeurtenis.stopPropagation();
  try {
    const antwoord = await fetch(sessie.dataset.url, { method: 'POST', body: new FormData(gebeurtenis.target) });
    if (!antwoord.ok || antwoord.redirected) throw new Error(String(antwoord.status));
    verlengd();
    sluit();
  } catch {
    zeg('mislukt');
  }
}

export function bewaakSessie() {
  if (!sessie) {
    if (document.querySelector('[data-niemand]')) vensters?.postMessage('niemand');
    return;
  }
  if (vensters) {
    vensters.onmessage = ({ data }) => {
      if (data === 'niemand') {
        vraagNa();
        return;
      }
      laatste = Date.now();
      sluit();
    };
    vensters.postMessage('verlengd');
  }
  sessie.addEventListener('submit', blijf);
  setInterval(kijk, 1_000);
  document.addEventListener('visibilitychange', () => {
    kijk();
    if (document.visibilityState === 'visible' && sinds() > NAGEVRAAGD) vraagNa();
  });
  window.addEventListener('pageshow', async ({ persisted }) => {
    if (!persisted) return;
    document.body.hidden = true;
    await vraagNa();
    document.body.hidden = false;
  });
}
