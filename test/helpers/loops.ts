import type { CompiledLoop } from '../../src/kernels/compiled_loop.js';
import { numbersOf } from '../../src/kernels/index.js';
import { jsKernels } from '../../src/kernels/js/index.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import { loopNames } from '../../src/kernels/loop_table.js';
import { loopTables } from '../../src/kernels/loops.js';
import { rowwiseNames } from '../../src/kernels/rowwise.js';
import { type Activation, type ActivationName, activations } from '../../src/nn/activations/index.js';
import { type Loss, type LossName, losses } from '../../src/nn/losses/index.js';
import { type Optimizer, optimizers } from '../../src/nn/optimizers/index.js';
import { combinations, settings } from '../nn/laws/variants.js';

type Vector = Float64Array;

/** The functions of all formulas by name, as a function of the options that choose among variants. */
export const formulaNames = { ...loopNames, ...rowwiseNames } as unknown as Readonly<
  Record<string, (options: object) => string>
>;

/** The loop that a formula is computed by under these options. */
export const loopOf = (name: string, options: object): CompiledLoop =>
  loopTables[formulaNames[name](options)];

/** The formulas of a variant, such as `activation.elu`. */
export const formulasOf = (variant: string): string[] =>
  Object.keys(formulaNames).filter((name) => name.startsWith(`${variant}.`));

const found = new Map<Activation['options'], Map<string, object[]>>();

/** Settings of a variant's options, and as many combinations of them as its loops need to be reached, each by one. */
export function loopSettings(variant: string, options: Activation['options']): object[] {
  const known = found.get(options)?.get(variant);
  if (known) return known;
  const formulas = formulasOf(variant).map((name) => formulaNames[name]);
  const functionsOf = (setting: object) => formulas.map((functionOf) => functionOf(setting));
  const all = settings(options);
  const reached = new Set(all.flatMap(functionsOf));
  for (const setting of combinations(options)) {
    if (functionsOf(setting).every((name) => reached.has(name))) continue;
    all.push(setting);
    for (const name of functionsOf(setting)) reached.add(name);
  }
  if (!found.has(options)) found.set(options, new Map());
  found.get(options)!.set(variant, all);
  return all;
}

/** An activation's description with its loops over arrays. */
export interface ActivationLoops extends Pick<Activation, 'options' | 'range' | 'kinks' | 'initializer'> {
  readonly rowwise: boolean;
  /** Vector that backward reads beside dy. */
  readonly backwardReads: 'x' | 'y';
  /** y = f(x) */
  forward(x: Vector, y: Vector, rows: number, columns: number, options: object): void;
  /** dx = f′(x) dy */
  backward(
    x: Vector,
    y: Vector,
    dy: Vector,
    dx: Vector,
    rows: number,
    columns: number,
    options: object,
  ): void;
}

/** The loops of an activation on a backend, the plain one where none is given. */
export function activationLoops(name: ActivationName, kernels: Kernels = jsKernels): ActivationLoops {
  const { options, range, kinks, initializer, rowwise }: Activation = activations[name];
  const { operands } = loopOf(`activation.${name}.dx`, options.parse({}));
  return {
    options,
    range,
    kinks,
    initializer,
    rowwise: rowwise === true,
    backwardReads: operands.some((operand) => operand.name === 'x') ? 'x' : 'y',
    forward: (...[x, y, rows, columns, settings]) =>
      kernels.loop(`activation.${name}.y`, settings)({ x, y }, rows, columns),
    backward: (...[x, y, dy, dx, rows, columns, settings]) =>
      kernels.loop(`activation.${name}.dx`, settings)({ x, y, dy, dx }, rows, columns),
  };
}

/** A loss in one piece with the activation before it, over arrays. */
export interface FusedLoops {
  /** losses[i] = ℓᵢ, given a and y = f(a) */
  forward(
    a: Vector,
    y: Vector,
    t: Vector,
    losses: Vector,
    rows: number,
    columns: number,
    options: object,
  ): void;
  /** da = scaleᵢ ∂ℓᵢ/∂a */
  backward(
    a: Vector,
    y: Vector,
    t: Vector,
    scale: Vector,
    da: Vector,
    rows: number,
    columns: number,
    options: object,
  ): void;
}

/** A loss's description with its loops over arrays. */
export interface LossArrays
  extends Pick<Loss, 'options' | 'targets' | 'targetRange' | 'predictions' | 'activation'> {
  /** losses[i] = ℓᵢ */
  forward(y: Vector, t: Vector, losses: Vector, rows: number, columns: number, options: object): void;
  /** dy = scaleᵢ ∂ℓᵢ/∂y */
  backward(
    y: Vector,
    t: Vector,
    scale: Vector,
    dy: Vector,
    rows: number,
    columns: number,
    options: object,
  ): void;
  readonly fused: Partial<Record<ActivationName, FusedLoops>>;
  prediction?(y: number, options: object): number;
  predictionSlope?(y: number, options: object): number;
}

/** The loops of a loss on a backend, the plain one where none is given. */
export function lossArrays(name: LossName, kernels: Kernels = jsKernels): LossArrays {
  const loss: Loss = losses[name];
  const fused = Object.keys(loss.fused ?? {}).map((activation): [string, FusedLoops] => {
    const fusedName = `loss.${name}.fused.${activation}`;
    return [
      activation,
      {
        forward: (...[a, y, t, to, rows, columns, settings]) =>
          kernels.loop(`${fusedName}.term`, settings)({ a, y, t, losses: to }, rows, columns),
        backward: (...[a, y, t, scale, da, rows, columns, settings]) =>
          kernels.loop(`${fusedName}.da`, settings)({ a, y, t, scale, da }, rows, columns),
      },
    ];
  });
  return {
    ...(loss as Omit<Loss, 'fused' | 'prediction' | 'predictionSlope'> & LossArrays),
    forward: (...[y, t, to, rows, columns, settings]) =>
      kernels.loop(`loss.${name}.term`, settings)({ y, t, losses: to }, rows, columns),
    backward: (...[y, t, scale, dy, rows, columns, settings]) =>
      kernels.loop(`loss.${name}.dy`, settings)({ y, t, scale, dy }, rows, columns),
    fused: Object.fromEntries(fused),
  };
}

/** An optimizer over whole vectors: what it keeps lies in as many as its state has names, in their order. */
export interface OptimizerLoops extends Pick<Optimizer, 'options'> {
  slots(options: object): number;
  coefficients(
    t: number,
    learningRate: number,
    slots: readonly Vector[],
    options: object,
    coefficients: Vector,
  ): void;
  step(
    w: Vector,
    g: Vector,
    slots: readonly Vector[],
    n: number,
    coefficients: Vector,
    options: object,
  ): void;
}

/** The optimizers that have a step by formula, by name. */
export const steppers = Object.fromEntries(
  Object.entries(optimizers).flatMap(([name, rule]) => ('step' in rule ? [[name, rule as Optimizer]] : [])),
);

/** The loop of an optimizer on a backend, the plain one where none is given. */
export function optimizerLoops(name: string, kernels: Kernels = jsKernels): OptimizerLoops {
  const rule = steppers[name];
  const named = (slots: readonly Vector[], options: object) =>
    Object.fromEntries(rule.state(options).map((each, i) => [each, slots[i]]));
  return {
    options: rule.options,
    slots: (options) => rule.state(options).length,
    coefficients: (t, learningRate, slots, options, coefficients) =>
      rule.coefficients(t, learningRate, named(slots, options), options, coefficients),
    step: (w, g, slots, n, coefficients, options) =>
      kernels.loop(`optimizer.${name}.step`, options)({ w, g, coefficients, ...named(slots, options) }, n, 1),
  };
}

const byName = <Name extends string, Loops>(names: object, make: (name: Name) => Loops) =>
  Object.fromEntries(Object.keys(names).map((name) => [name, make(name as Name)])) as Record<Name, Loops>;

/** The losses of outputs that have no variance: that of the others is of two columns, see test/nn/gaussian. */
type ElementLoss = Exclude<LossName, 'gaussian_nll'>;
export const elementLosses = Object.fromEntries(
  Object.entries<Loss>(losses).filter(([, { hasVariance }]) => !hasVariance),
) as Pick<typeof losses, ElementLoss>;

/** All activations, losses and optimizers with loops of the plain backend. */
export const plainActivations = byName(activations, (name: ActivationName) => activationLoops(name));
export const plainLosses = byName(elementLosses, (name: ElementLoss) => lossArrays(name));
export const plainOptimizers = byName(steppers, (name: string) => optimizerLoops(name));

/** The plain backend, but for one loop: after it has run, `afterwards` changes what it wrote. */
export const withChangedLoop = (
  name: string,
  afterwards: (vectors: Readonly<Record<string, Vector | null>>) => void,
): Kernels => ({
  ...jsKernels,
  loop(asked, options) {
    const loop = jsKernels.loop(asked, options);
    if (asked !== name) return loop;
    return (vectors, ...sizes) => {
      loop(vectors, ...sizes);
      const numbers = Object.entries(vectors).map(([operand, vector]) => [
        operand,
        vector && numbersOf(vector),
      ]);
      afterwards(Object.fromEntries(numbers));
    };
  },
});
