import { checkPublicApi } from './package/public-api.js';
import { build } from './prepare.js';

// npm run api -- [--update]
process.exitCode = build() || checkPublicApi({ update: process.argv.includes('--update') });
