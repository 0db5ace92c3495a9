import { once } from 'node:events';
import { connect as connectPlain } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { BatchV1Api, KubeConfig } from '@kubernetes/client-node';
import { connect } from 'kubernetes-job-environment';
import { EmbeddedCluster } from '../../src/testing/index.js';
import { makeAuthority } from '../support/certificates.js';
import { jobManifest } from './api.js';

const body = (name: string) => jobManifest(name, { suspend: true });
const namespace = 'default';

describe('an embedded cluster with TLS', () => {
  test('is trusted through its kubeconfig', async () => {
    await using cluster = await EmbeddedCluster.start({ tls: true });
    const config = new KubeConfig();
    config.loadFromString(cluster.kubeConfig);
    await config.makeApiClient(BatchV1Api).createNamespacedJob({ namespace, body: body('one') });
    await using api = connect(cluster.kubeConfig);
    await api.createNamespacedJob({ namespace, body: body('two') });

    expect(cluster.url).toMatch(/^https:/);
    expect(cluster.jobs().map(({ metadata }) => metadata.name)).toEqual(['one', 'two']);
  });

  test('has a certificate of its own, which another kubeconfig does not trust', async () => {
    await using cluster = await EmbeddedCluster.start({ tls: true });
    const other = Buffer.from(makeAuthority().cert).toString('base64');
    await using api = connect(
      cluster.kubeConfig.replace(/("certificate-authority-data": )"[^"]*"/, `$1"${other}"`),
    );

    await expect(api.list('jobs', { namespace })).rejects.toMatchObject({ code: 'API_CONNECTION' });
  });

  test.each([
    ['before-handling', 0],
    ['after-handling', 1],
  ] as const)('drops the connection %s: then there are %i Jobs', async (drop, jobs) => {
    await using cluster = await EmbeddedCluster.start({ tls: true });
    cluster.faults.add({ method: 'POST', drop });
    await using api = connect(cluster.kubeConfig);
    const failed = api.createNamespacedJob({ namespace, body: body('one') });

    await expect(failed).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(cluster.jobs()).toHaveLength(jobs);
  });

  test('hangs up on who speaks plain HTTP, and serves others', async () => {
    await using cluster = await EmbeddedCluster.start({ tls: true });
    const plain = connectPlain(Number(new URL(cluster.url).port), '127.0.0.1');
    plain.on('error', () => undefined).resume();
    plain.write('GET /version HTTP/1.1\r\n\r\n');
    await once(plain, 'close');
    await using api = connect(cluster.kubeConfig);

    expect(await api.list('jobs', { namespace })).toMatchObject({ items: [] });
  });

  test('ends though a client has connected and says nothing', async () => {
    const cluster = await EmbeddedCluster.start({ tls: true });
    const silent = connectPlain(Number(new URL(cluster.url).port), '127.0.0.1');
    silent.on('error', () => undefined).resume();
    const closed = once(silent, 'close');
    await once(silent, 'connect');
    await cluster.stop();
    await closed;
  });
});
