import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { MlpError } from '../../errors.js';
import { backends } from '../../kernels/index.js';
import { networkOf } from '../../model/model.js';
import { widthsText } from '../../nn/graph/widths.js';
import { type Compared, compare, type SplitName, splitNames } from '../../run/compare.js';
import { comparisonNotes } from '../../run/comparison_notes.js';
import { compareCv, cvFileOf, usualMetric } from '../../studies/cv/compare_cv.js';
import { readCvFile } from '../../studies/cv/cv_file.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note, warn } from '../messages.js';
import { addOptions, type SharedOptions } from '../options.js';
import { addReadingOption, type ReadingOptions } from '../reading_option.js';
import { cvComparison } from '../render/cv_comparison.js';
import { type Cell, table } from '../render/table.js';
import { dataSource } from '../source.js';

interface Options
  extends ReadingOptions,
    Pick<SharedOptions, 'json' | 'threads' | 'backend' | 'sql' | 'database'> {
  readonly metrics?: readonly string[];
  readonly part?: SplitName;
  readonly data?: string;
}

export function define(command: Command, context: Context): void {
  addReadingOption(addOptions(command, 'json', 'threads', 'backend', 'sql', 'database'))
    .description(
      'Put models side by side: their size, their metrics, and a picture of the first of these. Each is measured ' +
        'on the last of its own parts (test, validation, train), or as --part, --data or --sql says. Of ' +
        'cross-validations (mlp cv) on the same folds, the differences fold by fold, and how sure they are.',
    )
    .argument('<models...>', 'run directories or model files; or directories of mlp cv')
    .addOption(
      new Option(
        '--metrics <names>',
        'metrics as mlp eval names them, or losses: accuracy,wasserstein (default: loss, and accuracy or rmse)',
      ).argParser((text) => text.split(',')),
    )
    .addOption(
      new Option('--part <name>', 'of the data of each model').choices(splitNames).conflicts(['data', 'sql']),
    )
    .option('--data <file>', 'a CSV file, to measure all of them on')
    .action((models: string[], options: Options) => run(models, options, context));
  addExamples(
    command,
    'mlp compare runs/iris',
    'mlp compare runs/iris --metrics accuracy,wasserstein --part train',
    'mlp compare runs/iris --data datasets/iris.csv --json',
  );
}

async function run(paths: readonly string[], options: Options, context: Context): Promise<void> {
  const { metrics, part, data, set, sql, database } = options;
  const isOther = data !== undefined || sql !== undefined || database !== undefined;
  const files = paths.map((path) => pathFrom(context, path));
  const validations = files.filter((path) => cvFileOf(path) !== undefined);
  if (validations.length > 0) {
    const model = files.find((path) => !validations.includes(path));
    if (model !== undefined)
      throw new MlpError(
        'usage',
        `${model}: is no cross-validation, as ${validations[0]} is; compare models with models, or ` +
          'run mlp cv on its config',
      );
    await write(context.stdout, ofValidations(files, paths, options, context));
    return;
  }
  const compared = await compare(files, {
    metrics,
    part,
    set,
    ...(isOther && { source: dataSource(data === undefined ? [] : [data], { sql, database }, context) }),
    kernels: () => kernelsFor(options, context),
    warn: (message) => warn(context, message),
  });
  for (const text of comparisonNotes(compared, compared.map(nameOf))) note(context, {}, text);
  await write(context.stdout, options.json ? asJson(compared, paths) : asTable(compared, context));
}

const nameOf = ({ path }: Compared): string => basename(path.replace(/[/\\]model\.safetensors$/, ''));

const widths = ({ model }: Compared): string => widthsText(networkOf(model, backends.js));

/** Cross-validations beside each other, by the metrics that are asked for, or else the usual one of their task. */
function ofValidations(
  files: readonly string[],
  paths: readonly string[],
  { metrics, json, part, data, sql, set }: Options,
  context: Context,
): string {
  if (part !== undefined || data !== undefined || sql !== undefined || set.length > 0)
    throw new MlpError(
      'usage',
      'cross-validations are compared on their folds: leave out --part, --data, --sql and --set',
    );
  if (files.length < 2)
    throw new MlpError('usage', `${paths[0]}: name another cross-validation to compare it with`);
  const names = metrics ?? [usualMetric(readCvFile(cvFileOf(files[0])!))];
  const compared = compareCv(files, names);
  if (!json) return cvComparison(compared, names, context);
  const listed = compared.map(({ content: { name, metrics: all, results }, differences }, i) => ({
    path: paths[i],
    name,
    metrics: Object.fromEntries(names.map((metric) => [metric, all[metric]])),
    folds: results.map(({ repeat, fold, metrics: found }) => ({
      repeat,
      fold,
      ...Object.fromEntries(names.map((metric) => [metric, found[metric]])),
    })),
    ...(differences && { differences }),
  }));
  return `${JSON.stringify(listed, null, 2)}\n`;
}

/** Compared models as a JSON list. `paths` are shown as the user gave them. */
function asJson(compared: readonly Compared[], paths: readonly string[]): string {
  const rows = compared.map((each, i) => {
    const { model, parameters, part, rows, metrics } = each;
    return {
      path: paths[i],
      name: model.config.name,
      network: widths(each),
      parameters,
      part,
      rows,
      metrics,
    };
  });
  return `${JSON.stringify(rows, null, 2)}\n`;
}

/** Compared models as a table, with a picture of the first metric. */
function asTable(compared: readonly Compared[], { style, stdout }: Context): string {
  const names = [...new Set(compared.flatMap(({ metrics }) => Object.keys(metrics)))];
  const rows = compared.map((each): Cell[] => [
    nameOf(each),
    widths(each),
    each.parameters,
    `${each.rows} ${each.part}`,
    ...names.map((name) => each.metrics[name]),
  ]);
  return table(
    ['model', 'network', 'parameters', 'rows', ...names],
    rows,
    { style: style.out, width: stdout.columns },
    { title: names[0], values: compared.map(({ metrics }) => metrics[names[0]]), width: 24 },
  );
}
