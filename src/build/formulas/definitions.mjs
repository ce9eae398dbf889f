/**
 * The loops that formulas are to be compiled to: one for each formula of an activation, a loss, an optimizer, a layer,
 * and each way through it.
 */
import { join } from 'node:path';
import { variants } from './evaluate.mjs';
import { isKept } from './functions.mjs';
import { ELEMENT, input, LOOP, operation, ordered, ROW, reduction } from './ir.mjs';
import { loadModule, lookUp, place } from './modules.mjs';
import { hasReductions } from './passes.mjs';

const source = join(import.meta.dirname, '../..');

/**
 * Numbers by names that a formula asks for: { alpha } of options, { m, v } of what an optimizer keeps, [rate] of
 * coefficients.
 */
const named = (make) => new Proxy({}, { get: (_, name) => make(String(name)) });
const options = named((name) => input(`options.${name}`, LOOP));
const state = named((name) => input(name, ELEMENT));
const coefficients = named((i) => input(`coefficients[${i}]`, LOOP));
const columns = input('columns', LOOP);

/** Folders of the formulas of each kind of variant, and the names of the formulas. */
const kinds = {
  activation: {
    registry: ['nn/activations/index.ts', 'activations'],
    formulas: ({ formula }) => [...formula(['y'], elementwise('y')), ...formula(['dx'], elementwise('dx'))],
  },
  loss: {
    registry: ['nn/losses/index.ts', 'losses'],
    formulas({ formula, literal, keys, withPredictions }) {
      const isMean = literal(['targets']) !== 'distribution';
      const forms = [[[], 'dy'], ...keys(['fused']).map((name) => [['fused', name], 'da'])];
      return [
        ...forms.flatMap(([path, gradient]) => [
          ...formula([...path, 'term'], rowSums(isMean)),
          ...formula([...path, gradient], weighted(gradient, isMean)),
        ]),
        ...(withPredictions ? formula(['prediction'], elementwise('prediction')) : []),
      ];
    },
  },
  optimizer: {
    registry: ['nn/optimizers/index.ts', 'optimizers'],
    formulas: ({ formula }) => [...formula(['step'], update), ...formula(['corrections'], ofSteps)],
  },
  layer: {
    registry: ['nn/layers/index.ts', 'layerTypes'],
    formulas: ({ formula, keys }) =>
      keys(['formulas']).flatMap((name) => formula(['formulas', name], ofLayer(name))),
  },
};

/** Parameters of a layer by column, whose gradients are sums over the rows. */
const PARAMETERS = ['w', 'b'];
const GRADIENTS = PARAMETERS.map((name) => `d${name}`);

/** The names of a function's first parameters, which say what they are. */
const parameters = ({ params }) =>
  params.filter(({ type }) => type === 'Identifier').map(({ name }) => name.replace(/^_/, ''));

const elements = (names) => names.map((name) => input(name, ELEMENT));

/** y = f(x), an element at a time. */
const elementwise = (output) => (apply, closure) => ({
  frame: 'elements',
  writes: { [output]: apply([...elements(parameters(closure)), options]) },
});

/** losses = Σ or mean over the columns of a term. */
const rowSums = (isMean) => (apply, closure) => {
  const names = parameters(closure).filter((name) => name !== 'columns');
  const term = apply([...elements(names), options, columns]);
  if (!hasReductions([term])) return { frame: 'rowSums', isMean, writes: { losses: term } };
  const sum = reduction('rowSum', term);
  return { frame: 'passes', writes: { losses: isMean ? operation('/', sum, columns) : sum } };
};

/** The gradient of an element, with s = scale of its row, over the columns where the loss is their mean. */
const weighted = (output, isMean) => (apply, closure) => {
  const scale = input('scale', ROW);
  const s = isMean ? operation('/', scale, columns) : scale;
  const values = parameters(closure)
    .filter((name) => name !== 'columns')
    .map((name) => (name === 's' ? s : input(name, ELEMENT)));
  return { frame: 'rows', writes: { [output]: apply([...values, options, columns]) } };
};

/** New values of w and of the optimizer's vectors, given the gradient g and the coefficients of the step. */
const update = (apply) => {
  const [w, g] = elements(['w', 'g']);
  const written = apply([w, g, state, coefficients, options]);
  // a vector that w does not depend on, directly or by way of others, is not kept
  const kept = new Set(['w']);
  for (const name of kept)
    for (const node of ordered([written[name]])) if (Object.hasOwn(written, node.name)) kept.add(node.name);
  const writes = Object.fromEntries(Object.entries(written).filter(([name]) => kept.has(name)));
  return { frame: 'elements', writes };
};

/** Corrections of averages for many steps t: an element is a step. */
const ofSteps = (apply) => ({ frame: 'elements', writes: apply([input('t', ELEMENT), options]) });

/** y = f(x, w) element by element, where w is one by column; or dw = Σ over the rows. */
const ofLayer = (output) => (apply, closure) => {
  const names = parameters(closure).filter((name) => name !== 'columns');
  const byColumn = [...PARAMETERS, ...GRADIENTS];
  const isFlat = ![...names, output].some((name) => byColumn.includes(name));
  return {
    frame: GRADIENTS.includes(output) ? 'columnSums' : isFlat ? 'elements' : 'rows',
    byColumn,
    writes: { [output]: apply([...elements(names), options, columns]) },
  };
};

/** Removes the nodes that only TypeScript looks at. */
const plain = (node) =>
  /^TS(As|Satisfies|NonNull)Expression$|^ParenthesizedExpression$/.test(node?.type)
    ? plain(node.expression)
    : node;

function property({ module, node }, path) {
  let at = { module, node: plain(node) };
  for (const key of path) {
    if (at.node.type === 'Identifier') at = lookUp(at.module, at.node.name);
    const found = plain(at.node).properties.find(
      ({ key: property }) => property && (property.name ?? property.value) === key,
    );
    if (!found) return null;
    at = { module: at.module, node: plain(found.value) };
  }
  return at.node.type === 'Identifier' ? lookUp(at.module, at.node.name) : at;
}

/**
 * {name, variants: [{conditions, loop}]} of every formula; `withPredictions`: also of those that make predictions of y,
 * for which no backend has loops.
 */
export function readDefinitions({ withPredictions = false } = {}) {
  return Object.entries(kinds).flatMap(
    ([
      kind,
      {
        registry: [file, name],
        formulas,
      },
    ]) => {
      const module = loadModule(join(source, file));
      const registry = property(lookUp(module, name), []);
      return plain(registry.node).properties.flatMap(({ key }) => {
        const variant = key.name ?? key.value;
        const at = property(registry, [variant]);
        return formulas({
          withPredictions,
          literal: (path) => property(at, path)?.node.value,
          keys: (path) =>
            (property(at, path)?.node.properties ?? []).map((each) => each.key.name ?? each.key.value),
          formula: (path, make) =>
            formula([kind, variant, ...path].join('.').replace('.formulas', ''), property(at, path), make),
        });
      });
    },
  );
}

function formula(name, found, make) {
  if (!found) return [];
  const { module, node: closure } = found;
  if (!/Function/.test(closure.type)) return [];
  const evaluate = (evaluation) =>
    make(
      (values) => evaluation.apply({ closure, module, scope: new Map() }, values, module, closure),
      closure,
    );
  return [
    {
      name,
      variants: variants(evaluate, isKept).map(({ conditions, result }) => {
        if (!hasReductions(Object.values(result.writes))) return { conditions, loop: result };
        if (result.frame === 'columnSums')
          throw new Error(
            `${place(module, closure)}: a sum over the rows cannot have sums over a row in it; ` +
              'let a formula of elements have these, and sum what it gives',
          );
        return { conditions, loop: { ...result, frame: 'passes' } };
      }),
    },
  ];
}
