import { Command } from 'commander';
import { cancelCommand } from './commands/cancel.js';
import { demoCommand } from './commands/demo.js';
import { listCommand } from './commands/list.js';
import { logsCommand } from './commands/logs.js';
import { rbacCommand } from './commands/rbac.js';
import { renderCommand } from './commands/render.js';
import { runCommand } from './commands/run.js';
import { statusCommand } from './commands/status.js';
import { validateCommand } from './commands/validate.js';
import { packageVersion } from './package-file.js';

const commands = [
  demoCommand,
  runCommand,
  logsCommand,
  statusCommand,
  listCommand,
  cancelCommand,
  renderCommand,
  validateCommand,
  rbacCommand,
];

/** All commands. A wrong command line throws a CommanderError, after it was told. */
export function makeProgram(): Command {
  const program = new Command('kje')
    .description('Runs any command as a completely custom Kubernetes Job, and tells what became of it.')
    .version(packageVersion(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText(
      'after',
      '\nDocs: docs/cli.md of this package. Also installed as kubernetes-job-environment.',
    );
  for (const make of commands) program.addCommand(make());
  for (const command of [program, ...program.commands]) {
    const name = command === program ? 'kje' : `kje ${command.name()}`;
    command
      .exitOverride()
      .showHelpAfterError(`See: ${name} --help`)
      .configureHelp({ subcommandTerm: (subcommand) => subcommand.name() });
  }
  return program;
}
