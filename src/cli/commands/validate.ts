import type { Command } from 'commander';
import { type ClusterApi, type Finding } from '../../index.js';
import { connectTo } from '../cluster.js';
import { addCommonOptions, type CommandPage, type CommonOptions, makeCommand } from '../common-options.js';
import { ExitCodeError, exitCodes } from '../exit-codes.js';
import { jobRequest } from '../job-options.js';
import { documentOf, type Format } from '../output.js';
import { packageVersion } from '../package-file.js';
import { styleOf } from '../terminal/style.js';
import { type AskServer, type CheckedFile, checkFile } from '../validation/check-file.js';
import { formatGitHub } from '../validation/format-github.js';
import { formatSarif } from '../validation/format-sarif.js';
import { formatText } from '../validation/format-text.js';

const page: CommandPage = {
  summary: 'Find what is wrong in Job YAML files, without a cluster',
  examples: [
    ['validate job_spec.yaml', 'each finding with its line and a mark under it'],
    ['validate jobs/*.yaml --output github', 'annotations in a GitHub Actions workflow'],
    ['validate jobs/*.yaml --output sarif > jobs.sarif', 'a file for code scanning'],
    ['validate job_spec.yaml --server', 'ask the API server too, with its policies; nothing is created'],
  ],
  exitCodes: [
    ['0', 'no errors; there may be warnings'],
    ['1', 'there are errors, or the server gave no verdict'],
    ['2', 'the command line is wrong'],
  ],
  outputs: ['text', 'json', 'yaml', 'github', 'sarif'],
};

/** Stands for the image of a flow container that has none, when a server is asked: a run fills it in. */
const SOME_IMAGE = 'image-of-the-run';

interface ValidateOptions extends CommonOptions {
  readonly output: Format | 'github' | 'sarif';
  readonly server?: boolean;
  readonly image?: string;
  readonly flowContainer?: string;
}

export function validateCommand(): Command {
  const command = makeCommand('validate', page)
    .argument('<file...>', 'Job YAML files')
    .option('--server', 'ask the API server too, by a dry run')
    .option('--image <image>', 'the image of the run, for the server to look at')
    .option('--flow-container <name>', 'the container that a run fills in (default: the first)')
    .action(validate);
  return addCommonOptions(command, page);
}

async function validate(files: string[], options: ValidateOptions): Promise<void> {
  await using api = options.server ? connectTo(options) : undefined;
  const askServer = api && serverOf(api, options);
  const checked: CheckedFile[] = [];
  for (const file of files) checked.push(await checkFile(file, options.flowContainer, askServer));
  process.stdout.write(format(checked, options.output));
  const findings = checked.flatMap((one) => one.findings);
  if (findings.some(({ severity }) => severity === 'error')) throw new ExitCodeError(exitCodes.failure);
}

function format(checked: readonly CheckedFile[], output: ValidateOptions['output']): string {
  const findings = checked.flatMap((one) => one.findings);
  switch (output) {
    case 'text': {
      const style = styleOf(process.stdout);
      return checked.map((one) => `${formatText(one, style)}\n`).join('');
    }
    case 'github':
      return findings.map((finding) => `${formatGitHub(finding)}\n`).join('');
    case 'sarif':
      return formatSarif(findings, packageVersion());
    case 'json':
    case 'yaml':
      return documentOf(output, findings);
  }
}

/** Asks for the Job that a run would send. What is found offline is told already. */
function serverOf(api: ClusterApi, { image, flowContainer, namespace }: ValidateOptions): AskServer {
  return async (file): Promise<Finding[]> => {
    const options = { image, flowContainer, namespace, runId: 'validate' };
    const { environment, flow, run } = jobRequest({ file }, [], options, {
      api,
      validation: 'off',
      defaultImage: SOME_IMAGE,
    });
    const findings = await environment.validate(flow, run, { server: true });
    return findings.filter(({ code }) => code.startsWith('server-'));
  };
}
