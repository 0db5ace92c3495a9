import { readFileSync } from 'node:fs';
import { buildJob, readJobSpec } from 'kubernetes-job-environment';
import type { EnvVar, JobManifest, JobRun, JobSpec } from 'kubernetes-job-environment';
import { contestantFile } from '../programs/paths.js';

/** The image of every flow. */
export const image = 'gcr.io/dev/k8s-job-flow:0.1.0';

export const specText = readFileSync(contestantFile('job_spec.yaml'), 'utf8');

/** What `prefectRuntime` fills in, with values of the usual lengths. */
export function jobRun(flowRunId: string): JobRun {
  return {
    flowRunId,
    identifier: '0190a5b6-4f2e-7cc1-8d11-5d3b5f1c7a10',
    flowSlug: 'nightly-report',
    image,
    command: ['/bin/sh', '-c'],
    args: ["python -c 'import prefect; prefect.environments.execution.load_and_run_flow()'"],
    env: runEnv(flowRunId),
  };
}

function runEnv(flowRunId: string): EnvVar[] {
  const values = {
    PREFECT__CLOUD__GRAPHQL: 'https://prefect.example/graphql',
    PREFECT__CLOUD__API_KEY: 'key-0123456789abcdef0123456789abcdef',
    PREFECT__CONTEXT__FLOW_RUN_ID: flowRunId,
    PREFECT__CONTEXT__NAMESPACE: 'default',
    PREFECT__CONTEXT__IMAGE: image,
    PREFECT__CONTEXT__FLOW_FILE_PATH: '/opt/prefect/flows/nightly-report.prefect',
    PREFECT__CLOUD__USE_LOCAL_SECRETS: 'false',
    PREFECT__ENGINE__FLOW_RUNNER__DEFAULT_CLASS: 'prefect.engine.cloud.CloudFlowRunner',
    PREFECT__CLOUD__SEND_FLOW_RUN_LOGS: 'true',
    PREFECT__LOGGING__EXTRA_LOGGERS: '[]',
  };
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

export function jobSpec(): JobSpec {
  return readJobSpec(specText);
}

/** A Job of the spec that the controllers of a cluster leave alone, so that only its creation costs something. */
export function unmanagedJob(): JobManifest {
  const job = buildJob(jobSpec(), jobRun('run-1'));
  return { ...job, spec: { ...job.spec, managedBy: 'example.com/nobody' } };
}

const smallSpec = readJobSpec(`
apiVersion: batch/v1
kind: Job
metadata: { name: run }
spec: { template: { spec: { containers: [{ name: flow-container }] } } }
`);

/** A Job that runs wherever there is its image. */
export function smallJob(name: string): JobManifest {
  const job = buildJob(smallSpec, jobRun(name));
  return { ...job, metadata: { ...job.metadata, name } };
}
