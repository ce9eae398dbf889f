import type { Command } from 'commander';
import { isAdversarial } from '../../config/objective.js';
import { featureNames, inputs } from '../../data/preprocessing/index.js';
import { counted, formatCount } from '../../format_count.js';
import { loadModel } from '../../model/load_model.js';
import { type Model, networkOf, restoreNetwork } from '../../model/model.js';
import { type AffineMap, affineMap, affineRuns } from '../../nn/graph/affine_runs.js';
import { graphJson } from '../../nn/graph/json.js';
import type { Network } from '../../nn/network.js';
import { hasCalibration } from '../../training/calibrating/index.js';
import { networkName } from '../../training/options.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { addOptions, type SharedOptions } from '../options.js';
import { affineTable } from '../render/affine.js';
import { featureTable, targetText } from '../render/data.js';
import { layerTable, summarizeLayers } from '../render/layers.js';
import { formatNumber } from '../render/number.js';
import { temperatureText } from '../render/temperature.js';
import { wrap } from '../render/wrap.js';

interface Options extends Pick<SharedOptions, 'json'> {
  readonly graph?: boolean;
}

export function define(command: Command, context: Context): void {
  command
    .description('Show what is in a model: layers, parameters, how data is encoded, how training went.')
    .argument('<model>', 'run directory or model.safetensors')
    .option(
      '--graph',
      'print as JSON what the network computes: nodes (layers, and the operations that they are made of) with ' +
        'op, name, inputs and outputs with their shapes, attributes with every option, and the names of their ' +
        'tensors in the model file; the head is the last layer, the loss is apart',
    )
    .action((path: string, { json, graph }: Options) => {
      const model = loadModel(pathFrom(context, path));
      return write(context.stdout, graph ? asGraph(model) : json ? asJson(model) : asText(model, context));
    });
  addOptions(command, 'json');
  addExamples(
    command,
    'mlp inspect runs/iris',
    'mlp inspect runs/iris --json',
    'mlp inspect runs/iris --graph',
  );
}

const asGraph = (model: Model): string => `${JSON.stringify(graphJson(networkOf(model)), null, 2)}\n`;

/** Affine maps of adjacent layers without activation between them, and of the head where it is the only layer. */
function mapsOf(model: Model, { graph }: Network): AffineMap[] {
  const runs = graph.layers.length === 1 ? [['head']] : affineRuns(graph);
  if (runs.length === 0) return [];
  const network = restoreNetwork(model, 1);
  return runs.map((run) => affineMap(network, run));
}

function asJson(model: Model): string {
  const { config, preprocessing, summary, calibration, tensors } = model;
  const network = networkOf(model);
  const shapes = Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape]));
  const shown = {
    config,
    layers: summarizeLayers(network),
    tensors: shapes,
    affine: mapsOf(model, network),
    preprocessing,
    summary,
    ...(hasCalibration(calibration) && { calibration }),
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}

const epochsOf = (members: NonNullable<Model['summary']['members']>): string =>
  members.map(({ epochs }) => epochs).join(', ');

/** Text on the weights that were kept, before the value of the monitored metric. */
function bestText({ config, summary: { best_epoch, members } }: Model): string {
  if (!members) return `epoch ${best_epoch}:`;
  const epochs = members.map((member) => member.best_epoch).join(', ');
  return `epochs ${epochs} of ${counted(members.length, networkName(config))}: mean`;
}

/** Lines on how sure the model is. */
function calibrationLines({ calibration: { temperature, threshold, conformal } }: Model): string[] {
  const goal = threshold?.for === undefined ? '' : `, chosen for ${threshold.for}`;
  const rows = conformal && counted(conformal.scores[0].rows, 'row');
  return [
    ...(temperature ? [`sure     ${temperatureText(temperature)}`] : []),
    ...(threshold ? [`decides  from a threshold ${threshold.value} on${goal}`] : []),
    ...(rows
      ? [`sure     ${conformal.kind === 'classes' ? 'sets' : 'intervals'} by ${rows}: predict --interval`]
      : []),
  ];
}

/** Number of inputs of a network, or of numbers of a code. */
const inputText = ({ preprocessing }: Model, network: Network): string =>
  network.discriminator ? `codes of ${counted(network.inputs, 'number')}` : `${inputs(preprocessing)} inputs`;

function asText(model: Model, { style, stdout }: Context): string {
  const { config, preprocessing, summary } = model;
  const { monitor, epochs, seed, stop_reason } = summary;
  const options = { style: style.out, width: stdout.columns };
  const network = networkOf(model);
  const layers = summarizeLayers(network);
  const { parameters } = network.count(1);
  const rows = Object.entries(summary.rows).map(([split, count]) => `${formatCount(count)} ${split}`);
  const names = featureNames(preprocessing);
  const maps = mapsOf(model, network).map((map) => `${affineTable(map, names, options)}\n`);
  const value = monitor.value === null ? 'none' : formatNumber(monitor.value);
  const lines = [
    `target  ${targetText(preprocessing.target)}`,
    '',
    `trained  ${epochs ?? epochsOf(summary.members!)} epochs with ${config.optimizer.type}, seed ${seed}; ` +
      `stopped: ${stop_reason}`,
    isAdversarial(config.training.objective)
      ? `kept     epoch ${summary.best_epoch}, the last; ${monitor.split} loss of the discriminator ${value}`
      : `best     ${bestText(model)} ${monitor.split} ${monitor.metric} ${value}`,
    `rows     ${rows.join(', ')}`,
    ...calibrationLines(model),
  ];
  return `${style.out.bold(config.name)} (${config.task})

${layerTable(layers, options)}
${formatCount(parameters)} parameters, ${inputText(model, network)}

${maps.join('')}${featureTable(preprocessing.features, options)}
${wrap(lines.join('\n'), stdout.columns, 9)}
`;
}
