import { alle } from './hulp.js';

// Unsaved changes: a form with data-bewaak or with a saved draft warns before its text is lost.
export const onbewaard = new Set();
export function bewaking(wortel) {
  for (const formulier of alle('form[data-bewaak], form[data-autosave-url]', wortel)) {
    formulier.addEventListener('input', () => onbewaard.add(formulier));
    formulier.addEventListener('submit', () => onbewaard.delete(formulier));
  }
}
window.addEventListener('beforeunload', (gebeurtenis) => {
  if ([...onbewaard].some((formulier) => formulier.isConnected)) gebeurtenis.preventDefault();
});
