import { checkLinks } from './docs/links.js';
import { tool } from './prepare.js';

// npm run docs: one site of the pages and the API reference, in docs/api
process.exitCode = tool('typedoc/bin/typedoc') || checkLinks();
