import type { ImageFunction, Images } from '../../src/testing/index.js';
import { EmbeddedCluster } from '../../src/testing/index.js';

/** A container that runs until the test ends it, or the cluster does. */
export interface Held {
  readonly image: ImageFunction;
  readonly running: Promise<void>;
  readonly end: (exitCode: number) => void;
}

export function held(line = 'begun'): Held {
  let started = (): void => undefined;
  let end = (_: number): void => undefined;
  const running = new Promise<void>((resolve) => (started = resolve));
  const ended = new Promise<number>((resolve) => (end = resolve));
  return {
    running,
    end: (exitCode) => end(exitCode),
    image: ({ log, signal }) => {
      log(line);
      started();
      return new Promise<number>((resolve, reject) => {
        void ended.then(resolve);
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    },
  };
}

/** Images by what they do. */
const images: Images = {
  hello: ({ log, command }) => log(['hello', ...command].join(' ')),
  'exits-3': ({ log }) => {
    log('about to fail');
    return 3;
  },
};

export function startCluster(more: Images = {}): Promise<EmbeddedCluster> {
  return EmbeddedCluster.start({ images: { ...images, ...more } });
}

/** A Job YAML with one container. */
export function jobYaml(name: string, image: string, { spec = '', container = '' } = {}): string {
  return `apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}
spec:
  backoffLimit: 0${spec}
  template:
    spec:
      containers:
        - name: flow
          image: ${image}${container}
`;
}
