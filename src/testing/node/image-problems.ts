import type { EventFacts } from '../controllers/event-recorder.js';
import type { Container, Waiting } from '../objects/types.js';

/** Why an image can not be had: what the container waits for, and the events that tell of it. */
export interface ImageProblem {
  readonly waiting: Waiting;
  readonly events: readonly Omit<EventFacts, 'container'>[];
  /** While the kubelet waits before it tries again. */
  readonly backOff?: ImageProblem;
}

const warning = (reason: string, message: string): EventFacts => ({ type: 'Warning', reason, message });

/** What the parser of image names says more: github.com/distribution/reference. */
function whatIsWrong(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const hasDomain = rest.length > 0 && (/[.:A-Z]/.test(first) || first === 'localhost');
  const [repository = ''] = (hasDomain ? rest.join('/') : image).split(/[:@]/);
  return /[A-Z]/.test(repository) ? `: repository name (${repository}) must be lowercase` : '';
}

/** The words of the kubelet and of containerd for an image that is not there. */
export function imageProblem({ image, imagePullPolicy }: Container): ImageProblem {
  const wrongName = /[A-Z]/.test(image.replace(/[:@][^/]*$/, '')) || /\s/.test(image);
  if (wrongName) {
    const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format${whatIsWrong(image)}`;
    return {
      waiting: { reason: 'InvalidImageName', message },
      events: [warning('InspectFailed', message), warning('Failed', 'Error: InvalidImageName')],
    };
  }
  if (imagePullPolicy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    return {
      waiting: { reason: 'ErrImageNeverPull', message },
      events: [warning('ErrImageNeverPull', message), warning('Failed', 'Error: ErrImageNeverPull')],
    };
  }
  const error = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
  const backOff = `Back-off pulling image "${image}"`;
  return {
    waiting: { reason: 'ErrImagePull', message: error },
    events: [
      { type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"` },
      warning('Failed', `Failed to pull image "${image}": ${error}`),
      warning('Failed', 'Error: ErrImagePull'),
    ],
    backOff: {
      waiting: { reason: 'ImagePullBackOff', message: `${backOff}: ErrImagePull: ${error}` },
      events: [
        { type: 'Normal', reason: 'BackOff', message: backOff },
        warning('Failed', 'Error: ImagePullBackOff'),
      ],
    },
  };
}
