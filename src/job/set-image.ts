import { updateFlowContainer } from './flow-container.js';
import type { JobTransform } from './job-transform.js';

/** Sets the image of the flow container. */
export function setImage(image: string, flowContainer?: string): JobTransform {
  return updateFlowContainer((container) => ({ ...container, image }), flowContainer);
}
