import { backends } from '../../../kernels/index.js';
import { trace as traceOf } from '../../../nn/graph/trace/index.js';
import { buildNetwork } from '../../../training/build_network.js';
import { fillBatch } from '../../../training/objective/fill_batch.js';
import { evaluationPass } from '../../../training/passes.js';
import { countOf } from '../count_of.js';
import type { Session } from '../session.js';

/** Most parameters of a network that a row is followed through: more would be too slow beside training. */
const mostParameters = 200_000;
/** Most numbers of a module that are sent. */
export const mostNumbers = 24;

/** A module on the way of a row. */
export interface Passage {
  readonly name: string;
  readonly kind: string;
  /** Numbers that come out, and ∂L/∂ of each: of many the first. */
  readonly output: Float64Array;
  readonly incoming: Float64Array;
  readonly columns: number;
  /** Parameters, with the greatest size of an element's gradient. */
  readonly tensors: readonly { readonly name: string; readonly greatest: number }[];
}

/** Way of a row through the network, and of the derivative of its loss back, as `mlp trace` has it. */
export interface Way {
  /** Row of the training split, 1 the first, and how many there are. */
  readonly row: number;
  readonly rows: number;
  readonly input: Float64Array;
  /** ∂L/∂x. */
  readonly slope: Float64Array;
  readonly target: Float64Array;
  readonly modules: readonly Passage[];
}

/**
 * Follows a row forward and back at the weights that are shown; null where the network is too large, or makes rows out
 * of codes.
 */
export function trace(session: Session): Way | null {
  const { prepared, followed } = session;
  const { config, dataset, inputs, outputs } = prepared;
  const shown = session.forPictures();
  if (countOf(shown) > mostParameters || shown.discriminator) return null;
  const network = session.forTrace(() => buildNetwork(config, inputs, outputs, backends.js).allocate(1));
  network.restore(shown.snapshot());
  fillBatch(network, dataset.train, null, followed - 1, 1);
  const { modules, target } = traceOf(network, evaluationPass);
  const first = (values: Float64Array) => values.slice(0, mostNumbers);
  return {
    row: followed,
    rows: dataset.train.rows,
    input: first(modules[0].input),
    slope: first(modules[0].outgoing),
    target: first(target),
    modules: modules.map(({ name, kind, output, incoming, tensors }) => ({
      ...{ name, kind, output: first(output), incoming: first(incoming), columns: output.length },
      tensors: tensors.flatMap(({ name: tensor, gradient }) =>
        gradient === null
          ? []
          : [
              {
                name: tensor,
                greatest: gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
              },
            ],
      ),
    })),
  };
}
