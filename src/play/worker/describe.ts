import { featureNames, isAnswer } from '../../data/preprocessing/index.js';
import type { LayerNode } from '../../nn/graph/graph.js';
import { keepsAll, networkCount } from '../../training/options.js';
import { countOf } from './count_of.js';
import type { InputFacts, LayerFacts, SessionFacts } from './facts.js';
import type { Session } from './session.js';

/** Describes a session for the page. */
export function describe(session: Session, inputs: readonly InputFacts[]): SessionFacts {
  const { network, number, prepared } = session;
  const { config, dataset } = prepared;
  const { preprocessing, train, validation, test, notes, warnings } = dataset;
  const { target } = preprocessing;
  return {
    session: number,
    config,
    ...{ notes, warnings, inputs, target },
    columns: network.discriminator ? codeNames(network.inputs) : featureNames(preprocessing),
    outputs: outputNames(session),
    layers: layersOf(session),
    parameters: countOf(network),
    ...(network.discriminator && { judging: countOf(network.discriminator) }),
    networks: networkCount(config),
    isAveraged: keepsAll(config),
    rows: {
      train: train.rows,
      ...(validation && { validation: validation.rows }),
      ...(test && { test: test.rows }),
    },
  };
}

/** Names of the numbers of a code that a generator makes rows of. */
const codeNames = (count: number): string[] => Array.from({ length: count }, (_, i) => `z${i + 1}`);

/** Names of what the map shows: classes, labels, numbers. */
function outputNames({ prepared }: Session): readonly string[] {
  const { preprocessing } = prepared.dataset;
  const { target } = preprocessing;
  if (target.kind === 'classes') return target.classes;
  return isAnswer(target) ? target.names : featureNames(preprocessing);
}

function layersOf({ network }: Session): LayerFacts[] {
  const { layers, inputs } = { layers: network.graph.layers, inputs: network.inputs };
  let before = inputs;
  return layers.map((layer) => {
    const units = layer.output.columns;
    const weight = network.tensors.find(({ name }) => name === `${layer.name}.weight`);
    const [rows, columns, ...more] = weight?.shape ?? [0, 0];
    // a head with variances has rows for these after those of the units
    const isDense = more.length === 0 && rows >= units && columns === before && rows > 0;
    before = units;
    return { name: layer.name, type: layer.type, detail: detailOf(layer), units, isDense };
  });
}

/** The option that tells a layer from others of its type. */
function detailOf({ attributes }: LayerNode): string {
  const { activation, rate, stddev } = attributes;
  const value = activation ?? rate ?? stddev ?? '';
  return typeof value === 'object' && value !== null && 'type' in value ? String(value.type) : String(value);
}
