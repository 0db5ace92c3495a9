// Every entry of the package, by require: the same classes as by import.
const assert = require('node:assert/strict');
const { connect, KubernetesJobEnvironment } = require('kubernetes-job-environment');
const { loadAndRunFlow } = require('kubernetes-job-environment/runtime');
const { EmbeddedCluster } = require('kubernetes-job-environment/testing');

for (const value of [connect, loadAndRunFlow, EmbeddedCluster]) assert.equal(typeof value, 'function');
import('kubernetes-job-environment').then((imported) => {
  assert.equal(imported.KubernetesJobEnvironment, KubernetesJobEnvironment);
});
