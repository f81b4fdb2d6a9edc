import { alle, vul } from './hulp.js';

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
// What stands in the box is what is sent: the answer of that name, nothing, or a text that is no answer and is refused as such.
function kiesGetypt(lijst, tekst) {
  const gezocht = tekst.trim().toLowerCase();
  const los = lijst.querySelector('option[data-los]') ?? Object.assign(document.createElement('option'), { hidden: true });
  const gevonden = [...lijst.options].find((keuze) => keuze !== los && keuze.text.trim().toLowerCase() === gezocht);
  if (gezocht && !gevonden) {
    los.dataset.los = '';
    los.value = `?${tekst.trim()}`;
    lijst.append(los);
    los.selected = true;
    return;
  }
  los.remove();
  lijst.value = gezocht ? gevonden.value : '';
}
export function comboboxen(wortel) {
  for (const lijst of alle('select[data-combobox]', wortel)) {
    const teksten = document.querySelector('[data-combobox-niets]')?.dataset ?? {};
    laadCombobox().then(() => {
      const { id } = lijst;
      const hadFocus = document.activeElement === lijst;
      window.accessibleAutocomplete.enhanceSelectElement({
        selectElement: lijst,
        defaultValue: lijst.dataset.getypt ?? (lijst.selectedOptions[0]?.value ? undefined : ''),
        onConfirm: (tekst) => { if (tekst) kiesGetypt(lijst, tekst); },
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
      const vak = document.getElementById(id);
      erfVan(lijst, vak);
      vak.addEventListener('input', () => kiesGetypt(lijst, vak.value));
      if (lijst.dataset.getypt) kiesGetypt(lijst, lijst.dataset.getypt);
      if (hadFocus) vak.focus();
    });
  }
}
