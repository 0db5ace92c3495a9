import type { JobManifest } from '../job-spec/job-manifest.js';
import { escapedForms } from './escaped-forms.js';

/** Takes the secrets out of a text. */
export type Redact = (text: string) => string;

export interface RedactOptions {
  /** Texts to hide besides the env values of the Job. @default [] */
  readonly secrets?: readonly string[] | undefined;
  /** Texts that may be shown although an env value holds them: ids, the namespace. @default [] */
  readonly open?: readonly string[] | undefined;
}

/** What stands in place of a secret. */
const MASK = '***';
/** From this length on a value is hidden wherever it stands; a shorter one only as a word of its own. */
const ANYWHERE = 8;
/** Below this length, a value is hidden only where it is all that stands between two quotes. */
const WORD = 4;

/**
 * Makes a function that hides the env values of a Job (and values of `httpHeaders`) in a text that somebody else
 * wrote: an API server's refusal quotes the values it refuses. A value is found as it is and as JSON and Go (`%q`)
 * write it. Short values are ordinary words (`1`, `true`, `info`), so they are hidden only where the text shows them
 * as a value; else every message would be unreadable. Name, namespace and images of the Job stay readable.
 */
export function redactor(job: JobManifest, { secrets = [], open = [] }: RedactOptions = {}): Redact {
  let forms: readonly Form[] | undefined;
  // Found at the first text: most runs never have one.
  return (text) => {
    forms ??= formsOf(job, secrets, open);
    return forms.reduce(hide, text);
  };
}

/** The texts of an object that {@link redactor} hides: to be kept when the object itself is not. */
export function secretTexts(object: object): readonly string[] {
  return [...new Set(envValues(object))].filter((value) => value.trim() !== '');
}

/** A way in which a secret may be written, and what has to stand around it. */
interface Form {
  readonly text: string;
  readonly shown: 'anywhere' | 'as a word' | 'in quotes';
}

function formsOf(job: JobManifest, secrets: readonly string[], open: readonly string[]): readonly Form[] {
  const shownAnyway = new Set([...open, ...openTexts(job)]);
  const values = new Set([...secrets, ...envValues(job)]);
  return (
    [...values]
      .filter((value) => value.trim() !== '' && !shownAnyway.has(value))
      .flatMap((value) => escapedForms(value).map((text) => ({ text, shown: rule(value) })))
      // The longest first: a value that holds another one would be left half hidden.
      .sort((a, b) => b.text.length - a.text.length)
  );
}

function rule(value: string): Form['shown'] {
  if (value.length >= ANYWHERE) return 'anywhere';
  return value.length >= WORD && value !== 'true' && value !== 'false' ? 'as a word' : 'in quotes';
}

function hide(text: string, { text: form, shown }: Form): string {
  if (shown === 'anywhere') return hideCut(text.replaceAll(form, MASK), form);
  if (!text.includes(form)) return text;
  const escaped = form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  if (shown === 'in quotes')
    return text.replace(new RegExp(`(?<=["'\`])${escaped}(?=\\\\?["'\`])`, 'gu'), MASK);
  const before = /^[\p{L}\p{N}_]/u.test(form) ? '(?<![\\p{L}\\p{N}_])' : '';
  const after = /[\p{L}\p{N}_]$/u.test(form) ? '(?![\\p{L}\\p{N}_])' : '';
  return text.replace(new RegExp(before + escaped + after, 'gu'), MASK);
}

/** Hides the beginning of a value where somebody cut the text short (`…`) in its midst. */
function hideCut(text: string, form: string): string {
  const cut = text.indexOf('…');
  if (cut < 0) return text;
  const before = text.slice(0, cut);
  let length = Math.min(form.length - 1, cut);
  while (length >= WORD && !before.endsWith(form.slice(0, length))) length -= 1;
  return length < WORD ? text : before.slice(0, -length) + MASK + text.slice(cut);
}

function* openTexts(job: JobManifest): Generator<string> {
  yield job.metadata?.name ?? '';
  yield job.metadata?.namespace ?? '';
  const containers: unknown = job.spec?.template?.spec?.containers;
  if (!Array.isArray(containers)) return;
  for (const container of containers as ({ image?: unknown } | null)[]) {
    if (typeof container?.image === 'string') yield container.image;
  }
}

/** The values of every `env` and `httpHeaders`, at whatever depth and in whatever shape somebody wrote them. */
function* envValues(json: unknown): Generator<string> {
  if (typeof json !== 'object' || json === null) return;
  for (const [key, child] of Object.entries(json) as [string, unknown][]) {
    if (!/^(env|httpHeaders)/i.test(key)) yield* envValues(child);
    else if (Array.isArray(child)) yield* child.flatMap((entry) => [...scalars(valueOf(entry))]);
    else yield* scalars(child);
  }
}

function valueOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null ? (entry as { value?: unknown }).value : entry;
}

function* scalars(json: unknown): Generator<string> {
  if (typeof json === 'object' && json !== null)
    for (const child of Object.values(json)) yield* scalars(child);
  else if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean')
    yield String(json);
}
