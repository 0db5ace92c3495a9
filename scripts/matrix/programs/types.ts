// Every entry of the package by its types, and a BatchV1Api of client-node as the client.
import { BatchV1Api, KubeConfig } from '@kubernetes/client-node';
import { type JobApi, type JobHandle, KubernetesJobEnvironment } from 'kubernetes-job-environment';
import { openTelemetry } from 'kubernetes-job-environment/opentelemetry';
import { loadAndRunFlow } from 'kubernetes-job-environment/runtime';
import { EmbeddedCluster } from 'kubernetes-job-environment/testing';

const api: JobApi = new KubeConfig().makeApiClient(BatchV1Api);
export const environment = new KubernetesJobEnvironment({
  jobSpecFile: 'job_spec.yaml',
  api,
  telemetry: openTelemetry(),
});
export const nameOf = ({ name }: JobHandle): string => name;
export const run: () => Promise<unknown> = () => loadAndRunFlow();
export const cluster: () => Promise<EmbeddedCluster> = () => EmbeddedCluster.start();
