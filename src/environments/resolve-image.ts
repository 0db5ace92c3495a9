import { InvalidArgumentError } from '../errors.js';
import { ImageUnknownError } from '../job/errors.js';
import type { Storage } from '../storage/storage.js';

/** The image of the flow container: `metadata.image` of the environment when set, else the storage's. */
export function resolveImage(flowName: string, metadataImage: unknown, storage: Storage): string {
  if (metadataImage !== undefined && metadataImage !== null && metadataImage !== '') {
    if (typeof metadataImage === 'string') return metadataImage;
    throw new InvalidArgumentError(
      'metadata',
      'metadata.image of the environment must be a text: an image reference.',
    );
  }
  if (storage.image !== undefined) return storage.image;
  throw new ImageUnknownError(
    `No image is known for flow "${flowName}": its storage has none. ` +
      `Give it a DockerStorage, or set metadata.image of its environment.`,
  );
}
