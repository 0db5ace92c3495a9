import type { Clock } from '../clock/clock.js';
import { micros, seconds } from '../objects/time.js';
import type { ClusterEvent, KubeObject, ObjectReference } from '../objects/types.js';
import type { Registry } from '../store/registry.js';

/** Who writes an event, and how it signs. */
export type Component = 'job-controller' | 'kubelet' | 'default-scheduler';

export interface EventFacts {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** The container it is about. */
  readonly container?: string;
  /** The scheduler says what it was doing. */
  readonly action?: string;
}

export const nodeName = 'localhost';

/** Writes Events; one that says the same again counts up the first. */
export class EventRecorder {
  readonly #registry: Registry;
  readonly #clock: Clock;
  readonly #known = new Map<string, ClusterEvent>();
  #written = 0;

  constructor(registry: Registry, clock: Clock) {
    this.#registry = registry;
    this.#clock = clock;
  }

  record(component: Component, about: KubeObject, facts: EventFacts, field = 'spec.containers'): void {
    const { namespace = 'default', name, uid } = about.metadata;
    if (
      this.#registry.store.get('namespaces', undefined, namespace)?.metadata.deletionTimestamp !== undefined
    )
      return;
    const now = this.#clock.now();
    const same = [uid, component, facts.reason, facts.message, facts.container].join('\0');
    const known = this.#known.get(same);
    const counted =
      known &&
      this.#registry.modify('events', known, (event) => {
        event.count = (event.count ?? 0) + 1;
        event.lastTimestamp = seconds(now);
      });
    if (counted !== undefined) return;
    const involvedObject: ObjectReference = {
      kind: about.kind,
      namespace,
      name,
      uid,
      apiVersion: about.apiVersion,
      resourceVersion: about.metadata.resourceVersion,
      ...(facts.container !== undefined && { fieldPath: `${field}{${facts.container}}` }),
    };
    // The real name ends in the time in nanoseconds, in hex.
    const stamp = (BigInt(Math.floor(now)) * 1_000_000n + BigInt(this.#written++)).toString(16);
    const event = this.#registry.create('events', {
      metadata: { name: `${name}.${stamp}`, namespace },
      involvedObject,
      reason: facts.reason,
      message: facts.message,
      ...signature(component, now, facts.action),
      type: facts.type,
    });
    this.#known.set(same, event);
  }
}

/** The scheduler writes events in the new style, the others in the old. */
function signature(component: Component, now: number, action: string | undefined): object {
  if (component === 'default-scheduler') {
    return {
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: micros(now),
      action,
      reportingComponent: component,
      reportingInstance: `${component}-${nodeName}`,
    };
  }
  const kubelet = component === 'kubelet';
  return {
    source: { component, ...(kubelet && { host: nodeName }) },
    firstTimestamp: seconds(now),
    lastTimestamp: seconds(now),
    count: 1,
    eventTime: null,
    reportingComponent: component,
    reportingInstance: kubelet ? nodeName : '',
  };
}
