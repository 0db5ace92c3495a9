import type { ServerVerdict } from '../cluster/submit/dry-run.js';
import { jobSpecFromObject } from '../job-spec/job-spec-from-object.js';
import { byPlace, type Finding } from '../job-spec/validation/finding.js';
import { locateRefusal, locateWarning, placeInSpec, type SentJob } from '../job-spec/validation/locate.js';
import { checkedFor, type CheckSpecOptions } from './check-spec.js';

/** What is found in a built Job, offline and by a server, in the order of the YAML. What both say is said once. */
export function validateSent(
  sent: SentJob,
  { fieldValidation, flowContainer }: CheckSpecOptions,
  { warnings = [], refusal }: Partial<ServerVerdict> = {},
): Finding[] {
  const built = jobSpecFromObject(sent.job);
  const offline = checkedFor(built, { fieldValidation, flowContainer }).map((finding) =>
    placeInSpec(sent, finding),
  );
  const server = [
    ...(refusal === undefined ? [] : locateRefusal(sent, refusal)),
    ...warnings.map((text) => locateWarning(sent, text)),
  ];
  // The server speaks of `env[1]`, the offline check of `env[1].name`.
  const isSaid = ({ path, severity }: Finding): boolean =>
    path !== '' &&
    offline.some((finding) => {
      const parent = finding.path.replace(/(?:\.[^.[\]]+|\[[^\]]*\])$/, '');
      return finding.severity === severity && (finding.path === path || parent === path);
    });
  return [...offline, ...server.filter((finding) => !isSaid(finding))].sort(byPlace);
}
