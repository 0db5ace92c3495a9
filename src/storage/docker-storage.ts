import { InvalidArgumentError } from '../errors.js';
import type { Flow } from '../flow.js';
import { Storage } from './storage.js';

/** The folder of the image that Prefect 0.11 to 0.15 keeps flows in. */
const FLOW_FOLDER = '/opt/prefect/flows';

/** Source: github.com/distribution/reference, regexp.go: a domain, path components and a tag. */
const reference =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*:\w[\w.-]{0,127}$/;

/**
 * A flow kept in a Docker image.
 *
 * @example
 * ```ts
 * new DockerStorage({ registryUrl: 'gcr.io/dev/', imageName: 'k8s-job-flow', imageTag: '0.1.0' }).image;
 * // 'gcr.io/dev/k8s-job-flow:0.1.0'
 * ```
 */
export class DockerStorage extends Storage {
  /** `registryUrl/imageName:imageTag`, with no doubled slash. */
  readonly image: string;

  /** @throws InvalidArgumentError when the parts do not make an image reference. */
  constructor({
    registryUrl,
    imageName,
    imageTag,
  }: {
    registryUrl?: string;
    imageName: string;
    imageTag: string;
  }) {
    super();
    requireText('imageName', imageName);
    requireText('imageTag', imageTag);
    if (registryUrl !== undefined && typeof registryUrl !== 'string') {
      throw new InvalidArgumentError('registryUrl', 'registryUrl must be a text, or left out.');
    }
    if (registryUrl?.includes('://')) {
      throw new InvalidArgumentError(
        'registryUrl',
        `registryUrl "${registryUrl}" has a scheme; an image reference has none: leave out everything up to "://".`,
      );
    }
    if (imageName.startsWith('/')) {
      throw new InvalidArgumentError('imageName', `imageName "${imageName}" must not start with "/".`);
    }
    const parts = [...(registryUrl ?? '').split('/'), ...imageName.split('/')].filter((part) => part !== '');
    this.image = `${parts.join('/')}:${imageTag}`;
    if (!reference.test(this.image)) {
      throw new InvalidArgumentError(
        'imageName',
        `"${this.image}" is no image reference: a name is lower-case letters, digits and ._- between slashes, a tag at most ` +
          `128 letters, digits and ._-`,
      );
    }
  }

  /** `/opt/prefect/flows/<slug>.prefect`, where Prefect puts the flows of an image it builds. */
  flowPath(flow: Pick<Flow, 'slug'>): string {
    return `${FLOW_FOLDER}/${flow.slug}.prefect`;
  }
}

function requireText(argument: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || value.trim() === '') {
    throw new InvalidArgumentError(argument, `DockerStorage needs ${argument}, a text that is not empty.`);
  }
}
