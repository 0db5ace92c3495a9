import { describe, expect, test } from '@jest/globals';
import { EmbeddedCluster } from '../../src/testing/index.js';
import { api } from './api.js';

describe('the OpenAPI of an embedded cluster', () => {
  test('tells kubectl that a server checks the fields of what it is sent', async () => {
    await using cluster = await EmbeddedCluster.start();
    const { body } = await api(cluster, 'GET', '/openapi/v3');
    expect(Object.keys(body.paths)).toEqual(['apis/batch/v1', 'api/v1']);

    const { serverRelativeURL } = body.paths['apis/batch/v1'];
    const document = (await api(cluster, 'GET', serverRelativeURL)).body;
    const { patch } = document.paths['/apis/batch/v1/namespaces/{namespace}/jobs/{name}'];
    expect(patch['x-kubernetes-group-version-kind']).toEqual({ group: 'batch', version: 'v1', kind: 'Job' });
    expect(patch.parameters).toContainEqual(
      expect.objectContaining({ name: 'fieldValidation', in: 'query' }),
    );
  });

  test('has no document of what is not served', async () => {
    await using cluster = await EmbeddedCluster.start();
    expect(await api(cluster, 'GET', '/openapi/v3/apis/apps/v1')).toMatchObject({ status: 404 });
  });
});
