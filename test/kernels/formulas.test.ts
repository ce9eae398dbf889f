import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { layerSchema } from '../../src/config/layers.js';
import type { CompiledLoop } from '../../src/kernels/compiled_loop.js';
import { createWasmKernels } from '../../src/kernels/index.js';
import { jsKernels } from '../../src/kernels/js/index.js';
import { loops } from '../../src/kernels/js/loops.js';
import { rowwise } from '../../src/kernels/js/rowwise.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import { loopTables } from '../../src/kernels/loops.js';
import { rowwiseNames } from '../../src/kernels/rowwise.js';
import { rules } from '../../src/kernels/threads/rules.js';
import { instantiate } from '../../src/kernels/wasm/engine.js';
import { type Activation, type ActivationName, activations } from '../../src/nn/activations/index.js';
import { type LayerType, layerTypes } from '../../src/nn/layers/index.js';
import type { FusedLoss, Loss, LossName } from '../../src/nn/losses/index.js';
import { COEFFICIENTS } from '../../src/nn/optimizers/index.js';
import { integerBelow, random } from '../../src/random.js';
import {
  activationLoops,
  elementLosses,
  formulaNames,
  formulasOf,
  loopOf,
  loopSettings,
  lossArrays,
  optimizerLoops,
  plainActivations,
  steppers,
} from '../helpers/loops.js';
import { portableBackends } from '../helpers/portable_backends.js';
import { firstDifference } from './arena.js';
import { kinds } from './numbers.js';

// Formulas are functions of numbers, and a loop is made of each: the source is called here as it stands, number by
// number, and has to give the bits of the loop. The loops of other backends are compared with the plain ones in
// wasm.test.ts.

const everyKind = Object.values(kinds);

/** Numbers of all kinds, each kind in turn; special ones are among them. */
function mixed(length: number, seed: number): Float64Array {
  const rng = random(seed, 'check');
  return Float64Array.from({ length }, () => everyKind[integerBelow(rng, everyKind.length)](rng));
}

/** Kinds of layers that have formulas of their own. */
const layers = Object.entries<LayerType>(layerTypes).flatMap(([name, { formulas, ...type }]) => {
  if (!formulas) return [];
  const { shape } = type.options(layerSchema as never);
  // options that have no default have that of the example
  const settled = Object.entries(type.example ?? {}).map(([key, value]) => [
    key,
    (shape[key] as z.ZodType).default(value),
  ]);
  const options = z.strictObject({ ...shape, ...Object.fromEntries(settled) });
  return [{ name, formulas, options }];
});

const variants: [variant: string, options: Activation['options']][] = [
  ...Object.entries<Activation>(activations).map(([name, { options }]) => [`activation.${name}`, options]),
  ...Object.entries<Loss>(elementLosses).map(([name, { options }]) => [`loss.${name}`, options]),
  ...Object.entries(steppers).map(([name, { options }]) => [`optimizer.${name}`, options]),
  ...layers.map(({ name, options }) => [`layer.${name}`, options]),
] as [string, Activation['options']][];

const portable = Object.values(portableBackends({ threads: 1 })).map((make) => make());

describe('the table of loops', () => {
  it('has a plain function, one of the module, and a rule for threads, of each', () => {
    const { functions: wasm } = instantiate(16)!;
    const names = Object.keys(loopTables);
    expect(names.length).toBeGreaterThan(50);
    expect(Object.keys({ ...loops, ...rowwise }).toSorted()).toEqual(names.toSorted());
    for (const name of names) {
      expect(typeof wasm[name], name).toBe('function');
      expect(rules[name].operands, name).toHaveLength(loopTables[name].operands.length);
    }
  });

  it('has every formula of every variant, and no other', () => {
    const expected = [
      ...Object.keys(activations).flatMap((name) =>
        ['y', 'dx'].map((formula) => `activation.${name}.${formula}`),
      ),
      ...Object.entries<Loss>(elementLosses).flatMap(([name, { fused = {} }]) => [
        `loss.${name}.term`,
        `loss.${name}.dy`,
        ...Object.keys(fused).flatMap((form) =>
          ['term', 'da'].map((part) => `loss.${name}.fused.${form}.${part}`),
        ),
      ]),
      ...Object.entries(steppers).flatMap(([name, { corrections }]) =>
        (corrections ? ['step', 'corrections'] : ['step']).map((formula) => `optimizer.${name}.${formula}`),
      ),
      ...layers.flatMap(({ name, formulas }) => Object.keys(formulas).map((each) => `layer.${name}.${each}`)),
    ];
    expect(Object.keys(formulaNames).toSorted()).toEqual(expected.toSorted());
  });

  it('has loops by hand just where there is no formula', () => {
    const isFormula = (value: unknown) => typeof value === 'function';
    const byHand = [
      ...Object.entries<Loss>(elementLosses).flatMap(([name, { term, dy, fused = {} }]) => [
        ...(isFormula(term) ? [] : [`loss.${name}.term`]),
        ...(isFormula(dy) ? [] : [`loss.${name}.dy`]),
        ...Object.entries(fused).flatMap(([form, parts]) =>
          (['term', 'da'] as const).flatMap((part) =>
            isFormula(parts[part]) ? [] : [`loss.${name}.fused.${form}.${part}`],
          ),
        ),
      ]),
    ];
    expect(Object.keys(rowwiseNames).toSorted()).toEqual(byHand.toSorted());
  });

  it('is reached as a whole by settings of options', () => {
    const reached = variants.flatMap(([variant, options]) =>
      loopSettings(variant, options).flatMap((setting) =>
        formulasOf(variant).map((name) => formulaNames[name](setting)),
      ),
    );
    expect([...new Set(reached)].toSorted()).toEqual(Object.keys(loopTables).toSorted());
  });
});

describe('the plain loop has the bits of the formula', () => {
  const SIZE = 3001;

  const elementwise = Object.entries<Activation>(activations).flatMap(([name, activation]) =>
    activation.rowwise ? [] : [[name as ActivationName, activation] as const],
  );
  it.each(elementwise)('activation %s', (name, activation) => {
    const { forward, backward, backwardReads } = activationLoops(name);
    const [x, dy] = [mixed(SIZE, 1), mixed(SIZE, 2)];
    for (const options of loopSettings(`activation.${name}`, activation.options)) {
      const [y, dx] = [new Float64Array(SIZE), new Float64Array(SIZE)];
      forward(x, y, 1, SIZE, options);
      backward(x, y, dy, dx, 1, SIZE, options);
      expect(
        firstDifference(
          y,
          x.map((value) => activation.y(value, options as never)),
        ),
      ).toBeNull();
      const from = backwardReads === 'x' ? x : y;
      const slopes = from.map((value, k) => activation.dx(value, dy[k], options as never));
      expect(firstDifference(dx, slopes)).toBeNull();
    }
  });

  /** Σ over the columns of each row, or their mean. */
  const overColumns = (terms: Float64Array, columns: number, isMean: boolean) =>
    Float64Array.from({ length: terms.length / columns }, (_, i) => {
      let sum = 0;
      for (const term of terms.subarray(i * columns, (i + 1) * columns)) sum += term;
      return isMean ? sum / columns : sum;
    });

  it.each(Object.entries<Loss>(elementLosses))('loss %s, in every form', (name, loss) => {
    const isMean = loss.targets !== 'distribution';
    const compiled = lossArrays(name as LossName);
    for (const columns of [1, 3]) {
      const rows = Math.floor(SIZE / columns);
      const n = rows * columns;
      // predictions and targets of all kinds, and pairs that are near each other or the same
      const y = mixed(n, 3);
      const t = mixed(n, 4).map((value, k) =>
        k % 5 === 0 ? y[k] : k % 5 === 1 ? y[k] * (1 + 2 ** -40) : value,
      );
      const a = mixed(n, 5);
      const scale = mixed(rows, 6);
      for (const options of loopSettings(`loss.${name}`, loss.options)) {
        const check = (
          term: Loss['term'],
          slope: Loss['dy'],
          first: Float64Array,
          forward: (to: Float64Array) => void,
          backward: (to: Float64Array) => void,
        ) => {
          const settled = options as never;
          const [rowLosses, gradient] = [new Float64Array(rows), new Float64Array(n)];
          if (term) {
            forward(rowLosses);
            const terms = first.map((value, k) => term(value, t[k], settled, columns));
            expect(firstDifference(rowLosses, overColumns(terms, columns, isMean))).toBeNull();
          }
          if (slope) {
            backward(gradient);
            const slopes = y.map((value, k) => {
              const s = scale[Math.floor(k / columns)];
              return slope(value, t[k], isMean ? s / columns : s, settled, columns);
            });
            expect(firstDifference(gradient, slopes)).toBeNull();
          }
        };
        check(
          loss.term,
          loss.dy,
          y,
          (to) => compiled.forward(y, t, to, rows, columns, options),
          (to) => compiled.backward(y, t, scale, to, rows, columns, options),
        );
        for (const [form, { term, da }] of Object.entries<FusedLoss>(loss.fused ?? {})) {
          // those over rows are called in row_formulas.test.ts
          if (loopOf(`loss.${name}.fused.${form}.da`, options).frame === 'passes') continue;
          const fused = compiled.fused[form as ActivationName]!;
          check(
            term as Loss['term'],
            da,
            a,
            (to) => fused.forward(a, y, t, to, rows, columns, options),
            (to) => fused.backward(a, y, t, scale, to, rows, columns, options),
          );
        }
      }
    }
  });

  it.each(Object.entries(steppers))('optimizer %s', (name, rule) => {
    const compiled = optimizerLoops(name);
    for (const options of loopSettings(`optimizer.${name}`, rule.options)) {
      const names = rule.state(options);
      for (const coefficients of [Float64Array.of(0.01, 1e-8, 1), mixed(COEFFICIENTS, 8)]) {
        const [w, g, ...kept] = Array.from({ length: 2 + names.length }, (_, i) => mixed(SIZE, 10 + i));
        const expected = [w, ...kept].map((vector) => vector.slice());
        for (let k = 0; k < SIZE; k++) {
          const state = Object.fromEntries(names.map((each, i) => [each, kept[i][k]]));
          const after = rule.step(w[k], g[k], state, [...coefficients], options);
          ['w', ...names].forEach((each, i) => {
            expected[i][k] = after[each] ?? expected[i][k];
          });
        }
        const gradient = g.slice();
        compiled.step(w, g, kept, SIZE, coefficients, options);
        [w, ...kept].forEach((vector, i) => {
          expect(
            firstDifference(vector, expected[i]),
            `${['w', ...names][i]} ${JSON.stringify(options)}`,
          ).toBeNull();
        });
        expect(firstDifference(g, gradient)).toBeNull();
      }
    }
  });

  const correcting = Object.entries(steppers).filter(([, { corrections }]) => corrections);
  it.each(correcting)('optimizer %s: its corrections', (name, { options: schema, corrections }) => {
    const t = Float64Array.from({ length: 500 }, (_, k) => k + 1);
    for (const given of [
      {},
      { beta1: 0, beta2: 0 },
      { beta1: 0.5, beta2: 1 - 2 ** -53 },
      { beta1: 1e-310 },
    ]) {
      const known = Object.entries(given).filter(([option]) => Object.hasOwn(schema.shape, option));
      const options = schema.parse(Object.fromEntries(known));
      const expected = [...t].map((step) => corrections!(step, options));
      const names = Object.keys(expected[0]);
      for (const kernels of [jsKernels, ...Object.values(portableBackends()).map((make) => make())]) {
        const vectors = Object.fromEntries(['t', ...names].map((each) => [each, kernels.allocate(t.length)]));
        vectors.t.set(t);
        kernels.loop(`optimizer.${name}.corrections`, options)(vectors, t.length, 1);
        for (const each of names) {
          const values = Float64Array.from(expected, (step) => step[each]);
          expect(firstDifference(vectors[each], values), `${kernels.name} ${each}`).toBeNull();
        }
      }
    }
  });
});

/** The names of a function's parameters, but those that it takes apart. */
const parametersOf = (fn: unknown): string[] =>
  /\(([^)]*)\)/
    .exec(String(fn))![1]
    .split(',')
    .map((name) => name.trim().replace(/^_/, ''))
    .filter((name) => /^[a-z]\w*$/i.test(name));

/** A layer's formula over whole vectors: by element, or its sums over the rows where it gives a gradient by column. */
function overVectors(
  formula: (...values: never[]) => number,
  { frame }: CompiledLoop,
  vectors: Readonly<Record<string, Float64Array>>,
  [rows, columns]: readonly [number, number],
  options: object,
): Float64Array {
  const names = parametersOf(formula);
  const isSum = frame === 'columnSums';
  const out = new Float64Array(isSum ? columns : rows * columns);
  for (let i = 0, k = 0; i < rows; i++)
    for (let j = 0; j < columns; j++, k++) {
      const values = names.map((name) => vectors[name][/^d?[wb]$/.test(name) ? j : k]);
      const value = formula(...([...values, options] as never[]));
      if (isSum) out[j] += value;
      else out[k] = value;
    }
  return out;
}

/** Result of a loop in TypeScript of the same operands. */
function byTypeScript(
  loop: string,
  setting: object,
  vectors: Readonly<Record<string, Float64Array>>,
  [rows, columns]: readonly [number, number],
  output: string,
): Float64Array {
  const copies = Object.fromEntries(
    Object.entries(vectors).map(([name, values]) => {
      const copy = jsKernels.allocate(values.length);
      copy.set(values);
      return [name, copy];
    }),
  );
  jsKernels.loop(loop, setting)(copies, rows, columns);
  return copies[output];
}

describe('the loops of a layer have the bits of its formulas', () => {
  const all = layers.flatMap(({ name, formulas, options }) =>
    Object.entries(formulas).map(([output, formula]) => ({ name, output, formula, options })),
  );
  const shapes = [
    [0, 3],
    [1, 1],
    [4, 7],
    [9, 2],
    [33, 17],
  ] as const;
  const check = (kernels: Kernels, { name, output, formula }: (typeof all)[number], settings: object[]) => {
    const loop = `layer.${name}.${output}`;
    for (const setting of settings)
      for (const [rows, columns] of shapes) {
        const compiled = loopOf(loop, setting);
        const vectors = Object.fromEntries(
          compiled.operands.map((operand, i) => {
            const vector = kernels.allocate(operand.by === 'column' ? columns : rows * columns);
            vector.set(mixed(vector.length, 30 + i));
            return [operand.name, vector];
          }),
        );
        // sums of a row are no part of a formula as JavaScript, but of loops in TypeScript, which golden values hold
        const expected =
          compiled.frame === 'passes'
            ? byTypeScript(loop, setting, vectors, [rows, columns], output)
            : overVectors(formula, compiled, vectors, [rows, columns], setting);
        kernels.loop(loop, setting)(vectors, rows, columns);
        expect(firstDifference(vectors[output], expected), `${rows} × ${columns}`).toBeNull();
      }
  };

  it.each(all)('$name, $output', (each) => {
    const settings = loopSettings(`layer.${each.name}`, each.options);
    for (const kernels of [jsKernels, ...portable]) check(kernels, each, settings);
  });

  it('as those of a layer over elements, columns, and sums over rows would be', () => {
    expect(parametersOf((_x: number, dy: number) => dy)).toEqual(['x', 'dy']);
    const { y } = {
      y(x: number, w: number, { a, b }: Record<string, number>) {
        return x * w + a + b;
      },
    };
    expect(parametersOf(y)).toEqual(['x', 'w']);
    const vectors = { x: Float64Array.of(1, 2, 3, 4), w: Float64Array.of(10, 100) };
    const over = (frame: CompiledLoop['frame']) =>
      overVectors(y, { frame } as CompiledLoop, vectors, [2, 2], { a: 0, b: 0.5 });
    expect([...over('rows')]).toEqual([10.5, 200.5, 30.5, 400.5]);
    expect([...over('columnSums')]).toEqual([41, 601]);
  });
});

describe.each([
  ['js', jsKernels],
  ...Object.entries(portableBackends({ threads: 1 })).map(([name, make]) => [name, make()]),
] as [string, Kernels][])('in place, with the bits of loops beside each other: %s', (_, kernels) => {
  it.each(Object.entries(plainActivations))('activation %s: y over x, dx over dy', (name, { options }) => {
    const [rows, columns] = [5, 7];
    const loops = activationLoops(name as ActivationName, kernels);
    const take = (values: Float64Array) => {
      const vector = kernels.allocate(rows * columns);
      vector.set(values);
      return vector;
    };
    for (const setting of loopSettings(`activation.${name}`, options)) {
      const x = take(mixed(rows * columns, 20));
      const dy = take(mixed(rows * columns, 21));
      const [y, dx] = [take(x), take(x)];
      loops.forward(x, y, rows, columns, setting);
      loops.backward(x, y, dy, dx, rows, columns, setting);
      const [over, dOver] = [take(x), take(dy)];
      loops.forward(over, over, rows, columns, setting);
      // one that reads y takes it from where x was
      loops.backward(loops.backwardReads === 'y' ? over : x, over, dOver, dOver, rows, columns, setting);
      expect([firstDifference(over, y), firstDifference(dOver, dx)]).toEqual([null, null]);
    }
  });
});

describe('the state of an optimizer', () => {
  it.each(Object.entries(steppers))(
    '%s: names what its loop or its coefficients read, and nothing else',
    (name, rule) => {
      for (const options of loopSettings(`optimizer.${name}`, rule.options)) {
        const names = rule.state(options);
        const { operands } = loopOf(`optimizer.${name}.step`, options);
        const kept = operands.filter(({ by, name }) => by === 'element' && name !== 'w' && name !== 'g');
        const asked = new Set<string>();
        const vectors = Object.fromEntries(names.map((each) => [each, Float64Array.of(0.5, 0.5)]));
        const state = new Proxy(vectors, {
          get: (_, each) => {
            asked.add(String(each));
            return vectors[String(each)];
          },
        });
        for (const t of [1, 2]) rule.coefficients(t, 0.1, state, options, new Float64Array(COEFFICIENTS));
        const read = new Set([...kept.map((operand) => operand.name), ...asked]);
        expect([...read].toSorted(), JSON.stringify(options)).toEqual(names.toSorted());
        expect(new Set(names).size).toBe(names.length);
        // what is kept of an element is kept up by its step
        for (const operand of kept) expect(operand.access, operand.name).toBe('write');
      }
    },
  );
});

describe.each(Object.entries({ js: jsKernels, wasm: createWasmKernels()! }))('a loop of %s', (_, kernels) => {
  const x = kernels.allocate(4);

  it('is refused what it is not given: a vector, one that nobody needs, an option', () => {
    const elu = kernels.loop('activation.elu.y', { alpha: 1 });
    expect(() => elu({ x, z: x }, 2, 2)).toThrow(
      /^the loop of activation\.elu\.y needs y, and was given x, z$/,
    );
    expect(() => elu({ x, y: null }, 2, 2)).toThrow(/ needs y, and was given x$/);
    expect(() => kernels.loop('activation.elu.y')).toThrow(/ needs the option alpha, and was given nothing$/);
    expect(() => elu({ x, y: x }, 2, 2)).not.toThrow();
  });
});
