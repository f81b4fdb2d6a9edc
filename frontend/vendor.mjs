// Rebuilds the vendored front end files. Needed only to upgrade them: npm ci && node vendor.mjs
// Everything it writes is committed; nobody needs Node to run or develop the application.
import { build } from 'esbuild';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const hier = import.meta.dirname;
const wortel = path.dirname(hier);
const doel = path.join(wortel, 'static', 'vendor');
const pakketmap = (...delen) => path.join(hier, 'node_modules', ...delen);
const lees = (bestand) => fs.readFileSync(bestand, 'utf8');
const { dependencies } = JSON.parse(lees(path.join(hier, 'package.json')));
const slot = JSON.parse(lees(path.join(hier, 'package-lock.json'))).packages;

fs.mkdirSync(path.join(doel, 'fonts'), { recursive: true });

// 1. NL Design System: one CSS file per component, bundled into one cascade layer.
const stijlbestand = (naam) =>
  ['dist/index.css', `dist/${naam.split('/')[1].replace(/-css$/, '')}.css`]
    .map((kandidaat) => pakketmap(naam, kandidaat))
    .find(fs.existsSync);
const componenten = Object.keys(dependencies).filter((naam) => naam.endsWith('-css'));
await build({
  stdin: {
    contents: componenten.map((naam) => `@import "${stijlbestand(naam)}" layer(nlds);`).join('\n'),
    loader: 'css',
    resolveDir: hier,
  },
  bundle: true,
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  outfile: path.join(doel, 'nlds.min.css'),
  banner: { css: '/*! NL Design System components, EUPL-1.2, see NOTICE.md */' },
});
fs.copyFileSync(pakketmap('@utrecht/alert-css/LICENSE.md'), path.join(doel, 'EUPL-1.2.md'));

// 2. Fira Sans, four weights.
for (const gewicht of [400, 500, 600, 700]) {
  const naam = `fira-sans-latin-${gewicht}-normal.woff2`;
  fs.copyFileSync(pakketmap('@fontsource/fira-sans/files', naam), path.join(doel, 'fonts', naam));
}

// 3. Icons that the templates use (iconen.txt), as one sprite that the template tag reads.
const namen = lees(path.join(hier, 'iconen.txt')).split(/\s+/).filter(Boolean).sort();
const symbool = (naam) => {
  const bron = lees(pakketmap('@tabler/icons/icons/outline', `${naam}.svg`));
  const inhoud = bron
    .match(/<svg[^>]*>(.*)<\/svg>/s)[1]
    .replace(/<path stroke="none"[^>]*\/>/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return `<symbol id="${naam}">${inhoud}</symbol>`;
};
fs.writeFileSync(
  path.join(wortel, 'schermen', 'iconen.svg'),
  `<!-- Tabler Icons ${slot['node_modules/@tabler/icons'].version}, MIT licence, see static/vendor/NOTICE.md -->\n` +
    `<svg xmlns="http://www.w3.org/2000/svg">\n${namen.map(symbool).join('\n')}\n</svg>\n`,
);
fs.copyFileSync(pakketmap('@tabler/icons/LICENSE'), path.join(doel, 'tabler-LICENSE.txt'));

// 4. Combo box for long lists. Source map reference removed: the map is not shipped.
for (const soort of ['js', 'css']) {
  const naam = `accessible-autocomplete.min.${soort}`;
  const tekst = lees(pakketmap('accessible-autocomplete/dist', naam)).replace(/\n?\/[/*]# sourceMappingURL=\S+( \*\/)?\s*$/, '\n');
  fs.writeFileSync(path.join(doel, naam), tekst);
}
fs.copyFileSync(pakketmap('accessible-autocomplete/LICENSE.txt'), path.join(doel, 'accessible-autocomplete-LICENSE.txt'));

// 5. What came from where, and the hash of every file that is really there.
const pakketten = Object.keys(dependencies)
  .filter((naam) => naam !== 'esbuild')
  .map((naam) => {
    const { version, license, integrity } = slot[`node_modules/${naam}`];
    return { name: naam, version, license, integrity };
  });
const sha256 = (bestand) => crypto.createHash('sha256').update(fs.readFileSync(bestand)).digest('hex');
const bestanden = fs
  .readdirSync(doel, { recursive: true, withFileTypes: true })
  .filter((ingang) => ingang.isFile() && ingang.name !== 'manifest.json')
  .map((ingang) => path.join(ingang.parentPath, ingang.name))
  .concat(path.join(wortel, 'schermen', 'iconen.svg'))
  .map((bestand) => [path.relative(wortel, bestand), sha256(bestand)])
  .sort(([een], [ander]) => (een < ander ? -1 : 1));
fs.writeFileSync(
  path.join(doel, 'manifest.json'),
  `${JSON.stringify({ packages: pakketten, files: Object.fromEntries(bestanden) }, null, 1)}\n`,
);
