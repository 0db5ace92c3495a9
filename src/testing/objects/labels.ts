/** Labels by which the Pods of a Job are found; both also stand without the prefix, as before 1.27. */
export const controllerUidLabel = 'batch.kubernetes.io/controller-uid';
export const jobNameLabel = 'batch.kubernetes.io/job-name';
