import { Command, Option } from 'commander';
import { formats } from './output.js';

/** What every command takes. */
export interface CommonOptions {
  readonly output: string;
  readonly context?: string | undefined;
  readonly namespace?: string | undefined;
  readonly kubeconfig?: string | undefined;
}

export interface CommandPage {
  /** One sentence, shown in the list of commands too. */
  readonly summary: string;
  /** Command lines without `kje`, each with what it is for. */
  readonly examples: readonly (readonly [command: string, what: string])[];
  readonly exitCodes: readonly (readonly [code: string, what: string])[];
  /** What `--output` takes. @default text, json and yaml */
  readonly outputs?: readonly string[];
}

/** A command with the options and the help that all of them have. */
export function makeCommand(name: string, page: CommandPage): Command {
  return new Command(name)
    .description(page.summary)
    .addHelpText('after', () => `\n${examplesOf(page)}\n\n${exitCodesOf(page)}`);
}

/** The options that all commands have; added last, so that a command's own come first in its help. */
export function addCommonOptions(command: Command, { outputs = formats }: CommandPage): Command {
  return command
    .optionsGroup('Output:')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(outputs).default('text'))
    .helpOption('-h, --help', 'show this help')
    .optionsGroup('Cluster:')
    .option('-n, --namespace <name>', 'the namespace (default: that of the YAML, else of the context)')
    .option('--context <name>', 'the context of the kubeconfig (default: its current one)')
    .option('--kubeconfig <file>', 'the kubeconfig (default: $KUBECONFIG, else ~/.kube/config)');
}

function examplesOf({ examples }: CommandPage): string {
  return ['Examples:', ...examples.map(([line, what]) => `  # ${what}\n  kje ${line}`)].join('\n');
}

function exitCodesOf({ exitCodes }: CommandPage): string {
  const width = Math.max(...exitCodes.map(([code]) => code.length));
  return ['Exit codes:', ...exitCodes.map(([code, what]) => `  ${code.padEnd(width)}  ${what}`)].join('\n');
}
