import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { CliFolder } from '../support/cli.js';

const folder = new CliFolder();
afterAll(() => folder[Symbol.dispose]());

const manifest = readFileSync(fileURLToPath(new URL('../../deploy/rbac.yaml', import.meta.url)), 'utf8');
const objectsOf = (text: string): any[] => [...parseAllDocuments(text)].map((document) => document.toJS());

describe('rbac', () => {
  test('prints the manifest', async () => {
    const { code, stdout, stderr } = await folder.run(['rbac']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(manifest);
  });

  test('puts a namespace that is named into every object', async () => {
    const { stdout } = await folder.run(['rbac', '--namespace', 'flows']);
    const expected = objectsOf(manifest).map((object) => ({
      ...object,
      metadata: { ...object.metadata, namespace: 'flows' },
    }));
    expect(objectsOf(stdout)).toEqual(expected);
  });

  test('takes the namespace of a context that is named', async () => {
    const kubeConfig = JSON.stringify({
      clusters: [{ name: 'c', cluster: { server: 'http://127.0.0.1:1' } }],
      users: [{ name: 'u', user: {} }],
      contexts: [{ name: 'mine', context: { cluster: 'c', user: 'u', namespace: 'of-context' } }],
    });
    const { stdout } = await folder.run(['rbac', '--context', 'mine', '--output', 'json'], { kubeConfig });
    const { kind, items } = JSON.parse(stdout) as { kind: string; items: any[] };
    expect(kind).toBe('List');
    expect(items.map(({ metadata }) => metadata.namespace)).toEqual([
      'of-context',
      'of-context',
      'of-context',
    ]);
  });
});
