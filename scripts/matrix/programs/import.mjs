// Every entry of the package, by import.
import { connect, KubernetesJobEnvironment } from 'kubernetes-job-environment';
import { loadAndRunFlow } from 'kubernetes-job-environment/runtime';
import { EmbeddedCluster } from 'kubernetes-job-environment/testing';
import assert from 'node:assert/strict';

for (const value of [connect, KubernetesJobEnvironment, loadAndRunFlow, EmbeddedCluster]) {
  assert.equal(typeof value, 'function');
}
