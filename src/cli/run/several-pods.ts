/** Whether pods of the Job run at the same time, so that their lines are mixed. */
export function hasSeveralPods(job: object): boolean {
  const { spec } = job as { readonly spec?: { readonly parallelism?: unknown } };
  return typeof spec?.parallelism === 'number' && spec.parallelism > 1;
}
