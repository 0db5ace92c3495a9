/** The Job less the rows of the contract. */
export function untouched(job: any): unknown {
  const copy = structuredClone(job);
  for (const meta of [copy.metadata, copy.spec.template.metadata]) {
    delete meta.labels.identifier;
    delete meta.labels.flow_run_id;
  }
  const [first] = copy.spec.template.spec.containers;
  for (const field of ['image', 'command', 'args', 'env']) if (first) delete first[field];
  return copy;
}
