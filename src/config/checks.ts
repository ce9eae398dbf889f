import { formatCount } from '../format_count.js';
import { type ActivationName, activations } from '../nn/activations/index.js';
import { fits } from '../nn/fits.js';
import { traitsOf } from '../nn/graph/builder.js';
import { type LayerType, layerTypes } from '../nn/layers/index.js';
import type { LossName } from '../nn/losses/index.js';
import { type OptimizerName, optimizers } from '../nn/optimizers/index.js';
import type { Variant } from '../nn/variants.js';
import type * as z from '../zod.js';
import type { AnyLayer } from './layers.js';
import type { Path } from './path.js';

const maxLayers = 1000;
const maxNesting = 16;
const maxUnits = 2 ** 24;
const maxWeights = 2 ** 30;

/** Text of the memory of weights and their gradients, 8 bytes each. */
const bytes = (weights: number) => `${formatCount(2 * 8 * weights)} bytes`;

const types: Readonly<Record<string, LayerType>> = layerTypes;

interface Checked {
  readonly layers: readonly AnyLayer[];
  readonly head: { readonly activation?: Variant<ActivationName>; readonly loss?: Variant<LossName> };
  readonly optimizer: Variant<OptimizerName>;
  readonly training: { readonly batch_size: number | 'full'; readonly gradient_clip?: object };
}

/** Checks what no single key can: sizes beyond any machine's memory, and settings that do not go together. */
export function checkConfig(config: Checked, context: z.RefinementCtx): void {
  const refuse = (path: Path, message: string) =>
    context.addIssue({ code: 'custom', path: [...path], message });
  const layers = checkSizes(config.layers, refuse);
  checkHead(config.head, refuse);
  checkFullBatch(config, layers, refuse);
}

type Refuse = (path: Path, message: string) => void;
interface Placed {
  readonly layer: AnyLayer;
  readonly path: Path;
}

/** Checks numbers and sizes of layers. Returns all layers, with those inside blocks. */
function checkSizes(outermost: readonly AnyLayer[], refuse: Refuse): Placed[] {
  const all: Placed[] = [];
  const visit = (layers: readonly AnyLayer[], path: Path, depth: number, inputs: number | undefined) => {
    if (depth > maxNesting) refuse(path, `blocks within blocks may be ${maxNesting} deep at most`);
    let width = inputs;
    layers.forEach((layer, i) => {
      const layerPath = [...path, i];
      all.push({ layer, path: layerPath });
      if (layer.layers) visit(layer.layers, [...layerPath, 'layers'], depth + 1, width);
      if (layer.units === undefined) return;
      checkUnits(layer.units, width, [...layerPath, 'units'], refuse);
      width = layer.units;
    });
  };
  visit(outermost, ['layers'], 0, undefined);
  if (all.length > maxLayers) refuse(['layers'], `${all.length} layers; at most ${maxLayers} are allowed`);
  return all;
}

/** Checks the size of a layer. `inputs` is undefined in the first layer, where it comes from the data. */
function checkUnits(units: number, inputs: number | undefined, path: Path, refuse: Refuse): void {
  const shown = formatCount(units);
  if (units > maxUnits)
    refuse(path, `${shown} units need ${bytes(units)} for each input; use at most ${formatCount(maxUnits)}`);
  else if (inputs !== undefined && inputs * units > maxWeights)
    refuse(
      path,
      `${shown} units with ${formatCount(inputs)} inputs each need ${bytes(inputs * units)}; use fewer`,
    );
}

function checkHead({ activation, loss }: Checked['head'], refuse: Refuse): void {
  if (!activation || !loss || fits(activation.type, loss)) return;
  refuse(['head', 'loss'], misfit(activation.type, loss));
}

/** Message that a loss cannot follow an activation, and which activations it can follow. */
export function misfit(activation: ActivationName, loss: Variant<LossName>): string {
  const fitting = (Object.keys(activations) as ActivationName[]).filter((name) => fits(name, loss));
  return `${loss.type} does not fit outputs of ${activation}; head.activation may be ${fitting.join(', ')}`;
}

/**
 * Refuses minibatches and randomness for an optimizer that searches along a line: it needs one function at every step.
 */
function checkFullBatch({ optimizer, training }: Checked, layers: readonly Placed[], refuse: Refuse): void {
  if (!('iterate' in optimizers[optimizer.type])) return;
  const { type } = optimizer;
  if (training.batch_size !== 'full')
    refuse(['training', 'batch_size'], `${type} needs all rows in every step: set it to "full"`);
  if (training.gradient_clip)
    refuse(['training', 'gradient_clip'], `${type} cannot clip gradients; leave it out`);
  for (const { layer, path } of layers)
    if (traitsOf(types[layer.type]).stochastic)
      refuse(
        path,
        `${type} needs the same loss at every step, but ${layer.type} draws at random; leave it out`,
      );
}
