// What every part of the script uses.
export const alle = (kiezer, wortel = document) => [...wortel.querySelectorAll(kiezer)];
export const vul = (sjabloon, waarden) => sjabloon.replace(/\{(\w+)\}/g, (heel, naam) => waarden[naam] ?? heel);
