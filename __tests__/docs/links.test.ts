import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

const docs = readdirSync(join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);
const pages = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'e2e/README.md', ...docs];

const withoutCode = (text: string): string => text.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, '');

/** The anchors of a page, as GitHub makes them of its headings. */
function anchors(page: string): Set<string> {
  const headings = read(page)
    .replace(/^```.*?^```$/gms, '')
    .matchAll(/^#+ (.*)$/gm);
  return new Set([...headings].map(([, title = '']) => slug(title)));
}

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\-_ ]/gu, '')
    .replaceAll(' ', '-');

test.each(pages)('the links of %s lead somewhere', (page) => {
  const links = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const broken = links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && target.endsWith('.md') && !anchors(target).has(anchor);
    });
  expect(broken).toEqual([]);
});

test('every page of the docs is a page of the site', () => {
  const { projectDocuments } = JSON.parse(read('typedoc.json')) as { projectDocuments: string[] };
  expect(projectDocuments.filter((page) => page.startsWith('docs/')).sort()).toEqual(docs.sort());
});

test('the page on errors has each code, and no other', () => {
  const [, union = ''] = /export type ErrorCode =(.*?);/s.exec(read('src/errors.ts')) ?? [];
  const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code]) => code);
  const headings = [...read('docs/errors.md').matchAll(/^### (\w+)$/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(20);
  expect(headings.sort()).toEqual(codes.sort());
});

test('the page on security has each right, and no other', async () => {
  const { permissions } = await import('../../src/cluster/permissions.js');
  const [, table = ''] = /^\| verb .*?\n(.*?)\n\n/ms.exec(read('docs/security.md')) ?? [];
  const rows = table.split('\n').map((row) => row.split('|').map((cell) => cell.trim()));
  const told = rows.flatMap(([, verbs = '', resource = '']) =>
    [...verbs.matchAll(/`(\w+)`/g)].map(([, verb]) => `${verb} ${resource}`),
  );
  expect(told.sort()).toEqual(permissions.map(({ verb, resource }) => `${verb} ${resource}`).sort());
});
