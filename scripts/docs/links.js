import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from '../prepare.js';

const site = join(root, 'docs/api');

/** Checks that every link and picture within the built site leads somewhere, headings included. */
export function checkLinks() {
  const pages = readdirSync(site, { recursive: true }).filter((name) => name.endsWith('.html'));
  const texts = new Map(pages.map((name) => [join(site, name), readFileSync(join(site, name), 'utf8')]));
  let links = 0;
  const broken = [...texts].flatMap(([page, text]) =>
    [...text.matchAll(/\b(?:href|src)="([^"]+)"/g)]
      .map(([, link]) => link.replaceAll('&amp;', '&'))
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => (links += 1) && !leadsSomewhere(page, link, texts))
      .map((link) => `${relative(root, page)}: ${link}`),
  );
  for (const link of broken) console.error(`broken link in ${link}`);
  console.log(`docs: ${pages.length} pages, ${links} links within, ${broken.length} broken`);
  return broken.length === 0 ? 0 : 1;
}

function leadsSomewhere(page, link, texts) {
  const [path, anchor] = link.split('#').map(decodeURIComponent);
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(target)) return false;
  if (anchor === undefined || anchor === '' || !texts.has(target)) return true;
  return texts.get(target).includes(`id="${anchor}"`);
}
