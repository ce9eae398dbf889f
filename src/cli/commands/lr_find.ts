import { dirname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { exitCodes, MlpError } from '../../errors.js';
import { reportFile, writeFileAtomic } from '../../files/index.js';
import { openStudyDirectory } from '../../files/study_directory.js';
import { counted } from '../../format_count.js';
import { drawRates } from '../../report/lr_find/index.js';
import { prepareRun } from '../../run/prepare_run.js';
import { type RateFile, rateFile } from '../../studies/lr_find/rate_file.js';
import { type RateStep, refuseWithoutRate, testRates } from '../../studies/lr_find/rate_range.js';
import { suggest } from '../../studies/lr_find/suggestion.js';
import { version } from '../../version.js';
import { readConfig } from '../config_file.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { Interruption } from '../interruption.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note } from '../messages.js';
import { addOptions, integer, number, type SharedOptions } from '../options.js';
import { formatNumber } from '../render/number.js';
import { table } from '../render/table.js';
import { wrap } from '../render/wrap.js';
import { announce } from '../training_notes.js';
import { yieldEvery } from '../yield_every.js';

interface Options extends SharedOptions {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

/** Most rows of the table; JSON and the page have every step. */
const shown = 24;

export function define(command: Command, context: Context): void {
  addOptions(command, 'set', 'seed', 'out', 'force', 'json', 'quiet', 'threads', 'backend')
    .description(
      'Test learning rates (Smith 2017): train CONFIG for some steps while the rate grows in equal ratios, and print ' +
        'the loss against it, with a rate to begin with. Writes runs/<name>-lr-find, with a page; nothing else ' +
        'changes, and training is the same afterwards.',
    )
    .argument('<config>', 'a JSON file; mlp schema describes it')
    .addOption(new Option('--from <rate>', 'first rate').argParser(number(1e-300)).default(1e-7))
    .addOption(new Option('--to <rate>', 'last rate').argParser(number(1e-300)).default(10))
    .addOption(
      new Option('--steps <n>', 'steps from first to last').argParser(integer(20, 100_000)).default(300),
    )
    .action((config: string, options: Options) => run(config, options, context));
  addExamples(
    command,
    'mlp lr-find configs/digits.json',
    'mlp lr-find configs/iris.json --from 1e-5 --to 1 --steps 100 --out runs/rates',
    'mlp lr-find configs/iris.json --json --quiet --force | head -c 100',
  );
}

async function run(path: string, options: Options, context: Context): Promise<void> {
  const { from, to, steps } = options;
  if (from >= to)
    throw new MlpError(
      'usage',
      `--from ${from}, --to ${to}: the rate has to grow; give the smaller one first`,
    );
  const file = pathFrom(context, path);
  const config = readConfig(file, options, context);
  const directory = pathFrom(context, options.out ?? `runs/${config.name}-lr-find`);
  const loading = { directory: dirname(file), stdin: context.stdin };
  const { network, initialize, ...prepared } = await prepareRun(config, loading, (bytes) =>
    kernelsFor(options, context, bytes),
  );
  refuseWithoutRate(prepared);
  announce(prepared, options, context);
  const study = openStudyDirectory(directory, rateFile, (name) => name === reportFile, {
    force: options.force ?? false,
    resume: false,
  });
  const interruption = new Interruption(context);
  interruption.listen();
  try {
    const found = await testRates(network, prepared, {
      ...{ from, to, steps, initialize },
      pause: yieldEvery(50),
      stop: () => interruption.reason() !== null,
    });
    if (interruption.reason())
      return interruption.end(`interrupted after ${counted(found.length, 'step')}; nothing was written`);
    if (found.length === 0)
      throw new MlpError(
        'check_failed',
        'the loss of the first batch is not finite: the initial weights or the data are too large for any rate',
      );
    const suggestion = suggest(found);
    const { optimizer, seed } = prepared.config;
    const content: RateFile = {
      format: 'mlp-lr-find',
      format_version: 1,
      name: config.name,
      optimizer: optimizer.type,
      learning_rate: (optimizer as typeof optimizer & { readonly learning_rate: number }).learning_rate,
      seed,
      ...(suggestion && { suggestion }),
      steps: found,
      versions: { mlp: version, node: process.versions.node },
      sha256: { ...prepared.dataset.sha256 },
    };
    const text = `${JSON.stringify(content, null, 2)}\n`;
    const answer = answerText(content);
    writeFileAtomic(study.path(rateFile), text);
    writeFileAtomic(study.path(reportFile), drawRates(content, answer));
    await write(context.stdout, options.json ? text : rateTable(found, answer, context));
    if (!suggestion) context.exitCode = exitCodes.check_failed;
    note(context, options, `wrote ${join(directory, rateFile)}, and a page, ${join(directory, reportFile)}`);
  } finally {
    interruption.release();
    study.close();
  }
}

/** Table of rates in even distances and their smoothed losses, and the answer. */
function rateTable(steps: readonly RateStep[], answer: string, { style, stdout }: Context): string {
  const every = Math.ceil(steps.length / shown);
  const rows = steps.filter((_, i) => (steps.length - 1 - i) % every === 0);
  const losses = rows.map(({ smoothed }) => smoothed);
  const drawn = table(
    ['learning rate', 'smoothed loss'],
    rows.map(({ rate, smoothed }) => [rate, smoothed]),
    { style: style.out, width: stdout.columns },
    { title: '', values: losses, width: 32 },
  );
  return `${drawn}${style.out.dim(wrap(answer, stdout.columns))}\n`;
}

/** Sentences on what a test suggests. */
function answerText({ suggestion, learning_rate, steps }: RateFile): string {
  if (!suggestion)
    return (
      `The loss falls at no rate of these ${steps.length} steps, so that none is suggested; take more steps ` +
      '(--steps) or other rates (--from, --to).'
    );
  const [rate, most] = [suggestion.steepest, suggestion.most].map((each) => Number(each.toPrecision(2)));
  return (
    `Suggested: --set optimizer.learning_rate=${rate}, where the smoothed loss falls most steeply (Smith 2017, ` +
    `Gugger 2018), and at most ${most}, a tenth of the rate at which it is least; the config has ` +
    `${formatNumber(learning_rate)}. A first guess from ${steps.length} steps: mlp tune says what comes of rates.`
  );
}
