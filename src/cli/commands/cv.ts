import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { exitCodes } from '../../errors.js';
import { writeFileAtomic } from '../../files/index.js';
import { counted } from '../../format_count.js';
import type { BackendName } from '../../kernels/index.js';
import { usualMetric } from '../../studies/cv/compare_cv.js';
import { type CvFile, cvFile, cvText } from '../../studies/cv/cv_file.js';
import { type FoldPlan, planText } from '../../studies/cv/folds/index.js';
import { predictionsText } from '../../studies/cv/predictions_file.js';
import { type CvRun, runCrossValidation } from '../../studies/cv/run_cv.js';
import { headline } from '../../training/measuring/report.js';
import { version } from '../../version.js';
import { readConfig } from '../config_file.js';
import type { Context } from '../context.js';
import { DivisionNotes } from '../division_notes.js';
import { addExamples } from '../examples.js';
import { Interruption } from '../interruption.js';
import { pathFrom, write } from '../io.js';
import { note, printError } from '../messages.js';
import { addOptions, integer, type SharedOptions } from '../options.js';
import { OrderedLines } from '../ordered_lines.js';
import { type CvTable, cvTable, dividedText, foldName, summaryText } from '../render/cv.js';
import { wrap } from '../render/wrap.js';
import { yieldEvery } from '../yield_every.js';

interface Options extends SharedOptions {
  readonly folds?: number;
  readonly repeats: number;
  readonly foldColumn?: string;
  readonly shuffle: boolean;
  readonly predictions?: string;
  readonly resume?: boolean;
}

const defaultFolds = 5;

export function define(command: Command, context: Context): void {
  addOptions(command, 'set', 'seed', 'out', 'force', 'json', 'quiet', 'threads', 'backend')
    .description(
      'Cross-validate a config: each fold of all rows is predicted by a network that was trained on the others. ' +
        'Folds are made as data.split.type says: at random with the classes in proportion, of whole groups, or ' +
        'forward in time. Writes runs/<name>-cv.',
    )
    .argument('<config>', 'a JSON file; mlp schema describes it')
    .addOption(
      new Option('--folds <n>', `number of folds (default: ${defaultFolds})`).argParser(integer(2, 255)),
    )
    .addOption(
      new Option('--repeats <n>', 'times that the rows are dealt into folds anew')
        .argParser(integer(1, 1000))
        .default(1),
    )
    .addOption(
      new Option(
        '--fold-column <name>',
        'a column that holds the fold of each row, and is no input',
      ).conflicts('folds'),
    )
    .option(
      '--no-shuffle',
      "deal rows in their order, as scikit-learn's StratifiedKFold, KFold and GroupKFold do without shuffling",
    )
    .option(
      '--predictions <file>',
      'write a CSV file of all rows with their own columns, their fold, and what the network predicts for them that ' +
        'was not trained on them',
    )
    .option('--resume', 'go on where a cross-validation was interrupted')
    .action((config: string, options: Options, self: Command) => run(config, options, self, context));
  addExamples(
    command,
    'mlp cv configs/iris.json --folds 3',
    'mlp cv configs/penguins.json --repeats 2 --predictions held-out.csv --out runs/p-cv',
    'mlp cv configs/iris.json --folds 3 --json --quiet --force',
  );
}

async function run(path: string, options: Options, command: Command, context: Context): Promise<void> {
  const { stdout, stdin } = context;
  const file = pathFrom(context, path);
  const config = readConfig(file, options, context);
  const directory = pathFrom(context, options.out ?? `runs/${config.name}-cv`);
  const { folds: count = defaultFolds, repeats, shuffle, foldColumn: column, predictions } = options;
  const notes = new DivisionNotes(context, options);
  const interruption = new Interruption(context);
  const lines = new OrderedLines(stdout, options.json ?? false);
  let table: CvTable | undefined;
  let metric = 'loss';
  let begin: (name: string) => void = () => {};
  let planned: FoldPlan | undefined;
  let cv: CvRun;
  try {
    cv = await runCrossValidation(
      config,
      { directory: dirname(file), stdin },
      { count, repeats, shuffle, column },
      {
        ...{ directory, threads: options.threads ?? availableParallelism() },
        backend: options.backend as BackendName | undefined,
        ...{ force: options.force ?? false, resume: options.resume ?? false },
        versions: { mlp: version, node: process.versions.node },
        wantsPredictions: predictions !== undefined,
        pause: yieldEvery(50),
        stop: interruption.reason,
        onPlan({ rows, plan, stopping }, results) {
          planned = plan;
          interruption.listen();
          const { report } = rows.read;
          notes.all(report);
          for (const text of [planText(plan), ...plan.notes, ...dividedText(config, stopping)])
            note(context, options, text);
          if (config.training.time_limit !== undefined)
            note(context, options, 'training.time_limit is not looked at: every fold is trained to its end');
          if (results.length > 0) note(context, options, `goes on after ${counted(results.length, 'fold')}`);
          begin = (name) => {
            metric = name;
            const hasStopping = stopping.split !== null || config.data.validation !== undefined;
            table = cvTable(plan, [...new Set([metric, 'loss'])], hasStopping, context);
            lines.print(table.header);
            for (const result of results) lines.print(table.row(result));
          };
        },
        onPrepared(fold, { dataset }) {
          notes.ofDivision(`fold ${foldName(planned!.folds[fold], repeats)}`, dataset);
          if (!table) begin(headline(dataset.preprocessing));
        },
        onFold: (result) => lines.print(table!.row(result)),
      },
    );
    const { content } = cv;
    if (!table && content.results.length > 0) begin(usualMetric(content));
    if (content.results.length > 1)
      lines.print(`${table!.summary(content)}${sentence(content, metric, context)}`);
    await writePredictions(cv, options, context);
    await lines.end();
  } finally {
    interruption.release();
  }
  await finish(cv.content, directory, interruption, command, options, context);
}

const sentence = (content: CvFile, metric: string, { stdout, style }: Context): string =>
  metric in content.metrics ? `${style.out.dim(wrap(summaryText(content, metric), stdout.columns))}\n` : '';

/** Writes what was predicted for the rows of each fold, where that is asked for and all have ended. */
async function writePredictions(
  { validation, content: { complete }, heldOut }: CvRun,
  options: Options,
  context: Context,
): Promise<void> {
  if (options.predictions === undefined || !complete) return;
  const { text, withoutPrediction } = await predictionsText(validation, heldOut);
  writeFileAtomic(pathFrom(context, options.predictions), text);
  if (withoutPrediction > 0)
    note(
      context,
      options,
      `${options.predictions}: ${counted(withoutPrediction, 'row')} without a prediction, as no fold holds them out`,
    );
}

/** Says where all is and what fell short. */
async function finish(
  content: CvFile,
  directory: string,
  interruption: Interruption,
  command: Command,
  options: Options,
  context: Context,
): Promise<void> {
  const { complete, results, folds } = content;
  if (!complete) {
    const kept = results.length > 0 ? `, which ${directory} keeps` : '';
    return interruption.endToGoOn(
      `interrupted after ${results.length} of ${folds.count * folds.repeats} folds${kept}`,
      command,
    );
  }
  if (options.json) await write(context.stdout, cvText(content));
  const diverged = results.filter(({ stop_reason }) => stop_reason === 'diverged');
  if (diverged.length > 0) {
    context.exitCode = exitCodes.check_failed;
    printError(
      context,
      `training diverged in ${diverged.length > 1 ? 'folds' : 'fold'} ` +
        `${diverged.map((each) => foldName(each, folds.repeats)).join(', ')}, whose scores are those of the last ` +
        'weights that were finite; a smaller optimizer.learning_rate or training.gradient_clip may help',
    );
  }
  note(context, options, `wrote ${join(directory, cvFile)}; to compare it with another: mlp compare`);
}
