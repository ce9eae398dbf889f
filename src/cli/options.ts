import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Override } from '../config/index.js';
import { type InputFormat, inputFormatNames } from '../data/input_format.js';
import { decimal } from '../data/numbers/decimal.js';
import { backends } from '../kernels/index.js';
import { EnvironmentOption } from './environment.js';

/**
 * Values of the options that several commands share, by key, as an action gets them; an option that is not set is
 * absent.
 */
export interface SharedOptions {
  /** Assignments `key=value` as given, in order. */
  readonly set: readonly string[];
  readonly seed?: number;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly dryRun?: boolean;
  readonly threads?: number;
  readonly backend?: string;
  readonly inputFormat?: InputFormat;
  /** A query in the place of DATA, and the database that it asks. */
  readonly sql?: string;
  readonly database?: string;
}

const shared: { readonly [Key in keyof Required<SharedOptions>]: () => Option } = {
  set: () =>
    new EnvironmentOption(
      '--set <key=value>',
      'replace a value of the config: optimizer.learning_rate=0.1, layers[0].units=32, or, for a name with a dot, ' +
        '\'data.columns["a.b"].scale=none\'; can be repeated',
      'MLP_SET',
    )
      .default([], 'nothing')
      .argParser((text, previous: readonly string[]) => [...previous, text]),
  seed: () =>
    new EnvironmentOption('--seed <n>', 'seed of all randomness', 'MLP_SEED').argParser(
      integer(0, 2 ** 32 - 1),
    ),
  out: () => new EnvironmentOption('--out <dir>', 'directory to write the run into', 'MLP_OUT'),
  force: () => new EnvironmentOption('--force', 'replace a run that is there', 'MLP_FORCE'),
  json: () => new EnvironmentOption('--json', 'print JSON, with every digit', 'MLP_JSON'),
  quiet: () => new EnvironmentOption('--quiet', 'no progress and no notes on stderr', 'MLP_QUIET'),
  dryRun: () =>
    new EnvironmentOption('--dry-run', 'do everything but the work: write nothing', 'MLP_DRY_RUN'),
  threads: () =>
    new EnvironmentOption(
      '--threads <n>',
      'threads to compute with (default: the cores of the machine); small work takes fewer, results do not ' +
        'depend on it',
      'MLP_THREADS',
    ).argParser(integer(1, 1024)),
  backend: () =>
    new EnvironmentOption(
      '--backend <name>',
      'what computes: native (the default; wasm where there is no native code: see mlp doctor), wasm and js give the ' +
        'same bits; blas is the BLAS library of this system, or MLP_BLAS_LIBRARY, for products: its bits may differ ' +
        'between machines and numbers of threads',
      'MLP_BACKEND',
    ).choices(Object.keys(backends)),
  inputFormat: () =>
    new EnvironmentOption(
      '--input-format <format>',
      'how rows are written in DATA: told by its ending (.jsonl, .ndjson, .parquet, .pq), or by what is in it, ' +
        'where left out',
      'MLP_INPUT_FORMAT',
    ).choices(inputFormatNames),
  sql: () =>
    new EnvironmentOption(
      '--sql <query>',
      'rows of a query that DuckDB answers in the place of DATA: "SELECT * FROM \'sales/*.parquet\' ORDER BY ALL"',
      'MLP_SQL',
    ),
  database: () =>
    new EnvironmentOption(
      '--database <file>',
      'the DuckDB database that --sql asks, which is only read; files need none',
      'MLP_DATABASE',
    ),
};

/** Adds shared options to a command; name, meaning and help are the same in every command. */
export function addOptions(command: Command, ...names: (keyof SharedOptions)[]): Command {
  for (const name of names) command.addOption(shared[name]());
  return command;
}

/** Overrides of config values by flags other than --set. */
export const overrides = ({ seed }: Pick<SharedOptions, 'seed'>): Override[] =>
  seed === undefined ? [] : [{ source: `--seed ${seed}`, path: ['seed'], value: String(seed) }];

/** The option of intervals that hold a share of the rows. */
export const intervalOption = (description: string): Option =>
  new Option('--interval <level>', description).argParser((text) => {
    const value = decimal(text);
    if (value > 0 && value < 1) return value;
    throw new InvalidArgumentError('Expected a share of the rows above 0 and below 1: 0.9.');
  });

/** Parser of integers from `low` to `high`, for argParser of an Option. */
export function integer(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= low && value <= high) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${low} to ${high}.`);
  };
}

/** Parser of decimal numbers from `low` to `high`, for argParser of an Option. */
export function number(low = -Number.MAX_VALUE, high = Number.MAX_VALUE): (text: string) => number {
  return (text) => {
    const value = decimal(text);
    if (value >= low && value <= high) return value;
    const limits = [
      ...(low > -Number.MAX_VALUE ? [`of at least ${low}`] : []),
      ...(high < Number.MAX_VALUE ? [`of at most ${high}`] : []),
    ].join(' and ');
    throw new InvalidArgumentError(`Expected a number${limits && ` ${limits}`}.`);
  };
}
