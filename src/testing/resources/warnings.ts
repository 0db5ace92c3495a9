import { isWhole, quantityNanos } from '../objects/quantity.js';
import type { Container, EnvVar, Job, PodSpec } from '../objects/types.js';
import { validateLabelName } from './validation/metadata.js';

/** `jobStrategy.WarningsOnCreate` (pkg/registry/batch/job) */
export function jobWarnings({ metadata: { name }, spec }: Job): string[] {
  const problems = validateLabelName(name);
  return [
    ...(problems.length === 0
      ? []
      : [
          `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${problems.join(' ')}]`,
        ]),
    ...podSpecWarnings(spec.template.spec, 'spec.template.spec'),
  ];
}

/** The important half of `warningsForPodSpecAndMeta` (pkg/api/pod/warnings.go). */
export function podSpecWarnings(spec: PodSpec, field: string): string[] {
  const lists = [
    ['initContainers', spec.initContainers ?? []],
    ['containers', spec.containers],
  ] as const;
  const ofContainers = lists.flatMap(([name, containers]) =>
    containers.flatMap((container, index) => containerWarnings(container, `${field}.${name}[${index}]`)),
  );
  return [
    ...ofContainers,
    ...(spec.terminationGracePeriodSeconds < 0
      ? [
          `${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
        ]
      : []),
  ];
}

function containerWarnings({ env = [], resources = {} }: Container, field: string): string[] {
  const fractions = ['memory', 'ephemeral-storage'].flatMap((name) =>
    (['limits', 'requests'] as const).flatMap((list) => {
      const value = resources[list]?.[name];
      return value === undefined || isWhole(quantityNanos(value) ?? 0n)
        ? []
        : [
            `${field}.resources.${list}[${name}]: fractional byte value "${value}" is invalid, must be an integer`,
          ];
    }),
  );
  return [...fractions, ...hiddenVariables(env, `${field}.env`)];
}

function hiddenVariables(env: readonly EnvVar[], field: string): string[] {
  const names = new Set<string>();
  return env.flatMap(({ name, value = '', valueFrom }, index) => {
    if (!names.has(name)) {
      names.add(name);
      return [];
    }
    const builds = valueFrom === undefined && value !== `$(${name})` && value.includes(`$(${name})`);
    return builds
      ? []
      : [
          `${field}[${index}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`,
        ];
  });
}
