import type { Position } from '../errors.js';
import type { JobManifest, JobPath } from './job-manifest.js';

/** A place in the text of the spec, with its end. Lines and columns count from 1, the end is exclusive. */
export interface SpecPosition extends Position {
  readonly endLine: number;
  readonly endColumn: number;
}

/** A Job spec as it was read: the Job as deep-frozen plain JSON, and where each part of it stands in the text. */
export interface JobSpec {
  readonly json: JobManifest;
  /** The file it came from, when it came from one. */
  readonly file?: string;
  /**
   * Where the value at `path` stands in the text; with `'key'`, where its key stands. `undefined` when there is no
   * text (the spec was given as an object) or nothing stands at `path`.
   */
  position(path: JobPath, part?: 'value' | 'key'): SpecPosition | undefined;
  /**
   * The line of a position with a mark under it, for messages. Only its keys are shown; every value is hidden.
   * `undefined` when there is no text.
   */
  excerpt(position: SpecPosition): string | undefined;
}
