import { expect, it } from 'vitest';
import { backends } from '../../../src/kernels/index.js';
import type { LayerName } from '../../../src/nn/layers/index.js';
import { random } from '../../../src/random.js';
import { smallNetwork } from '../small_network.js';
import { exampleLayers } from './example.js';

// A recorded step is one program as far as nothing goes through runInJs, which costs a way out of it and back.

const drawn = 'random numbers are drawn outside of programs';
const others: Partial<Record<LayerName, string>> = { dropout: drawn, noise: drawn };

/** Number of times that a step of training goes through runInJs. */
function timesInJs(layers: readonly object[]): number {
  let times = 0;
  const runInJs: typeof backends.js.runInJs = (...given) => {
    times++;
    backends.js.runInJs(...given);
  };
  const network = smallNetwork({ layers, inputs: 4, kernels: { ...backends.js, runInJs } });
  const pass = { training: true, frozen: false, random: random(1, 'masks') };
  network.forward(5, pass);
  network.backward(network.scale, 5, pass);
  return times;
}

const dense = { type: 'dense', units: 4 };
const subjects = Object.values(exampleLayers).filter(({ type }) => !(type in others));

it.each(subjects)('$type: the step of a network with such a layer is as whole as without', (layer) => {
  expect(timesInJs([dense, layer])).toBe(timesInJs([dense]));
});
