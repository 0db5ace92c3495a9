import { buildJob, readJobSpec } from '../../../dist/index.js';
import { serve } from './serve.js';

/** Each takes the stored spec and a run, once. */
const ways = {
  buildJob: (spec, run) => buildJob(spec, run),
  structuredClone: (spec) => structuredClone(spec.json),
  'by hand on a clone': (spec, run) => fillByHand(structuredClone(spec.json), run),
  'buildJob, then JSON.stringify': (spec, run) => JSON.stringify(buildJob(spec, run)),
  'JSON.stringify of the finished Job': (_, __, finished) => JSON.stringify(finished),
};

/** What a program without a library does. */
function fillByHand(job, { flowRunId, identifier, image, command, args, env }) {
  job.metadata.labels = { ...job.metadata.labels, identifier, flow_run_id: flowRunId };
  const { template } = job.spec;
  template.metadata.labels = { ...template.metadata.labels, identifier };
  const [container] = template.spec.containers;
  const names = new Set(env.map(({ name }) => name));
  container.image = image;
  container.command = [...command];
  container.args = [...args];
  container.env = [...(container.env ?? []).filter(({ name }) => !names.has(name)), ...env];
  template.spec.restartPolicy ??= 'Never';
  return job;
}

const way = ways[process.argv[2]];

serve({
  measure({ text, run, count }) {
    const spec = readJobSpec(text);
    const finished = buildJob(spec, run);
    let made;
    const started = performance.now();
    for (let i = 0; i < count; i++) made = way(spec, run, finished);
    const microseconds = ((performance.now() - started) * 1000) / count;
    if (made === undefined) throw new Error('It made nothing.');
    return { microseconds };
  },
});
