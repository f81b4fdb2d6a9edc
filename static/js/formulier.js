// Filling in: where a link or an error leads to, counters, parts that come and go, today's date.
import { alle, vul } from './hulp.js';

// To the input that a link names: its label comes into view, the input gets the focus.
function naarVeld(id) {
  const doel = document.getElementById(id);
  if (!doel) return false;
  doel.focus({ preventScroll: true });
  (doel.closest('.utrecht-form-fieldset') ?? doel.closest('.utrecht-form-field') ?? doel).scrollIntoView({ block: 'start' });
  return true;
}

// Error summary: gets the focus, its links lead to the fields.
export function foutenoverzicht(wortel) {
  const overzicht = wortel.querySelector('#foutoverzicht');
  if (!overzicht) return;
  overzicht.focus();
  // A form that was opened at one of its fields is sent to the same address: the browser goes to the field when all is loaded.
  if (window.location.hash) window.addEventListener('load', () => setTimeout(() => overzicht.focus()));
  overzicht.addEventListener('click', (gebeurtenis) => {
    const link = gebeurtenis.target.closest('a[href^="#"]');
    if (link && naarVeld(link.hash.slice(1))) gebeurtenis.preventDefault();
  });
}

// A page that was opened at one of its fields begins there, unless it has errors to tell first.
export function naarAnker() {
  const { hash } = window.location;
  if (hash.startsWith('#id_') && !document.getElementById('foutoverzicht')) naarVeld(hash.slice(1));
}

// Character counter: says what is left, politely, and does not cut off a pasted text.
export function tellers(wortel) {
  for (const vak of alle('textarea[data-max]', wortel)) {
    const teller = document.getElementById(`${vak.id}_teller`);
    if (!teller) continue;
    const getal = new Intl.NumberFormat(document.documentElement.lang || 'nl');
    const maximum = Number(vak.dataset.max);
    let wacht;
    const toon = () => {
      const over = maximum - vak.value.replace(/\r?\n/g, '\r\n').length;
      teller.textContent = vul(over >= 0 ? teller.dataset.nog : teller.dataset.teveel, { aantal: getal.format(Math.abs(over)) });
      teller.classList.toggle('app-charcount--teveel', over < 0);
    };
    teller.setAttribute('aria-live', 'polite');
    vak.addEventListener('input', () => {
      clearTimeout(wacht);
      wacht = setTimeout(toon, 300);
    });
    if (vak.value) toon();
  }
}

// A part of a form that matters for some answers only: <div data-toon-bij="veldnaam:waarde,andere">.
// With data-leeg-als-dicht another answer takes its ticks away too: nobody is blocked by what is out of sight.
export function voorwaardelijk(wortel) {
  for (const deel of alle('[data-toon-bij]', wortel)) {
    const formulier = deel.closest('form');
    const [naam, waarden] = deel.dataset.toonBij.split(':');
    const toon = () => {
      const gekozen = new FormData(formulier).getAll(naam);
      deel.hidden = !waarden.split(',').some((waarde) => gekozen.includes(waarde));
    };
    formulier.addEventListener('change', () => {
      toon();
      if (!deel.hidden || !('leegAlsDicht' in deel.dataset)) return;
      alle('input:checked', deel).forEach((vak) => { vak.checked = false; });
    });
    toon();
  }
}

// "Vandaag" beside the three boxes of a date: fills them, and says so. Hidden where there is no script to do it.
export function vandaagKnoppen(wortel) {
  for (const knop of alle('button[data-vandaag]', wortel)) {
    const datum = knop.closest('.app-date');
    knop.hidden = false;
    knop.addEventListener('click', () => {
      const delen = knop.dataset.vandaag.split('-');
      alle('input', datum).forEach((vak, plaats) => {
        vak.value = delen[plaats];
        vak.dispatchEvent(new Event('input', { bubbles: true }));
        vak.dispatchEvent(new Event('change', { bubbles: true }));
      });
      datum.querySelector('[role="status"]').textContent = knop.dataset.ingevuld;
    });
  }
}
