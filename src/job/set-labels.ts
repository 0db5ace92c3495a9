import type { JobTransform } from './job-transform.js';
import { compose } from './job-transform.js';
import { labelValue } from './label-value.js';
import { updateMetadata, updatePodMetadata } from './update.js';

/** The label that holds the unique id of one execution; on the Job and on its pods. */
export const IDENTIFIER_LABEL = 'identifier';
/** The label that holds the id of the flow run; on the Job. */
export const FLOW_RUN_ID_LABEL = 'flow_run_id';
/** Annotations that hold the true ids, where an id is no valid label value and the label holds a changed form. */
export const IDENTIFIER_ANNOTATION = 'kubernetes-job-environment/identifier';
export const FLOW_RUN_ID_ANNOTATION = 'kubernetes-job-environment/flow-run-id';

/**
 * Labels the Job with `identifier` and `flow_run_id`, and its pods with `identifier`. Other labels stay. An id that is
 * no valid label value gets a label of its valid characters and a hash, and stands unchanged in an annotation of the Job.
 */
export function setLabels({
  identifier,
  flowRunId,
}: {
  identifier: string;
  flowRunId: string;
}): JobTransform {
  const [identifierLabel, flowRunIdLabel] = [labelValue(identifier), labelValue(flowRunId)];
  const annotations = {
    ...(identifierLabel === identifier ? {} : { [IDENTIFIER_ANNOTATION]: identifier }),
    ...(flowRunIdLabel === flowRunId ? {} : { [FLOW_RUN_ID_ANNOTATION]: flowRunId }),
  };
  const isAnnotated = Object.keys(annotations).length > 0;
  return compose(
    updateMetadata((metadata) => {
      const labels = {
        ...metadata.labels,
        [IDENTIFIER_LABEL]: identifierLabel,
        [FLOW_RUN_ID_LABEL]: flowRunIdLabel,
      };
      return isAnnotated
        ? { ...metadata, labels, annotations: { ...metadata.annotations, ...annotations } }
        : { ...metadata, labels };
    }),
    updatePodMetadata((metadata) => ({
      ...metadata,
      labels: { ...metadata.labels, [IDENTIFIER_LABEL]: identifierLabel },
    })),
  );
}
