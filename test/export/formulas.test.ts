import { describe, expect, it } from 'vitest';
import { networkPart } from '../../src/export/program/network.js';
import { Constants } from '../../src/export/program/program.js';
import type { Graph, OperationNode } from '../../src/nn/graph/graph.js';

// Operations that no table of exports has: of a formula y, with numbers by column, by member or one for all.

/** The steps of an operation, as texts, given so many numbers of its parameters. */
function stepsOf(op: string, parameters: Readonly<Record<string, number>>, { members = 1, inputs = 1 } = {}) {
  const constants = new Constants();
  const value = { id: 'x', columns: 6, members };
  const operation = {
    op,
    tensors: Object.fromEntries(Object.keys(parameters).map((name) => [name, { name }])),
  };
  const node = {
    ...{ name: 'layers.1', operation, output: { ...value, id: 'second' } },
    inputs: Array.from({ length: inputs }, () => value),
  } as unknown as OperationNode;
  const layer = { traits: { identityAtInference: false }, children: [node] };
  const graph = { layers: [layer], output: node.output, end: {} } as unknown as Graph;
  const tensors = new Map(
    Object.entries(parameters).map(([name, length]) => [name, { data: Array.from({ length }, (_, i) => i) }]),
  );
  const { part } = networkPart(graph, tensors, constants.memory('first', 6), constants);
  return part.statements.map((statement) => {
    if (statement.kind !== 'do') throw new Error(statement.kind);
    const { function: name, arguments: values } = statement.call;
    return [
      name,
      ...values.map((each) => (typeof each === 'object' && 'name' in each ? each.name : each)),
    ].join(' ');
  });
}

describe('an operation that is a formula y', () => {
  it.each([
    ['scale', { weight: 6 }, {}, 'layer_scale_y weight first second 1 6'],
    ['scale', { weight: 6 }, { members: 3 }, 'layer_scale_y weight first second 1 6'],
    // numbers that all members have, and one number for all columns: rows as long as these
    ['scale', { weight: 2 }, { members: 3 }, 'layer_scale_y weight first second 3 2'],
    ['scale', { weight: 1 }, {}, 'layer_scale_y weight first second 6 1'],
    ['dense', { weight: 6, bias: 6 }, {}, 'layer_dense_y weight first weight second 1 6'],
    ['softmax', {}, { members: 3 }, 'activation_softmax_y first second 3 2'],
  ])('%s of %j, %j', (op, parameters, options, steps) => {
    expect(stepsOf(op, parameters, options)).toEqual([steps]);
  });

  it.each([
    ['no formula', 'gain', { weight: 6 }, {}],
    ['a number that no parameter has', 'scale', { gain: 6 }, {}],
    ['two inputs', 'scale', { weight: 6 }, { inputs: 2 }],
  ])('is refused with %s, by the name of the layer', (_, op, parameters, options) => {
    expect(() => stepsOf(op, parameters, options)).toThrow(
      expect.objectContaining({
        failure: 'usage',
        message: expect.stringMatching(
          new RegExp(`^layers.1: no format of export has the operation ${op}, so that this model cannot be`),
        ),
      }),
    );
  });
});
