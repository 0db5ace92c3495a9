import { fileURLToPath } from 'node:url';

/** The checkout. This file runs as build/e2e/cluster/root.js. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));
