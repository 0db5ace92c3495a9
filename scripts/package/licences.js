import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../prepare.js';
import { inlined } from './inlined.js';

/** What may come along with an Apache-2.0 package: https://www.apache.org/legal/resolved.html#category-a */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
]);

/** What tools may have besides, as nothing of them is handed on. */
const forTools = new Set(['CC-BY-3.0', 'CC-BY-4.0', 'MPL-2.0']);

/** Checks the licence of every package that package-lock.json names. */
export function checkLicences() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const installed = Object.entries(packages).filter(([path]) => path !== '');
  const isTool = ([path, { dev }]) => dev === true && !(nameOf(path) in inlined);
  const refused = installed.filter((one) => !isAllowed(one[1].license ?? 'none', isTool(one)));
  for (const [path, { license }] of refused) console.error(`${path} has the licence ${license ?? 'none'}.`);
  if (refused.length > 0) return 1;
  const ours = installed
    .filter((one) => !isTool(one))
    .map(([path, { license }]) => `${nameOf(path)} (${license})`);
  console.log(`licences: ${ours.join(', ')}; ${installed.length - ours.length} tools, all permissive`);
  return 0;
}

function nameOf(path) {
  return path.replace('node_modules/', '');
}

/** `MIT`, `(MIT OR GPL-3.0)`, `MIT AND ISC`. */
function isAllowed(licence, isTool) {
  const allowed = (name) => permissive.has(name) || (isTool && forTools.has(name));
  return licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every(allowed));
}
