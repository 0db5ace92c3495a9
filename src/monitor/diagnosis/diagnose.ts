import { type Case, type Draft, openCase } from './case.js';
import type { Diagnosis, DiagnosedSpec, DiagnoseInput } from './diagnosis.js';
import { explainPod } from './explain-pod.js';
import { explainIdle, explainVerdict } from './job-reasons.js';
import { explainCreation } from './pod-creation.js';
import { place } from './spec-paths.js';

const LONGEST_TEXT = 1_000;
const LOG_LINES = 10;

/**
 * Why a run failed, or why it does not get on, most telling first. Pure: the same input gives the same answer, and
 * input of any shape gives one. A Job that has succeeded gets none, whatever its pods and events say.
 *
 * Diagnoses with `stuck` tell of a Job that would wait for ever as things are; the others of what has happened.
 *
 * @param input the last states seen, and the time in milliseconds since 1970
 * @param spec the spec the Job was built from, for the positions
 */
export function diagnose(input: DiagnoseInput, spec?: DiagnosedSpec): readonly Diagnosis[] {
  const run = openCase(input, spec);
  if (run.verdict === 'succeeded') return [];
  const verdict = explainVerdict(run);
  const causes = [
    ...explainIdle(run),
    ...explainCreation(run),
    ...run.pods.flatMap((pod) => explainPod(run, pod)),
  ].map((draft) => ({ ...draft, stuck: draft.stuck === true && run.verdict === undefined && !run.ending }));
  // The deadline is the cause itself; other verdicts only count what the pods tell.
  const drafts =
    run.reason === 'DeadlineExceeded' ? [...verdict, ...causes] : [...byRank(causes), ...verdict];
  return distinct(drafts).map((draft) => finish(run, draft));
}

/** What keeps the run now comes before what has passed, and a cause before the mere deletion of a pod. */
function byRank(drafts: readonly Draft[]): Draft[] {
  const rank = ({ stuck, category }: Draft): number => (stuck ? 0 : category === 'pod-deleted' ? 2 : 1);
  return drafts.toSorted((a, b) => rank(a) - rank(b));
}

/** Each cause once; of a cause that several pods tell, the latest. */
function distinct(drafts: readonly Draft[]): Draft[] {
  const seen = new Map<string, { draft: Draft; times: number }>();
  for (const draft of drafts) {
    const key = draft.key ?? draft.category;
    const entry = seen.get(key);
    if (entry === undefined) seen.set(key, { draft, times: 1 });
    else entry.times += 1;
  }
  return [...seen.values()].map(({ draft, times }) =>
    times === 1 ? draft : { ...draft, evidence: [...draft.evidence, `${times} pods tell the same`] },
  );
}

function finish(run: Case, { category, summary, advice, evidence, paths, stuck, log }: Draft): Diagnosis {
  const { redact, logTails = [] } = run.input;
  // Redacted before it is cut: a secret cut in half would not be found.
  const clean = (text: string): string => {
    const line = redact(text).replace(/\s+/g, ' ').trim();
    return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
  };
  const tail = logTails.find(({ pod, container }) => pod === log?.pod && container === log.container);
  const lines =
    tail?.lines
      .filter((line) => line.trim() !== '')
      .slice(-LOG_LINES)
      .map((line) => `log: ${line}`) ?? [];
  const position = place(run.spec, paths);
  return {
    category,
    summary: clean(summary).replace(/([.!?…])\.$/, '$1'),
    advice: clean(advice),
    evidence: [...evidence, ...lines].map(clean),
    ...(position === undefined ? {} : { position }),
    ...(stuck === true ? { stuck } : {}),
  };
}
