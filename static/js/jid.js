// Progressive enhancement of the screens. Every page works without this file; nothing that a user typed is kept in the
// browser's storage, and every text on the screen comes from the page (data attributes), set with textContent.
(() => {
  'use strict';

  const alle = (kiezer, wortel = document) => [...wortel.querySelectorAll(kiezer)];
  const vul = (sjabloon, waarden) => sjabloon.replace(/\{(\w+)\}/g, (heel, naam) => waarden[naam] ?? heel);
  const taal = document.documentElement.lang || 'nl';
  const breed = window.matchMedia('(width >= 60rem)');

  // Error summary: gets the focus, its links bring the label into view and the focus to the input.
  function foutenoverzicht(wortel) {
    const overzicht = wortel.querySelector('#foutoverzicht');
    if (!overzicht) return;
    overzicht.focus();
    overzicht.addEventListener('click', (gebeurtenis) => {
      const link = gebeurtenis.target.closest('a[href^="#"]');
      const doel = link && document.getElementById(link.hash.slice(1));
      if (!doel) return;
      gebeurtenis.preventDefault();
      doel.focus({ preventScroll: true });
      (doel.closest('.utrecht-form-fieldset') ?? doel.closest('.utrecht-form-field') ?? doel).scrollIntoView({ block: 'start' });
    });
  }

  // Character counter: says what is left, politely, and does not cut off a pasted text.
  function tellers(wortel) {
    for (const vak of alle('textarea[data-max]', wortel)) {
      const teller = document.getElementById(`${vak.id}_teller`);
      if (!teller) continue;
      const getal = new Intl.NumberFormat(taal);
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
  function voorwaardelijk(wortel) {
    for (const deel of alle('[data-toon-bij]', wortel)) {
      const formulier = deel.closest('form');
      const [naam, waarden] = deel.dataset.toonBij.split(':');
      const toon = () => {
        const gekozen = new FormData(formulier).getAll(naam);
        deel.hidden = !waarden.split(',').some((waarde) => gekozen.includes(waarde));
      };
      formulier.addEventListener('change', toon);
      toon();
    }
  }

  // Unsaved changes: a form with data-bewaak or with a saved draft warns before its text is lost.
  const onbewaard = new Set();
  function bewaking(wortel) {
    for (const formulier of alle('form[data-bewaak], form[data-autosave-url]', wortel)) {
      formulier.addEventListener('input', () => onbewaard.add(formulier));
      formulier.addEventListener('submit', () => onbewaard.delete(formulier));
    }
  }
  window.addEventListener('beforeunload', (gebeurtenis) => {
    if ([...onbewaard].some((formulier) => formulier.isConnected)) gebeurtenis.preventDefault();
  });

  // Draft on the server. One request at a time; the number in the field `volgnummer` only rises, so that an older
  // text can never overwrite a newer one.
  class Concept {
    constructor(formulier) {
      this.formulier = formulier;
      this.regel = document.querySelector(formulier.dataset.autosave || '#bewaarregel');
      this.nummer = Number(formulier.elements.volgnummer?.value || 0);
      this.pauze = 10_000;
      this.gestopt = false;
      formulier.addEventListener('input', () => this.plan(1_000));
      formulier.addEventListener('submit', () => this.stop());
      window.addEventListener('online', () => this.vuil() && this.plan(0));
      document.addEventListener('jid:bewaar-nu', () => this.vuil() && this.bewaar());
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'hidden' && this.vuil()) this.bewaar({ keepalive: true });
      });
    }

    vuil() {
      return onbewaard.has(this.formulier);
    }

    plan(wachttijd) {
      clearTimeout(this.klok);
      if (!this.gestopt) this.klok = setTimeout(() => this.bewaar(), wachttijd);
    }

    stop() {
      this.gestopt = true;
      clearTimeout(this.klok);
      this.verzoek?.abort();
    }

    meld(sleutel, waarden = {}) {
      const tekst = this.regel?.querySelector('[data-tekst]');
      if (!tekst) return;
      tekst.textContent = vul(this.regel.dataset[sleutel], waarden);
      this.regel.classList.toggle('app-autosave--mis', sleutel !== 'bewaard');
    }

    gegevens() {
      const gegevens = new FormData(this.formulier);
      for (const [naam, waarde] of [...gegevens]) if (waarde instanceof File) gegevens.delete(naam);
      gegevens.set('volgnummer', String(this.nummer));
      return gegevens;
    }

    async bewaar({ keepalive = false } = {}) {
      if (this.gestopt) return;
      if (this.bezig) {
        this.nogmaals = true;
        return;
      }
      clearTimeout(this.klok);
      this.bezig = true;
      this.nummer += 1;
      if (this.formulier.elements.volgnummer) this.formulier.elements.volgnummer.value = String(this.nummer);
      onbewaard.delete(this.formulier);
      this.verzoek = new AbortController();
      try {
        const antwoord = await fetch(this.formulier.dataset.autosaveUrl, {
          method: 'POST',
          body: this.gegevens(),
          headers: { Accept: 'application/json' },
          credentials: 'same-origin',
          signal: this.verzoek.signal,
          keepalive,
        });
        await this.verwerk(antwoord);
      } catch (fout) {
        if (fout.name !== 'AbortError') this.mislukt('mislukt');
      } finally {
        this.bezig = false;
      }
      if (this.nogmaals) {
        this.nogmaals = false;
        this.plan(0);
      }
    }

    async verwerk(antwoord) {
      if (antwoord.status === 409) return this.einde('anderVenster');
      if (antwoord.status === 404 || antwoord.status === 410) return this.einde('verdwenen');
      if (antwoord.redirected || antwoord.status === 401 || antwoord.status === 403) return this.mislukt('aanmelden');
      if (!antwoord.ok) return this.mislukt('mislukt');
      const { bewaard_om: tijd, volgnummer } = await antwoord.json();
      this.nummer = Math.max(this.nummer, Number(volgnummer) || 0);
      this.pauze = 10_000;
      this.meld('bewaard', { tijd });
      sessieVerlengd();
    }

    einde(sleutel) {
      onbewaard.add(this.formulier);
      this.meld(sleutel);
      this.stop();
    }

    mislukt(sleutel) {
      onbewaard.add(this.formulier);
      this.meld(sleutel);
      this.plan(this.pauze);
      this.pauze = Math.min(this.pauze * 2, 60_000);
    }
  }

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
      if (navigator.onLine && Date.now() - laatste < NET_GESPROKEN) return;
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
    } else doel.click();
  });
  function sneltoetsen(wortel) {
    if (zonderSneltoetsen) for (const doel of alle('[aria-keyshortcuts]', wortel)) doel.removeAttribute('aria-keyshortcuts');
  }

  // End of the session: warns two minutes before, also when the machine slept or another window stayed active.
  const sessie = document.getElementById('sessie');
  const vensters = 'BroadcastChannel' in window ? new BroadcastChannel('jid-sessie') : null;
  const WAARSCHUWING = 120_000;
  let laatste = Date.now();
  function sessieVerlengd() {
    laatste = Date.now();
    vensters?.postMessage('verlengd');
  }
  function bewaakSessie() {
    if (!sessie) return;
    const tekst = sessie.querySelector('[data-tekst]');
    const knop = sessie.querySelector('button');
    const duur = Number(sessie.dataset.seconden) * 1000;
    let voorbij = false;
    const sluit = () => sessie.open && !voorbij && sessie.close();
    if (vensters) {
      vensters.onmessage = () => {
        laatste = Date.now();
        sluit();
      };
      vensters.postMessage('verlengd');
    }
    sessie.addEventListener('submit', async (gebeurtenis) => {
      gebeurtenis.preventDefault();
      gebeurtenis.stopPropagation();
      try {
        const antwoord = await fetch(sessie.dataset.url, { method: 'POST', body: new FormData(gebeurtenis.target) });
        if (!antwoord.ok || antwoord.redirected) throw new Error(String(antwoord.status));
        sessieVerlengd();
        sluit();
      } catch {
        tekst.textContent = sessie.dataset.mislukt;
      }
    });
    const kijk = () => {
      const rest = duur - (Date.now() - laatste);
      if (voorbij || rest > WAARSCHUWING) return;
      if (rest > 0) {
        if (sessie.open) return;
        document.dispatchEvent(new Event('jid:bewaar-nu'));
        tekst.textContent = document.querySelector('form[data-autosave-url]') ? sessie.dataset.metConcept : sessie.dataset.zonderConcept;
        sessie.showModal();
        return;
      }
      voorbij = true;
      if (!onbewaard.size) {
        window.location.assign(window.location.href);
        return;
      }
      tekst.textContent = sessie.dataset.voorbij;
      knop.hidden = true;
      if (!sessie.open) sessie.showModal();
    };
    setInterval(kijk, 1_000);
    document.addEventListener('visibilitychange', kijk);
  }

  // Filter panel: open where there is room, closed on a telephone.
  function panelen(wortel) {
    for (const paneel of alle('details[data-open-breed]', wortel)) {
      const stel = () => paneel.toggleAttribute('open', breed.matches);
      breed.addEventListener('change', stel);
      if (breed.matches) stel();
    }
  }

  // The current entry of a menu that scrolls sideways stands in view.
  function menus(wortel) {
    for (const huidig of alle('.app-nav__list [aria-current], .app-subnav [aria-current]', wortel)) {
      const lijst = huidig.closest('ul');
      if (lijst.scrollWidth > lijst.clientWidth) lijst.scrollLeft = huidig.offsetLeft - 24;
    }
  }

  // Combo box: long lists get a box to type in; the script is loaded only where such a list stands.
  let combobox;
  function laadCombobox() {
    const { comboboxJs, comboboxCss } = document.body.dataset;
    combobox ??= new Promise((klaar, mis) => {
      const stijl = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: comboboxCss });
      const script = Object.assign(document.createElement('script'), { src: comboboxJs, onload: klaar, onerror: mis });
      document.head.append(stijl, script);
    });
    return combobox;
  }
  // The search box takes over what the list said of itself: required, wrong, and by which words it is explained.
  function erfVan(lijst, vak) {
    for (const naam of ['aria-required', 'aria-invalid']) {
      if (lijst.hasAttribute(naam)) vak.setAttribute(naam, lijst.getAttribute(naam));
    }
    const uitleg = [lijst.getAttribute('aria-describedby'), vak.getAttribute('aria-describedby')];
    vak.setAttribute('aria-describedby', uitleg.filter(Boolean).join(' '));
  }
  function comboboxen(wortel) {
    for (const lijst of alle('select[data-combobox]', wortel)) {
      const teksten = document.querySelector('[data-combobox-niets]')?.dataset ?? {};
      laadCombobox().then(() => {
        const { id } = lijst;
        window.accessibleAutocomplete.enhanceSelectElement({
          selectElement: lijst,
          defaultValue: lijst.selectedOptions[0]?.value ? undefined : '',
          inputClasses: 'utrecht-textbox utrecht-textbox--html-input',
          showAllValues: true,
          dropdownArrow: () => '',
          tNoResults: () => teksten.comboboxNiets,
          tStatusNoResults: () => teksten.comboboxNiets,
          tStatusQueryTooShort: () => '',
          tStatusSelectedOption: (keuze) => keuze,
          tStatusResults: (aantal) => vul(teksten.comboboxAantal, { aantal }),
          tAssistiveHint: () => teksten.comboboxHulp,
        });
        erfVan(lijst, document.getElementById(id));
      });
    }
  }

  // "Vandaag" beside the three boxes of a date: fills them, and says so. Hidden where there is no script to do it.
  function vandaagKnoppen(wortel) {
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

  function afdrukken(wortel) {
    for (const knop of alle('button[data-afdrukken]', wortel)) {
      (knop.closest('[hidden]') ?? knop).hidden = false;
      knop.addEventListener('click', () => window.print());
    }
  }

  // Choosing rows: all of this page at once, and how many there are. Without script every row has its own box.
  function stapels(wortel) {
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
    sessieVerlengd();
  });
  document.addEventListener('htmx:afterSwap', ({ target }) => verrijk(target));
  // htmx notes the address, which may hold a search term; without its history cache nobody reads that note.
  const wisAdres = () => sessionStorage.removeItem('htmx-current-path-for-history');
  window.addEventListener('load', wisAdres);
  window.addEventListener('pagehide', wisAdres);

  // A zaak tells the log that it is about to be printed. Printing goes on, whatever comes of that.
  const afdruk = document.querySelector('form[data-afdruk]');
  if (afdruk) window.addEventListener('beforeprint', () => fetch(afdruk.action, { method: 'POST', body: new FormData(afdruk), keepalive: true }).catch(() => undefined));

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
    foutenoverzicht(wortel);
  }

  verrijk(document);
  bewaakSessie();
})();
