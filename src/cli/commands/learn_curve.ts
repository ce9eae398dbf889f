import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { decimal } from '../../data/numbers/decimal.js';
import { exitCodes } from '../../errors.js';
import { reportFile, writeFileAtomic } from '../../files/index.js';
import { counted } from '../../format_count.js';
import type { BackendName } from '../../kernels/index.js';
import { gainText } from '../../studies/learn_curve/answer.js';
import { type CurveFile, curveFile, curveText } from '../../studies/learn_curve/curve_file.js';
import type { PlannedCurve } from '../../studies/learn_curve/plan_curve.js';
import { runCurve } from '../../studies/learn_curve/run_curve.js';
import { version } from '../../version.js';
import { readConfig } from '../config_file.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { Interruption } from '../interruption.js';
import { pathFrom, write } from '../io.js';
import { note, printError, warn } from '../messages.js';
import { addOptions, integer, type SharedOptions } from '../options.js';
import { OrderedLines } from '../ordered_lines.js';
import { type CurveTable, curveTable } from '../render/curve.js';
import { wrap } from '../render/wrap.js';
import { yieldEvery } from '../yield_every.js';

interface Options extends SharedOptions {
  /** Sizes as they were given, for the line that goes on. */
  readonly sizes?: string;
  readonly repeats: number;
  readonly metric?: string;
  readonly resume?: boolean;
}

export function define(command: Command, context: Context): void {
  addOptions(command, 'set', 'seed', 'out', 'force', 'json', 'quiet', 'threads', 'backend')
    .description(
      'Would more data help? Train CONFIG on more and more of its training rows, and measure each on the same test ' +
        'rows (validation rows where there are none). Subsets are nested and made as data.split.type says: the ' +
        'classes in proportion, whole groups, or the earliest rows first. Writes runs/<name>-learn-curve, with a page.',
    )
    .argument('<config>', 'a JSON file; mlp schema describes it')
    .addOption(
      new Option(
        '--sizes <list>',
        'numbers of training rows, or shares of them up to 1, with commas: 0.1,0.5,1 (default: 10 in equal ratios up ' +
          'to all)',
      ).argParser((text) => {
        sizesIn(text);
        return text;
      }),
    )
    .addOption(
      new Option('--repeats <n>', 'times that each size is drawn and trained anew')
        .argParser(integer(1, 1000))
        .default(5),
    )
    .addOption(new Option('--metric <name>', 'as mlp eval names it, or a loss (default: that of the task)'))
    .option('--resume', 'go on where a learning curve was interrupted')
    .action((config: string, options: Options, self: Command) => run(config, options, self, context));
  addExamples(
    command,
    'mlp learn-curve configs/iris.json --repeats 3',
    'mlp learn-curve configs/diabetes.json --sizes 0.25,0.5,1 --metric mae --out runs/d-curve',
    'mlp learn-curve configs/iris.json --sizes 10,50 --repeats 2 --json --quiet --force',
  );
}

function sizesIn(text: string): number[] {
  const found = text.split(',').map((part) => decimal(part.trim()));
  const isSize = (size: number) => size > 0 && (size <= 1 || Number.isInteger(size));
  if (found.every(isSize)) return found;
  throw new InvalidArgumentError(
    'Expected whole numbers of rows, or shares up to 1, with commas between: 0.1,0.5,1.',
  );
}

async function run(path: string, options: Options, command: Command, context: Context): Promise<void> {
  const { stdout, stdin } = context;
  const file = pathFrom(context, path);
  const config = readConfig(file, options, context);
  const directory = pathFrom(context, options.out ?? `runs/${config.name}-learn-curve`);
  const interruption = new Interruption(context);
  const lines = new OrderedLines(stdout, options.json ?? false);
  let table: CurveTable | undefined;
  let planned: PlannedCurve | undefined;
  let shown = 0;
  let isWarned = false;
  const showNew = (content: CurveFile) => {
    for (const point of content.points.slice(shown)) lines.print(table!.row(point));
    shown = content.points.length;
  };
  let curve: CurveFile;
  try {
    curve = await runCurve(
      config,
      { directory: dirname(file), stdin },
      {
        sizes: options.sizes === undefined ? undefined : sizesIn(options.sizes),
        repeats: options.repeats,
        metric: options.metric,
      },
      {
        ...{ directory, threads: options.threads ?? availableParallelism() },
        backend: options.backend as BackendName | undefined,
        ...{ force: options.force ?? false, resume: options.resume ?? false },
        versions: { mlp: version, node: process.versions.node },
        pause: yieldEvery(50),
        stop: interruption.reason,
        onPlan(plan, content) {
          planned = plan;
          interruption.listen();
          const { warnings, notes } = plan.rows.read.report;
          for (const text of warnings) warn(context, text);
          for (const text of notes) note(context, options, text);
          for (const text of notesOf(plan, content)) note(context, options, text);
          table = curveTable(content, context);
          lines.print(table.header);
          showNew(content);
        },
        onPrepared(index, { dataset }) {
          const { size, repeat } = planned!.subsets[index];
          // small subsets lack much, each of them something else: the first stands for all
          if (dataset.warnings.length === 0 || isWarned) return;
          isWarned = true;
          const which = options.repeats > 1 ? `, repetition ${repeat}` : '';
          warn(
            context,
            `subset of ${size} rows${which}: ${dataset.warnings[0]} (warnings of other subsets are left out)`,
          );
        },
        onResult: showNew,
      },
    );
    if (curve.complete) {
      lines.print(`${context.style.out.dim(wrap(gainText(curve), stdout.columns))}\n`);
      const { drawLearnCurve } = await import('../../report/learn_curve/index.js');
      writeFileAtomic(join(directory, reportFile), drawLearnCurve(curve));
    }
    await lines.end();
  } finally {
    interruption.release();
  }
  await finish(curve, directory, interruption, command, options, context);
}

/** Notes on what is trained and measured, before it begins. */
function notesOf({ sizes, repeats, part, count, how, rows: { config } }: PlannedCurve, content: CurveFile) {
  const times = repeats > 1 ? `, ${repeats} times each (--repeats)` : '';
  return [
    `${counted(sizes.length, 'size')} of training sets, ${sizes[0]} to ${sizes.at(-1)} of ` +
      `${counted(count.train, 'row')}${times}, all measured on the same ${counted(count.measured, `${part} row`)}; ` +
      `subsets are nested, ${how}`,
    ...(config.training.time_limit === undefined
      ? []
      : ['training.time_limit is not looked at: every training goes to its end']),
    ...(content.results.length > 0 ? [`goes on after ${counted(content.results.length, 'training')}`] : []),
  ];
}

/** Says where all is and what fell short. */
async function finish(
  curve: CurveFile,
  directory: string,
  interruption: Interruption,
  command: Command,
  options: Options,
  context: Context,
): Promise<void> {
  const { complete, results, sizes, repeats } = curve;
  if (!complete) {
    const kept = results.length > 0 ? `, which ${directory} keeps` : '';
    return interruption.endToGoOn(
      `interrupted after ${results.length} of ${sizes.length * repeats} trainings${kept}`,
      command,
    );
  }
  if (options.json) await write(context.stdout, curveText(curve));
  const diverged = results.filter(({ stop_reason }) => stop_reason === 'diverged');
  if (diverged.length > 0) {
    context.exitCode = exitCodes.check_failed;
    printError(
      context,
      `training diverged in ${diverged.length} of ${counted(results.length, 'training')}, first of ` +
        `${counted(diverged[0].rows, 'row')}, whose scores are those of the last weights that were finite; a smaller ` +
        'optimizer.learning_rate or training.gradient_clip may help',
    );
  }
  note(context, options, `wrote ${join(directory, curveFile)}, and a page, ${join(directory, reportFile)}`);
}
