import { readFileSync } from 'node:fs';
import { buildJob, readJobSpec } from 'kubernetes-job-environment';
import type { EnvVar, JobManifest, JobRun, JobSpec } from 'kubernetes-job-environment';
import { contestantFile } from '../programs/paths.js';

export const specText = readFileSync(contestantFile('job_spec.yaml'), 'utf8');

/** What `prefectRuntime` fills in, with values of the usual lengths. */
export function jobRun(flowRunId: string): JobRun {
  const image = 'gcr.io/dev/k8s-job-flow:0.1.0';
  return {
    flowRunId,
    identifier: '0190a5b6-4f2e-7cc1-8d11-5d3b5f1c7a10',
    flowSlug: 'nightly-report',
    image,
    command: ['/bin/sh', '-c'],
    args: ["python -c 'import prefect; prefect.environments.execution.load_and_run_flow()'"],
    env: runEnv(flowRunId, image),
  };
}

function runEnv(flowRunId: string, image: string): EnvVar[] {
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

function jobSpec(): JobSpec {
  return readJobSpec(specText);
}

/** A Job of the spec that the controllers of a cluster leave alone, so that only its creation costs something. */
export function unmanagedJob(): JobManifest {
  const job = buildJob(jobSpec(), jobRun('run-1'));
  return { ...job, spec: { ...job.spec, managedBy: 'example.com/nobody' } };
}
