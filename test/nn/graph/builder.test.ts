import { describe, expect, it } from 'vitest';
import { jsKernels } from '../../../src/kernels/js/index.js';
import { GraphBuilder } from '../../../src/nn/graph/builder.js';
import type { LayerType } from '../../../src/nn/layers/index.js';
import { Layout } from '../../../src/nn/layout.js';
import * as z from '../../../src/zod.js';

const zeros = { initialize: (w: Float64Array) => w.fill(0) };

function builderOf(types: Record<string, LayerType['build']>) {
  const complete = Object.entries(types).map(([name, build]) => [
    name,
    { options: () => z.strictObject({}), build },
  ]);
  const layout = new Layout(jsKernels);
  const graph = new GraphBuilder(Object.fromEntries(complete), layout, { l1: 0, l2: 0 });
  const build = (type: string) =>
    graph.build('layers.2', Object.fromEntries(complete)[type], { type }, graph.input('x', 1));
  return { graph, layout, build };
}

describe('GraphBuilder', () => {
  it('names tensors by where they are, and the place as a config path', () => {
    const places: string[] = [];
    const { layout, build } = builderOf({
      outer(_, x, graph) {
        places.push(graph.place, graph.parameter('weight', [1], zeros).name);
        return graph.layer('layers.0', { type: 'inner' }, x);
      },
      inner(_, x, graph) {
        places.push(graph.place, graph.statistic('running_mean', [1], 0).name);
        return x;
      },
    });
    const node = build('outer');
    expect(places).toEqual([
      'layers[2]',
      'layers.2.weight',
      'layers[2].layers[0]',
      'layers.2.layers.0.running_mean',
    ]);
    expect(layout.parameters.map(({ name }) => name)).toEqual(['layers.2.weight']);
    expect(node).toMatchObject({
      name: 'layers.2',
      type: 'outer',
      children: [{ name: 'layers.2.layers.0' }],
    });
  });

  it('leaves a layer also where building fails', () => {
    const { graph, build } = builderOf({
      failing() {
        throw new Error('fails');
      },
    });
    expect(() => build('failing')).toThrow('fails');
    expect(graph.place).toBe('');
  });
});
