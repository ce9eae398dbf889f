import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { applicable } from '../../config/applicable.js';
import { featureNames } from '../../data/preprocessing/index.js';
import { foldsText, splitText } from '../../data/splits/index.js';
import { formatCount } from '../../format_count.js';
import { readInitialTensors } from '../../model/load_model.js';
import { fillNetwork } from '../../model/tensors.js';
import { nameList } from '../../name_list.js';
import { type AffineMap, type AffineRun, affineMap, affineRuns } from '../../nn/graph/affine_runs.js';
import type { Network } from '../../nn/network.js';
import { random } from '../../random.js';
import { keptBytes } from '../../run/kept_network.js';
import { buildNetwork } from '../../training/build_network.js';
import { mostTrainRows } from '../../training/folds.js';
import { trainingBytes } from '../../training/memory.js';
import { keepsAll, networkCount } from '../../training/options.js';
import { type Prepared, prepare } from '../../training/prepare.js';
import { readConfig } from '../config_file.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { note, warn } from '../messages.js';
import { addOptions, type SharedOptions } from '../options.js';
import { affineNote, affineTable } from '../render/affine.js';
import { rowTable, summarizeData, targetText } from '../render/data.js';
import { layerTable, summarizeLayers } from '../render/layers.js';
import { formatBytes } from '../render/number.js';
import { wrap } from '../render/wrap.js';

type Options = Pick<SharedOptions, 'set' | 'seed' | 'json' | 'quiet'> & { readonly data: boolean };

export function define(command: Command, context: Context): void {
  command
    .description(
      'Validate a config and its data without training. Prints the config with its defaults as far as they apply ' +
        '(--json: with every one), the layers, and what the data comes to.',
    )
    .argument('<config>', 'config file')
    .option('--no-data', 'validate the config alone and print it with its defaults')
    .action((path: string, options: Options) => check(path, options, context));
  addOptions(command, 'set', 'seed', 'json', 'quiet');
  addExamples(
    command,
    'mlp check configs/iris.json',
    'mlp check configs/iris.json --set layers.0.units=32 --json',
  );
}

async function check(path: string, options: Options, context: Context): Promise<void> {
  const { stdout, stdin } = context;
  const file = pathFrom(context, path);
  const config = readConfig(file, options, context);
  if (!options.data) return write(stdout, json(config));
  const prepared = await prepare(config, { directory: dirname(file), stdin });
  const network = buildNetwork(prepared.config, prepared.inputs, prepared.outputs);
  const warnings = prepared.dataset.warnings;
  const runs = affineRuns(network.graph);
  const notes = [...prepared.dataset.notes, ...runs.map(affineNote)];
  const affine = initialMaps(runs, prepared, network, dirname(file));
  const summary = { ...summarize(prepared, network), affine };
  if (options.json) return write(stdout, json({ ...summary, warnings, notes }));
  await write(stdout, render(prepared, summary, context));
  for (const text of warnings) warn(context, text);
  for (const text of notes) note(context, options, text);
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** Largest network, in parameters, for whose initial weights check allocates memory. */
const maxInitialWeights = 1e6;

/**
 * The affine maps of runs of layers at the weights that training starts from; none for a network too large to allocate.
 */
function initialMaps(
  runs: readonly AffineRun[],
  { config }: Prepared,
  network: Network,
  directory: string,
): AffineMap[] {
  if (runs.length === 0 || network.count(1).parameters > maxInitialWeights) return [];
  const { init_from: weights } = config.training;
  network.allocate(1).initialize(random(config.seed, 'weights', 0));
  if (weights !== undefined) {
    const file = resolve(directory, weights);
    fillNetwork(network, readInitialTensors(file, network, networkCount(config))[0]);
  }
  return runs.map((run) => affineMap(network, run));
}

type Summary = ReturnType<typeof summarize> & { readonly affine: readonly AffineMap[] };

function summarize({ config, dataset }: Prepared, network: Network) {
  const { parameters, trainable } = network.count(1);
  return {
    config,
    layers: summarizeLayers(network),
    // those of each network that is trained
    parameters: { total: parameters, trainable, frozen: parameters - trainable },
    ...(keepsAll(config) && { networks: networkCount(config) }),
    bytes: {
      training: trainingBytes(network, config, mostTrainRows(dataset)) + keptBytes(network, config),
      data: [dataset.train, dataset.validation, dataset.test].reduce(
        (sum, split) => sum + (split ? split.x.byteLength + split.t.byteLength : 0),
        0,
      ),
    },
    data: summarizeData(dataset),
  };
}

function render({ dataset }: Prepared, summary: Summary, { style, stdout }: Context): string {
  const { config, layers, parameters, bytes, data, affine } = summary;
  const options = { style: style.out, width: stdout.columns };
  const title = (text: string) => style.out.bold(text);
  const names = featureNames(dataset.preprocessing);
  const maps = affine.map((map) => `\nAs training starts, ${affineTable(map, names, options)}`).join('');
  const frozen = parameters.frozen > 0 ? ` (${formatCount(parameters.frozen)} frozen)` : '';
  const each =
    summary.networks === undefined
      ? ''
      : ` in each of ${formatCount(summary.networks)} networks, which are averaged`;
  const memory = `training takes ${formatBytes(bytes.training)} of memory, the data ${formatBytes(bytes.data)}`;
  const line = (text: string | undefined) => (text === undefined ? '' : `${wrap(text, stdout.columns, 8)}\n`);
  const division =
    line(dataset.folds && `folds   ${foldsText(dataset.folds)}`) +
    line(dataset.split && `split   ${splitText(dataset.split)}`);
  return `${title('Config')}, as it applies (all: --json)
${json(applicable(config, dataset.preprocessing.target.kind))}
${title('Layers')}
${layerTable(layers, options)}
${wrap(`${formatCount(parameters.total)} parameters${frozen}${each}; ${memory}.`, stdout.columns)}
${maps}
${title('Data')}
${rowTable(data, options)}
${wrap(`inputs  ${data.inputs.length}: ${nameList(data.inputs)}`, stdout.columns, 8)}
${wrap(`target  ${targetText(dataset.preprocessing.target)}`, stdout.columns, 8)}
${division}`;
}
