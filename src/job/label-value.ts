import { shortHash } from './short-hash.js';

/** Longest label value. Source: k8s.io/apimachinery/pkg/util/validation, LabelValueMaxLength. */
const MAX_LENGTH = 63;

/** Source: k8s.io/apimachinery/pkg/util/validation, IsValidLabelValue. The empty value is valid there, but names no run. */
const valid = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/**
 * A text as a label value: itself when it is a valid one, else its valid characters and a hash of the whole, so that
 * two texts do not become one value.
 */
export function labelValue(text: string): string {
  if (valid.test(text)) return text;
  const hash = shortHash(text);
  const readable = text
    .replace(/[^-A-Za-z0-9_.]+/g, '-')
    .replace(/^[-_.]+/, '')
    .slice(0, MAX_LENGTH - hash.length - 1)
    .replace(/[-_.]+$/, '');
  return readable === '' ? hash : `${readable}-${hash}`;
}
