export type { Timeouts } from './cluster/http/api-client.js';
export { connect } from './cluster/connect.js';
export type { ConnectOptions } from './cluster/connect.js';
export type { RateLimit } from './cluster/http/rate-limiter.js';
export type {
  ClusterApi,
  CreateOptions,
  DeleteJobRequest,
  DeletePodRequest,
  KubernetesObject,
  ListRequest,
  ObjectList,
  PatchJobRequest,
  PodLogRequest,
  RequestOptions,
  Resource,
  WatchEvent,
  WatchOptions,
  WatchRequest,
} from './cluster/cluster-api.js';
export {
  ApiClosedError,
  ApiConnectionError,
  ApiResponseError,
  CredentialsError,
  JobConflictError,
  JobTooLargeError,
  KubeConfigError,
  SubmitAbortedError,
  SubmitFailedError,
} from './cluster/errors.js';
export type { ApiCause, ApiResponseFacts, SubmitFacts } from './cluster/errors.js';
export type { CreateJobRequest, FieldValidation, JobApi, ReadJobRequest } from './cluster/job-api.js';
export type { JobHandle } from './cluster/job-handle.js';
export { submitJob } from './cluster/submit/submit-job.js';
export type { SubmitOptions } from './cluster/submit/submit-job.js';
export { Environment } from './environments/environment.js';
export type { EnvironmentOptions } from './environments/environment.js';
export { KubernetesJobEnvironment } from './environments/kubernetes-job-environment.js';
export type { Validation } from './environments/check-spec.js';
export type { KubernetesJobEnvironmentOptions } from './environments/kubernetes-job-environment.js';
export {
  InvalidArgumentError,
  KubernetesJobEnvironmentError,
  isKubernetesJobEnvironmentError,
} from './errors.js';
export type { ErrorCode, Position } from './errors.js';
export { Flow } from './flow.js';
export type { CloudOptions, FlowRun, FlowRunContext } from './flow.js';
export { appendEnv } from './job/append-env.js';
export { buildJob } from './job/build-job.js';
export type { JobRun } from './job/build-job.js';
export {
  ApiKeyMissingError,
  ImageUnknownError,
  NamespaceConflictError,
  TransformError,
} from './job/errors.js';
export { findFlowContainer, updateFlowContainer } from './job/flow-container.js';
export { compose } from './job/job-transform.js';
export type { JobTransform } from './job/job-transform.js';
export { redactor } from './job/redact.js';
export type { Redact, RedactOptions } from './job/redact.js';
export { setCommand } from './job/set-command.js';
export { setImage } from './job/set-image.js';
export { setLabels } from './job/set-labels.js';
export { setName } from './job/set-name.js';
export { setRestartPolicy } from './job/set-restart-policy.js';
export {
  JobSpecDocumentError,
  JobSpecInvalidError,
  JobSpecShapeError,
  JobSpecSyntaxError,
  JobSpecUnreadableError,
} from './job-spec/errors.js';
export type {
  Container,
  EnvVar,
  JobManifest,
  JobManifestSpec,
  JobPath,
  ObjectMeta,
  PodSpec,
  PodTemplate,
} from './job-spec/job-manifest.js';
export type { JobSpec, SpecPosition } from './job-spec/job-spec.js';
export { readJobSpec } from './job-spec/read-job-spec.js';
export type * from './schema/job-types.js';
export type { ValidateJobOptions } from './job-spec/validation/check.js';
export { findingCodes } from './job-spec/validation/finding.js';
export type { Finding, FindingCode, Severity } from './job-spec/validation/finding.js';
export { formatFinding } from './job-spec/validation/format-finding.js';
export { validateJob } from './job-spec/validation/validate-job.js';

export type { ReadJobSpecOptions } from './job-spec/read-job-spec.js';
export type { Logger } from './logger.js';
export type { CancelOptions } from './monitor/control/cancel-job.js';
export type { CleanUpEveryOptions, CleanUpOptions, CleanUpResult } from './monitor/control/clean-up.js';
export type { FindOptions, FoundRun } from './monitor/control/find-jobs.js';
export type { LogGap, LogLine, LogsOptions } from './monitor/logs/job-logs.js';
export type { EventsOptions } from './monitor/events/job-events.js';
export { diagnose } from './monitor/diagnosis/diagnose.js';
export { diagnosisCategories } from './monitor/diagnosis/diagnosis.js';
export type {
  DiagnosedPod,
  DiagnosedSpec,
  DiagnoseInput,
  Diagnosis,
  DiagnosisCategory,
  LogTail,
} from './monitor/diagnosis/diagnosis.js';
export { MonitorClosedError } from './monitor/errors.js';
export { JobMonitor } from './monitor/job-monitor.js';
export type { JobMonitorOptions, SignalOptions } from './monitor/job-monitor.js';
export type { JobOutcome } from './monitor/outcome/job-outcome.js';
export type { ContainerSummary, PodSummary } from './monitor/outcome/pod-summary.js';
export type { RunEvent, RunEventType } from './monitor/events/run-event.js';
export type { Timeline } from './monitor/outcome/timeline.js';
export type { WaitOptions } from './monitor/outcome/wait-for-outcome.js';
export { nodeRuntime } from './runtime/node.js';
export { prefectRuntime } from './runtime/prefect.js';
export type { FlowStart, Runtime, RuntimeContext } from './runtime/runtime.js';
export type {
  CounterName,
  SpanFailure,
  SpanOptions,
  Telemetry,
  TelemetryAttributes,
  TelemetrySpan,
} from './telemetry.js';
export { DockerStorage } from './storage/docker-storage.js';
export { Storage } from './storage/storage.js';
