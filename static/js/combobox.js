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
export function comboboxen(wortel) {
  for (const lijst of alle('select[data-combobox]', wortel)) {
    const teksten = document.querySelector('[data-combobox-niets]')?.dataset ?? {};
    laadCombobox().then(() => {
      const { id } = lijst;
      const hadFocus = document.activeElement === lijst;
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
      const vak = document.getElementById(id);
      erfVan(lijst, vak);
      if (hadFocus) vak.focus();
    });
  }
}
