import { Command, CommanderError } from 'commander';
import { exitCodes, MlpError } from '../errors.js';
import { commands } from './commands/index.js';
import { type Context, createContext } from './context.js';
import type { Io } from './io.js';
import { version } from './version.js';

/** Runs the program with these arguments (without node and script) and returns its exit code. Never throws. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const context = createContext(io, argv);
  const gone = new Promise<never>((_, reject) => io.stdout.once('error', reject));
  try {
    const program = await createProgram(argv, context);
    await Promise.race([program.parseAsync(argv, { from: 'user' }), gone]);
    return context.exitCode;
  } catch (error) {
    return report(error, context, argv.includes('--debug'));
  }
}

/** The whole program; only the command that is called has its module loaded, so that the others cost no time. */
async function createProgram(argv: readonly string[], context: Context): Promise<Command> {
  const program = new Command('mlp')
    .description('Train multi-layer perceptrons from a JSON config and a CSV file.')
    .version(version, '-V, --version')
    .helpCommand(false)
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    })
    .addHelpText(
      'after',
      `
Examples:
  mlp init iris.csv --target species > iris.json
  mlp train iris.json
  mlp predict runs/iris new.csv > predictions.csv
  tail -f log.csv | mlp predict runs/iris

Every command has --help.`,
    );
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const command = program.command(name).summary(summary).description(summary);
    if (argv.includes(name)) (await load()).define(command, context);
  }
  return program;
}

/** Says what went wrong on stderr, and which exit code that is. */
function report(error: unknown, { stderr, style }: Context, debug: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  const known = error instanceof MlpError ? error : fromSystem(error);
  if (known === 'closed pipe') return exitCodes.done;
  if (known && !debug) stderr.write(`${style.err.red('error:')} ${known.message}\n`);
  else {
    const stack = error instanceof Error ? error.stack : String(error);
    const hint = known ? '' : `${style.err.red('error:')} this is a bug of mlp, please report it\n`;
    stderr.write(`${hint}${stack}\n`);
  }
  return known ? known.exitCode : exitCodes.bug;
}

/** An error of the operating system that reached us from a stream: `| head -1` is no error. */
function fromSystem(error: unknown): MlpError | 'closed pipe' | null {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EPIPE') return 'closed pipe';
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return new MlpError('io', `cannot read or write: ${message}`);
  return null;
}
