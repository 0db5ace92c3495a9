/*
 * Asks a real API server for its verdict on mutated manifests and stores it; see scripts/record-validation-corpus.js.
 */
import { writeFileSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { fixturePath } from './fixtures.js';
import { baseManifests, generateMutations, mutate, type Mutation } from './mutations.js';
import { sentJob, type Recorded } from './verdicts.js';

const COUNT = Number(process.env['CORPUS_COUNT'] ?? 1500);
const SEED = Number(process.env['CORPUS_SEED'] ?? 2026);

test('the verdicts of the API server are recorded', async () => {
  const ask = client(process.env['CORPUS_KUBECONFIG'] ?? '');
  const bases = baseManifests();
  const cases: { base: string; mutation: Mutation }[] = [
    ...[...bases.keys()].map((base) => ({ base, mutation: ['none'] as Mutation })),
    ...generateMutations(bases, COUNT, SEED),
  ];
  const recorded: Recorded[] = [];
  for (const { base, mutation } of cases) {
    const job = mutate(bases.get(base) ?? {}, mutation);
    const { status, message } = await ask(sentJob(job));
    expect([201, 400, 422, 500]).toContain(status);
    recorded.push({ base, mutation, status, ...(status === 201 ? {} : { message: message.slice(0, 300) }) });
  }
  const lines = recorded.map((entry) => JSON.stringify(entry)).join(',\n');
  writeFileSync(process.env['CORPUS_FILE'] ?? fixturePath('validation/corpus.json'), `[\n${lines}\n]\n`);
}, 600_000);

function client(kubeconfig: string): (job: unknown) => Promise<{ status: number; message: string }> {
  const config = parse(readFileSync(kubeconfig, 'utf8'));
  const { server, 'certificate-authority-data': ca } = config.clusters[0].cluster;
  const { 'client-certificate-data': cert, 'client-key-data': key } = config.users[0].user;
  const decode = (data: string): Buffer => Buffer.from(data, 'base64');
  const agent = new Agent({ keepAlive: true, ca: decode(ca), cert: decode(cert), key: decode(key) });
  const path = '/apis/batch/v1/namespaces/default/jobs?dryRun=All&fieldValidation=Strict';
  return (job) =>
    new Promise((resolve, reject) => {
      const sent = request(`${server}${path}`, {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json' },
      });
      // Some manifests make a validation of the API server panic; it then closes the connection without an answer.
      sent.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ECONNRESET' ? resolve({ status: 500, message: 'no answer' }) : reject(error),
      );
      sent.on('response', (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (body += chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            message: (JSON.parse(body) as { message?: string }).message ?? '',
          }),
        );
      });
      sent.end(JSON.stringify(job));
    });
}
