/**
 * The packages that are built into dist, with the module that is taken of each: loading them one module at a time takes
 * longer than all of the library. Of yaml it is the one for browsers, as that for Node is made of scripts.
 */
export const inlined = {
  uuid: { module: 'dist-node/index.js', licence: 'LICENSE.md' },
  yaml: { module: 'browser/index.js', licence: 'LICENSE' },
};
