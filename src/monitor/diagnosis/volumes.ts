import type { Case, Draft } from './case.js';
import { cite, eventsOfPod } from './events.js';
import { missingObject } from './missing-object.js';
import type { PodView } from './pod-view.js';
import { itemsAt, textAt } from './raw.js';
import { podPath } from './spec-paths.js';

/** Source: k8s.io/kubernetes/pkg/kubelet/events/event.go and pkg/controller/volume/attachdetach. */
const reasons = new Set(['FailedMount', 'FailedAttachVolume', 'FailedMapVolume', 'FailedCreatePodSandBox']);

/** A mount that fails for another cause than a missing object may still come; it is tried again for this long. */
const GRACE_MILLISECONDS = 60_000;

/** What keeps a pod on its node from creating containers. The pod itself shows only `ContainerCreating`: events tell. */
export function explainVolumes(run: Case, pod: PodView): Draft | undefined {
  if (pod.hasRun) return undefined;
  for (const event of eventsOfPod(run, pod).toReversed()) {
    if (!reasons.has(event.reason)) continue;
    const missing = missingObject(run, event.message, `pod "${pod.name}"`);
    if (missing === 'transient') continue;
    if (missing !== undefined) return { ...missing, evidence: [cite(event)], stuck: true };
    if (run.input.now - (event.first ?? run.input.now) < GRACE_MILLISECONDS) continue;
    const sandbox = event.reason === 'FailedCreatePodSandBox';
    const volume = /for volume "([^"]+)"/.exec(event.message)?.[1];
    const index = itemsAt(run.spec?.json, ...podPath, 'volumes').findIndex(
      (each) => textAt(each, 'name') === volume,
    );
    return {
      category: sandbox ? 'container-create' : 'volume',
      summary: `${sandbox ? 'The sandbox' : `Volume ${volume === undefined ? '' : `"${volume}" `}`.trim()} of pod "${pod.name}" cannot be set up: ${event.message}.`,
      advice: sandbox
        ? 'The cause lies on the node (network plug-in, container runtime): tell the people who run the cluster.'
        : 'Check that what the volume refers to exists, that it may be used from this node, and that no other node holds it.',
      evidence: [cite(event)],
      paths: index < 0 ? [] : [[...podPath, 'volumes', index]],
      stuck: true,
      key: `volume|${volume}`,
    };
  }
  return undefined;
}
