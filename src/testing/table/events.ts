import type { ClusterEvent } from '../objects/types.js';
import { nameColumn, since, type Printer } from './column.js';

export const eventPrinter: Printer<ClusterEvent> = {
  columns: [
    {
      name: 'Last Seen',
      description: 'The time at which the most recent occurrence of this event was recorded.',
      cell: (event, now) => {
        const series = seriesOf(event);
        if (series !== undefined) return since(series.lastObservedTime, now);
        return event.lastTimestamp ? since(event.lastTimestamp, now) : firstSeen(event, now);
      },
    },
    {
      name: 'Type',
      description: 'Type of this event (Normal, Warning), new types could be added in the future',
      cell: ({ type }) => type ?? '',
    },
    {
      name: 'Reason',
      description:
        "This should be a short, machine understandable string that gives the reason for the transition into the object's current status.",
      cell: ({ reason }) => reason ?? '',
    },
    {
      name: 'Object',
      description: 'The object that this event is about.',
      cell: ({ involvedObject: { kind = '', name } }) => kind.toLowerCase() + (name ? `/${name}` : ''),
    },
    {
      name: 'Subobject',
      wide: true,
      description:
        'If referring to a piece of an object instead of an entire object, this string should contain a valid JSON/Go field access statement, such as desiredState.manifest.containers[2]. For example, if the object reference is to a container within a pod, this would take on a value like: "spec.containers{name}" (where "name" refers to the name of the container that triggered the event) or if no container name is specified "spec.containers[2]" (container with index 2 in this pod). This syntax is chosen only to have some well-defined way of referencing a part of an object.',
      cell: ({ involvedObject }) => involvedObject.fieldPath ?? '',
    },
    {
      name: 'Source',
      wide: true,
      description: 'The component reporting this event. Should be a short machine understandable string.',
      cell: ({ source, reportingComponent, reportingInstance }) => {
        const who = source.component || ((reportingComponent as string | undefined) ?? '');
        const where = source.host || ((reportingInstance as string | undefined) ?? '');
        return where === '' ? who : `${who}, ${where}`;
      },
    },
    {
      name: 'Message',
      description: 'A human-readable description of the status of this operation.',
      cell: ({ message }) => (message ?? '').trim(),
    },
    {
      name: 'First Seen',
      wide: true,
      description: 'The time at which the event was first recorded. (Time of server receipt is in TypeMeta.)',
      cell: firstSeen,
    },
    {
      name: 'Count',
      wide: true,
      description: 'The number of times this event has occurred.',
      cell: (event) => seriesOf(event)?.count ?? (event.count || 1),
    },
    { ...nameColumn, wide: true },
  ],
};

function firstSeen({ firstTimestamp, eventTime }: ClusterEvent, now: number): string {
  return since(firstTimestamp ?? eventTime, now);
}

function seriesOf(event: ClusterEvent) {
  return event['series'] as { count: number; lastObservedTime: string } | undefined;
}
