import type { Command } from 'commander';
import { parseAllDocuments } from 'yaml';
import { namedNamespace } from '../cluster.js';
import { addCommonOptions, type CommandPage, type CommonOptions, makeCommand } from '../common-options.js';
import { documentOf, type Format } from '../output.js';
import { packageFile } from '../package-file.js';

const page: CommandPage = {
  summary: 'Print the manifest of the rights that the library needs',
  examples: [
    ['rbac', 'read it'],
    ['rbac --namespace flows | kubectl apply -f -', 'give these rights in the namespace of the Jobs'],
  ],
  exitCodes: [
    ['0', 'the manifest was printed'],
    ['2', 'the command line is wrong'],
  ],
};

interface RbacOptions extends CommonOptions {
  readonly output: Format;
}

export function rbacCommand(): Command {
  return addCommonOptions(makeCommand('rbac', page).action(rbac), page);
}

async function rbac(options: RbacOptions): Promise<void> {
  const text = packageFile('deploy/rbac.yaml');
  const namespace = await namedNamespace(options);
  const documents = [...parseAllDocuments(text)];
  if (namespace !== undefined) {
    for (const document of documents) document.setIn(['metadata', 'namespace'], namespace);
  }
  if (options.output === 'json') {
    const items: unknown[] = documents.map((document) => document.toJS() as unknown);
    process.stdout.write(documentOf('json', { apiVersion: 'v1', kind: 'List', items }));
  } else {
    process.stdout.write(
      documents.map((document) => document.toString({ flowCollectionPadding: false })).join(''),
    );
  }
}
