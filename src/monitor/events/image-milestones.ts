import type { KubernetesObject } from '../../cluster/cluster-api.js';
import type { Milestone } from './run-event.js';

/** An Event object, as far as it is read here. */
interface KubeletEvent {
  readonly reason?: string;
  readonly message?: string;
  readonly firstTimestamp?: string | null;
  readonly involvedObject?: { readonly name?: string; readonly uid?: string; readonly fieldPath?: string };
}

/** Only events tell when an image is pulled. Source: k8s.io/kubernetes/pkg/kubelet/events/event.go */
const types = { Pulling: 'image-pulling', Pulled: 'image-pulled' } as const;

/** What an Event of the kubelet tells of images. */
export function imageMilestones(object: KubernetesObject): readonly Milestone[] {
  const { reason = '', message, firstTimestamp: time, involvedObject } = object as KubeletEvent;
  if (!(reason in types) || involvedObject?.uid === undefined) return [];
  const container = /\{(.+)\}$/.exec(involvedObject.fieldPath ?? '')?.[1];
  const { uid, name: pod } = involvedObject;
  return [
    {
      key: `${uid} ${container} ${reason}`,
      event: {
        type: types[reason as keyof typeof types],
        source: 'kubelet',
        time,
        ...(pod === undefined ? {} : { pod }),
        ...(container === undefined ? {} : { container }),
        ...(message === undefined ? {} : { message }),
      },
    },
  ];
}

/** Milliseconds that all pulls took together of which these Events tell; `undefined` when they tell of none. */
export function pullingMs(events: readonly KubernetesObject[]): number | undefined {
  const known = events
    .map((event) => pullMilliseconds(String((event as KubeletEvent).message)))
    .filter((ms) => ms !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, ms) => sum + ms, 0);
}

/** Milliseconds that the pulls took, of which the messages tell: `Successfully pulled image "x" in 1.5s (2s including waiting)`. */
export function pullMilliseconds(message: string): number | undefined {
  const { seconds, milliseconds, minutes } =
    /^Successfully pulled image .* in (?:(?<minutes>\d+)m)?(?:(?<seconds>[\d.]+)s|(?<milliseconds>[\d.]+)ms)/.exec(
      message,
    )?.groups ?? {};
  if (seconds === undefined && milliseconds === undefined) return undefined;
  return Math.round(Number(minutes ?? 0) * 60_000 + Number(seconds ?? 0) * 1000 + Number(milliseconds ?? 0));
}
