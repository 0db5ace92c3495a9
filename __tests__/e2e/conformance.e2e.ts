import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import type { RealCluster } from '../../e2e/cluster/real-cluster.js';
import type { Script } from '../conformance/corpus/script.js';
import { scripts } from '../conformance/corpus/scripts.js';
import { runEmbedded } from '../conformance/embedded.js';
import { exchange } from '../conformance/exchange.js';
import type { Target } from '../conformance/exchange.js';
import { readAnswers, writeAnswers } from '../conformance/fixtures.js';
import { prepareNamespaces, runScript } from '../conformance/run-script.js';
import type { Answer } from '../conformance/run-script.js';
import { judge } from '../conformance/verdict.js';
import { overload } from './support/overload.js';
import { startTestCluster } from './support/test-cluster.js';

// Answers differ from version to version: the stored ones, and the embedded cluster, are about this one.
const kubernetes = '1.37.2';
const asked = process.env['E2E_KUBERNETES'] || kubernetes;
const record = process.env['RECORD_CONFORMANCE'] === '1';

(asked === kubernetes ? describe : describe.skip).each([
  ['', scripts.filter(({ needs }) => needs !== 'node')],
  [' with a node', scripts.filter(({ needs }) => needs === 'node')],
])(`the conformance corpus on Kubernetes ${kubernetes}%s`, (withNode, part) => {
  let cluster: RealCluster;
  let target: Target;
  beforeAll(async () => {
    cluster = await startTestCluster({ node: withNode !== '' });
    target = targetOf(cluster);
    await prepareNamespaces(target, part);
    for (const { name } of part) await serviceAccountIn(target, name);
  });
  afterAll(() => cluster?.stop());

  test.each(part.map((script) => [script.name, script] as const))(
    '%s: the real server answers as stored, and so does the embedded cluster, but for declared differences',
    async (_, script) => {
      const real = await answersOf(script);
      if (record) writeAnswers(script, real);
      expect(real).toEqual(readAnswers(script));
      expect(judge(script, real, await runEmbedded(script))).toEqual([]);
    },
  );

  async function answersOf(script: Script): Promise<Answer[]> {
    if (script.needs !== 'overload') return await runScript(target, script);
    const user = { ...target, token: cluster.tokens.user };
    const relieve = await overload(target, user);
    try {
      return await runScript(user, script);
    } finally {
      relieve();
    }
  }
});

function targetOf(cluster: RealCluster): Target {
  const { server, tokens, kubeConfig } = cluster;
  const { clusters } = parse(kubeConfig) as { clusters: { cluster: Record<string, string> }[] };
  const ca = Buffer.from(clusters[0]?.cluster['certificate-authority-data'] ?? '', 'base64').toString();
  return { url: server, token: tokens.admin, ca, compact: () => cluster.forgetHistory() };
}

/** A controller makes it soon after the namespace; no Pod is taken before. */
async function serviceAccountIn(target: Target, namespace: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/default`;
  const headers = { authorization: `Bearer ${target.token}` };
  for (;;) {
    const { status } = await exchange(target, { method: 'GET', path, headers });
    if (status === 200) return;
    await sleep(50);
  }
}
