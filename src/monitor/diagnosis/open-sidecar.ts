import type { Case, Draft } from './case.js';
import type { PodView } from './pod-view.js';
import { containerPath, flowContainer } from './spec-paths.js';

/** How long the other containers of a pod may take to end after the flow. */
const SIDECAR_GRACE_MILLISECONDS = 30_000;

/**
 * A pod ends only when all its containers have: one that never does keeps the Job open.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#jobs-with-sidecar-containers
 */
export function explainOpenSidecar(run: Case, pod: PodView): Draft | undefined {
  const containers = pod.containers.filter(({ role }) => role === 'container');
  const flowName = flowContainer(run, pod);
  const flow = containers.find(({ name }) => name === flowName);
  const open = containers.filter(({ running, name }) => running && name !== flowName);
  const finishedAt = flow?.ended?.finishedAt;
  if (flow?.ended === undefined || flow.waiting !== undefined || finishedAt === undefined) return undefined;
  if (open.length === 0 || run.input.now - finishedAt < SIDECAR_GRACE_MILLISECONDS) return undefined;
  const names = open.map(({ name }) => `"${name}"`).join(', ');
  const seconds = Math.floor((run.input.now - finishedAt) / 1000);
  return {
    category: 'sidecar-keeps-running',
    summary: `Container "${flow.name}" of pod "${pod.name}" ended with exit code ${flow.ended.exitCode} ${seconds} s ago, but container ${names} runs on and keeps the Job open.`,
    advice:
      'Make it a native sidecar: move it to initContainers with restartPolicy: Always (Kubernetes 1.29 or later), or have it end with the flow.',
    evidence: [
      `pod "${pod.name}", container "${flow.name}": terminated, exit code ${flow.ended.exitCode}`,
      ...open.map(({ name }) => `pod "${pod.name}", container "${name}": running`),
    ],
    paths: open.flatMap((container) => {
      const path = containerPath(run, pod, container);
      return path === undefined ? [] : [path];
    }),
    stuck: true,
  };
}
