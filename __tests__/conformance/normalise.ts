import type { RawAnswer } from './exchange.js';
import type { Answer } from './run-script.js';

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/**
 * How long an overloaded server asks its clients to wait: from 1 to 32 seconds, by how many it turned away of late.
 * Source: k8s.io/apiserver/pkg/util/flowcontrol/dropped_requests_tracker.go, GetRetryAfter
 */
const overload = /^(?:[1-9]|[12]\d|3[0-2])$/;
const clientHeaders = ['content-type', 'warning', 'retry-after', 'allow', 'location'];

/**
 * Makes the answers of two clusters comparable: what is different in every run becomes a mark. Marks of uids and
 * versions tell of which object they are, and which version of it in the order of appearance, so that "the same as
 * before" is still compared.
 */
export class Normaliser {
  readonly #uids = new Map<string, string>();
  /** Versions of an object, by its uid. */
  readonly #versions = new Map<string, string[]>();
  readonly #generated = new Map<string, string>();

  answer(what: string, raw: RawAnswer, body: unknown): Answer {
    this.#learn(body);
    const headers = clientHeaders.flatMap((name): [string, string][] => {
      const value = raw.headers[name];
      if (value === undefined) return [];
      const text = [value].flat().join(', ');
      const isLoad = raw.status === 429 && name === 'retry-after';
      return [[name, isLoad ? text.replace(overload, '<seconds>') : this.#text(text)]];
    });
    return {
      what,
      status: raw.status,
      headers: Object.fromEntries(headers),
      ...(body !== undefined && { body: this.#value(body) }),
    };
  }

  /** Learns names that the server has made, and uids. */
  #learn(value: any): void {
    if (typeof value !== 'object' || value === null) return;
    const { name, generateName, uid } = value.metadata ?? {};
    if (typeof generateName === 'string' && typeof name === 'string') {
      const base = name.slice(0, -5);
      if (generateName.startsWith(base)) this.#generated.set(name, `${base}<generated>`);
    }
    if (typeof uid === 'string' && !this.#uids.has(uid)) {
      const mark = `uid of ${this.#generated.get(name) ?? name}`;
      const namesakes = [...this.#uids.values()].filter((one) => one === mark || one.startsWith(`${mark}, `));
      this.#uids.set(uid, namesakes.length === 0 ? mark : `${mark}, ${namesakes.length + 1}`);
    }
    for (const one of Object.values(value)) this.#learn(one);
  }

  #value(value: unknown): unknown {
    if (typeof value === 'string') return this.#text(value);
    if (Array.isArray(value)) return value.map((one) => this.#value(one));
    if (typeof value !== 'object' || value === null) return value;
    const { metadata } = value as { metadata?: object };
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key,
        key === 'gitCommit'
          ? '<commit>'
          : one === metadata && typeof one === 'object' && one !== null
            ? this.#metadata(one)
            : this.#value(one),
      ]),
    );
  }

  #metadata({ managedFields: _, ...metadata }: Record<string, any>): unknown {
    const { uid, resourceVersion, continue: token } = metadata;
    return {
      ...(this.#value(metadata) as object),
      ...(resourceVersion !== undefined && { resourceVersion: this.#version(uid, String(resourceVersion)) }),
      ...(token && { continue: '<continue>' }),
    };
  }

  // Of a list or bookmark, which have no uid, it is that of the whole store, which has other things to do.
  #version(uid: string | undefined, version: string): string {
    if (uid === undefined || !/^\d+$/.test(version)) return version === '' ? '' : '<version of the store>';
    const versions = this.#versions.get(uid) ?? [];
    if (!versions.includes(version)) this.#versions.set(uid, [...versions, version]);
    const number = (this.#versions.get(uid) as string[]).indexOf(version) + 1;
    return `<version ${number}>`;
  }

  #text(text: string): string {
    const named = [...this.#generated].reduce((rest, [name, mark]) => rest.replaceAll(name, mark), text);
    return (
      named
        .replace(uuid, (uid) => `<${this.#uids.get(uid) ?? 'another uid'}>`)
        .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>')
        .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g, '<fine time>')
        .replace(/kube-api-access-\w{5}/g, 'kube-api-access-<generated>')
        .replace(/^\d+s$/, '<age>')
        // A refused patch quotes the whole object, managed fields and all.
        .replace(/(Invalid value: )"\{\\"apiVersion.*\}"/gs, '$1<object>')
        .replace(/User "[^"]*"/g, 'User "<user>"')
        .replace(/127\.0\.0\.1:\d+/g, '<server>')
        .replace(/(\\?"?resourceVersion\\?"?: ?\\?")\d+/g, '$1<version>')
        .replace(/current: \d+/g, 'current: <version>')
        .replace(/(too old resource version:) \d+ \(\d+\)/g, '$1 <version> (<version>)')
        .replace(/(ResourceVersion in (?:the precondition|record)) \((\d+)\)/g, '$1 (<version>)')
    );
  }
}
