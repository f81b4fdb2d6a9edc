import { vul } from './hulp.js';
import { onbewaard } from './onbewaard.js';
import { verlengd } from './sessie.js';

// Draft on the server. One request at a time; the number in the field `volgnummer` only rises, so that an older
// text can never overwrite a newer one.
export class Concept {
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
    const { bewaard_om: tijd, volgnummer, geladen } = await antwoord.json();
    this.nummer = Math.max(this.nummer, Number(volgnummer) || 0);
    if (this.formulier.elements.geladen && geladen !== undefined) this.formulier.elements.geladen.value = geladen;
    this.pauze = 10_000;
    this.meld('bewaard', { tijd });
    verlengd();
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
