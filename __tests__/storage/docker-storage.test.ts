import { describe, expect, test } from '@jest/globals';
import { DockerStorage } from '../../src/index.js';

describe('the image of a DockerStorage', () => {
  test.each([
    ['gcr.io/dev/', 'k8s-job-flow', 'gcr.io/dev/k8s-job-flow:0.1.0'],
    ['gcr.io/dev', 'k8s-job-flow', 'gcr.io/dev/k8s-job-flow:0.1.0'],
    ['gcr.io/dev//', 'k8s-job-flow', 'gcr.io/dev/k8s-job-flow:0.1.0'],
    ['localhost:5000', 'a/b', 'localhost:5000/a/b:0.1.0'],
    ['', 'k8s-job-flow', 'k8s-job-flow:0.1.0'],
    ['gcr.io/dev', 'a//b/', 'gcr.io/dev/a/b:0.1.0'],
  ])('of registry %j and name %j is %s', (registryUrl, imageName, image) => {
    expect(new DockerStorage({ registryUrl, imageName, imageTag: '0.1.0' }).image).toBe(image);
  });

  test('needs no registry', () => {
    expect(new DockerStorage({ imageName: 'test2', imageTag: 'test3' }).image).toBe('test2:test3');
  });

  test.each([
    [{ imageName: '', imageTag: 'x' }, 'imageName'],
    [{ imageName: 'x', imageTag: '' }, 'imageTag'],
    [{ imageName: 'x' }, 'imageTag'],
    [{ imageName: '/abs', imageTag: 'x' }, 'imageName'],
    [{ imageName: 'UPPER', imageTag: 'x' }, 'imageName'],
    [{ imageName: 'a b', imageTag: 'x' }, 'imageName'],
    [{ imageName: 'x', imageTag: 'a b' }, 'imageName'],
    [{ imageName: 'x', imageTag: '1:2' }, 'imageName'],
    [{ registryUrl: 5, imageName: 'x', imageTag: 'y' }, 'registryUrl'],
    [{ registryUrl: 'https://gcr.io/dev', imageName: 'x', imageTag: 'y' }, 'registryUrl'],
  ])('can not be made of %j', (options, argument) => {
    expect(() => new DockerStorage(options as { imageName: string; imageTag: string })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', argument }),
    );
  });
});

test('a flow lies where Prefect puts it in an image', () => {
  const storage = new DockerStorage({ imageName: 'x', imageTag: 'y' });
  expect(storage.flowPath({ slug: 'my-flow' })).toBe('/opt/prefect/flows/my-flow.prefect');
});
