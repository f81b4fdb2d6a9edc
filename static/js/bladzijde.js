// A page beside its forms: shortcuts, panels, menus, tables, choosing rows, printing.
import { alle, vul } from './hulp.js';

// Shortcuts, only with Alt+Shift: data-sneltoets="N" on a link, button or input. The account may have switched them off.
const zonderSneltoetsen = document.body.dataset.sneltoetsen === 'uit';
document.addEventListener('keydown', (gebeurtenis) => {
  if (zonderSneltoetsen || !gebeurtenis.altKey || !gebeurtenis.shiftKey) return;
  const letter = /^Key([A-Z])$/.exec(gebeurtenis.code)?.[1];
  const doel = letter && document.querySelector(`[data-sneltoets="${letter}"]`);
  if (!doel) return;
  gebeurtenis.preventDefault();
  if (doel.matches('input, select, textarea')) {
    doel.closest('details')?.setAttribute('open', '');
    doel.focus();
  } else if (doel.matches('a[href]')) {
    location.assign(doel.href); // a click while Alt and Shift are down downloads the link, or opens a window
  } else doel.click();
});
export function sneltoetsen(wortel) {
  if (zonderSneltoetsen) for (const doel of alle('[aria-keyshortcuts]', wortel)) doel.removeAttribute('aria-keyshortcuts');
}

const breed = window.matchMedia('(width >= 80rem)');
// Filter panel: open where there is room, closed on a telephone.
export function panelen(wortel) {
  for (const paneel of alle('details[data-open-breed]', wortel)) {
    const stel = () => paneel.toggleAttribute('open', breed.matches);
    breed.addEventListener('change', stel);
    if (breed.matches) stel();
  }
}

// The current entry of a menu that scrolls sideways stands in view.
export function menus(wortel) {
  for (const huidig of alle('.app-nav__list [aria-current], .app-subnav [aria-current]', wortel)) {
    const lijst = huidig.closest('ul');
    if (lijst.scrollWidth > lijst.clientWidth) lijst.scrollLeft = huidig.offsetLeft - 24;
  }
}

// A box that scrolls sideways takes the focus for the arrow keys; one in which all fits has no use for it.
export function schuifvakken(wortel) {
  for (const vak of alle('.app-scroll[tabindex]', wortel)) {
    const stel = () => {
      if (vak.scrollWidth > vak.clientWidth) vak.tabIndex = 0;
      else vak.removeAttribute('tabindex');
    };
    new ResizeObserver(stel).observe(vak);
    stel();
  }
}

// Choosing rows: all of this page at once, and how many there are. Without script every row has its own box.
export function stapels(wortel) {
  for (const formulier of alle('form[data-stapel]', wortel)) {
    const vakken = alle('input[name="zaak"]', formulier);
    const alles = formulier.querySelector('[data-stapel-alles]');
    const regel = formulier.querySelector('[data-stapel-aantal]');
    alles.closest('[hidden]').hidden = false;
    const toon = () => {
      const aantal = vakken.filter((vak) => vak.checked).length;
      alles.checked = aantal === vakken.length;
      alles.indeterminate = aantal > 0 && !alles.checked;
      regel.textContent = aantal ? vul(aantal === 1 ? regel.dataset.een : regel.dataset.meer, { aantal }) : '';
    };
    formulier.addEventListener('change', ({ target }) => {
      if (target === alles) for (const vak of vakken) vak.checked = alles.checked;
      toon();
    });
    toon();
  }
}

export function afdrukken(wortel) {
  for (const knop of alle('button[data-afdrukken]', wortel)) {
    (knop.closest('[hidden]') ?? knop).hidden = false;
    knop.addEventListener('click', () => window.print());
  }
}

// A zaak tells the log that it is about to be printed. Printing goes on, whatever comes of that.
const afdruk = document.querySelector('form[data-afdruk]');
if (afdruk) window.addEventListener('beforeprint', () => fetch(afdruk.action, { method: 'POST', body: new FormData(afdruk), keepalive: true }).catch(() => undefined));
