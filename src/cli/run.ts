import { Command, CommanderError } from 'commander';
import { exitCodes, MlpError } from '../errors.js';
import { systemCode, systemReason } from '../files/file_system.js';
import { version } from '../version.js';
import { commands } from './commands/index.js';
import { type Context, createContext } from './context.js';
import { applyEnvironment } from './environment.js';
import { flagHint } from './flag_hint.js';
import { type Io, write } from './io.js';
import { printError } from './messages.js';
import { wrap } from './render/wrap.js';

/** Runs the program with these arguments (without node and script) and returns its exit code. Never throws. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const context = createContext(io, argv);
  const { stdout, stderr } = io;
  let failure: Error | undefined;
  stdout.on('error', (error) => {
    failure ??= error;
  });
  // A failure of stderr can be reported nowhere.
  stderr.on('error', () => {});
  try {
    await execute(argv, context);
    await write(stdout, '');
    return context.exitCode;
  } catch (error) {
    return report(error, failure, context);
  }
}

/** Parses the arguments and runs the command. commander ends by an error after printing help or the version, too. */
async function execute(argv: readonly string[], context: Context): Promise<void> {
  const program = await createProgram(argv, context);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    context.stderr.write(await flagHint(error, program, argv));
    throw error;
  }
}

/** Columns from which on a description is broken at blanks; with fewer the terminal breaks it, within words. */
const narrowestDescription = 20;

/** Builds the program; only the command that is called has its module loaded, so that the others cost no time. */
async function createProgram(argv: readonly string[], context: Context): Promise<Command> {
  const { stdout, stderr, style } = context;
  const program = new Command('mlp')
    .description('Train multi-layer perceptrons from a JSON config and a CSV file.')
    .version(version, '-V, --version')
    .helpCommand('help [command]', 'show what a command understands')
    .option('--no-color', 'plain output, also to a terminal (env: NO_COLOR)')
    .option('--debug', 'show the stack of an error (env: MLP_DEBUG)')
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride()
    .configureHelp({
      showGlobalOptions: true,
      minWidthToWrap: narrowestDescription,
      styleTitle: (title) => style.out.bold(title),
    })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, print) =>
        print(wrap(text.replace(/^error:/, style.err.red('error:')), stderr.columns, 2)),
      getOutHelpWidth: () => stdout.columns ?? 80,
      getErrHelpWidth: () => stderr.columns ?? 80,
      getOutHasColors: () => style.out.level > 0,
      getErrHasColors: () => style.err.level > 0,
    })
    .hook('preAction', (_, command) => applyEnvironment(command, context.env))
    .addHelpText(
      'after',
      `
Examples:
  mlp init datasets/iris.csv --target species > iris.json
  mlp train iris.json --out runs/iris
  mlp predict runs/iris datasets/iris.csv > predictions.csv

Every command has --help.`,
    );
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const command = program.command(name).summary(summary).description(summary);
    if (argv.includes(name)) (await load()).define(command, context);
  }
  return program;
}

/**
 * Reports an error on stderr and returns its exit code. A failure of stdout takes precedence over errors that followed
 * from it.
 */
function report(error: unknown, stdoutFailure: Error | undefined, context: Context): number {
  const { stderr, debug } = context;
  if (error instanceof CommanderError) return exitCodes.usage;
  const cause = error instanceof MlpError ? error : (stdoutFailure ?? error);
  // `mlp … | head -1`: the reader closed the pipe and needs no more.
  if (systemCode(cause) === 'EPIPE') return exitCodes.done;
  const known = cause instanceof MlpError ? cause : fromSystem(cause, cause === stdoutFailure);
  const message =
    (known && withConfigFile(known, context)) ??
    `a bug of mlp ${version}: ${cause}; please report it${debug ? '' : ', with what --debug shows'}`;
  printError(context, message);
  if (debug && cause instanceof Error) stderr.write(`${cause.stack}\n`);
  return known?.exitCode ?? exitCodes.bug;
}

/** The message of an error, preceded by the config's file where it is about a config and names no file. */
function withConfigFile({ failure, message }: MlpError, { configFile }: Context): string {
  const isNameless = failure === 'config' && configFile !== undefined && !message.startsWith(configFile);
  return isNameless ? `${configFile}: ${message}` : message;
}

/**
 * Error `io` for an error of the operating system that no other code has put into words; undefined for any other error.
 */
function fromSystem(error: unknown, isStdout: boolean): MlpError | undefined {
  // Codes of Node's own errors begin with ERR_.
  if (!/^E[A-Z0-9]+$/.test(systemCode(error) ?? '')) return undefined;
  const what = isStdout ? 'stdout: cannot be written' : 'cannot read or write';
  return new MlpError('io', `${what}: ${systemReason(error)}`, { cause: error });
}
