import { describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority } from '../support/certificates.js';
import { builtPackage } from '../support/built-package.js';
import { base64, kubeConfigText, sendJson, startServer } from '../support/loopback-server.js';

const buildMilliseconds = 60_000;

interface End {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a module in a process of its own that sees the library as an installed package. */
async function run(directory: string, script: string, config: string): Promise<End> {
  const folder = mkdtempSync(join(directory, 'run-'));
  const file = join(folder, 'main.mjs');
  writeFileSync(file, script);
  try {
    return await new Promise((resolve) => {
      execFile(process.execPath, [file, config], { timeout: 20_000 }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
      );
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a process that uses connect()', () => {
  test(
    'ends by itself while connections are kept, and is warned of nothing',
    async () => {
      const authority = makeAuthority();
      const tls = authority.issue('server', { hosts: ['127.0.0.1'] });
      await using server = await startServer(({ url }, response) => {
        if (url.includes('watch=true')) response.end('{"type":"ADDED","object":{"metadata":{"name":"a"}}}\n');
        else sendJson(response, 200, { items: [] });
      }, tls);
      const cluster = { 'certificate-authority-data': base64(authority.cert) };
      const { directory } = await builtPackage();
      const script = `
        import { connect } from 'kubernetes-job-environment';
        const api = connect(process.argv[2]);
        const { signal } = new AbortController();
        await Promise.all(Array.from({ length: 40 }, () => api.list('jobs', {}, { signal })));
        for await (const event of api.watch('jobs', {})) console.log(event.type);
        console.log('done');`;
      const end = await run(directory, script, kubeConfigText({ server: server.url, cluster }));
      expect(end).toEqual({ code: 0, stdout: 'ADDED\ndone\n', stderr: '' });
      expect(server.requests).toHaveLength(41);
    },
    buildMilliseconds,
  );

  test(
    'without client-node can import the library, and is told what to install when the first request needs it',
    async () => {
      const { directory } = await builtPackage();
      const home = mkdtempSync(join(tmpdir(), 'without-client-node-'));
      try {
        const modules = join(home, 'node_modules');
        mkdirSync(modules);
        cpSync(
          join(directory, 'node_modules', 'kubernetes-job-environment'),
          join(modules, 'kubernetes-job-environment'),
          {
            recursive: true,
          },
        );
        const script = `
          import { connect } from 'kubernetes-job-environment';
          const error = await connect(process.argv[2]).contextNamespace().catch((thrown) => thrown);
          console.log(error.code, error.message);`;
        const end = await run(home, script, kubeConfigText({ server: 'https://127.0.0.1' }));
        expect(end).toEqual({
          code: 0,
          stdout:
            'KUBECONFIG To read a kubeconfig, connect() needs the package @kubernetes/client-node. Run: npm install @kubernetes/client-node@1\n',
          stderr: '',
        });
      } finally {
        rmSync(home, { recursive: true });
      }
    },
    buildMilliseconds,
  );
});
