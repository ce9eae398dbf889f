import type { Arithmetic } from '../kernels.js';
import { kernelRules, rules } from '../threads/rules.js';
import type { Numbers } from '../vector.js';
import type { Exports } from './engine.js';
import type { Recorder } from './recorder.js';

/** Argument of a function of the module: vectors by their addresses (none: 0), sizes, numbers, conditions. */
export type Value = Numbers | number | boolean | null;

/** Calls a function of the module, or records the call while a program is recorded. */
export type Call = (name: string, values: readonly Value[]) => void;

export const createCall =
  (wasm: Exports, recorder: Recorder): Call =>
  (name, values) => {
    const numbers = values.map((value) =>
      typeof value === 'object' ? (value?.byteOffset ?? 0) : Number(value),
    );
    if (recorder.isRecording)
      recorder.add(name, [...numbers, ...(rules[name].repeated ?? []).map((place) => numbers[place])]);
    else wasm[name](...numbers, ...(rules[name].repeated ?? []).map((place) => numbers[place]));
  };

/** The kernels whose functions in the module have the same parameters. */
export const kernelFunctions = (call: Call): Arithmetic =>
  Object.fromEntries(
    Object.keys(kernelRules).map((name) => [name, (...values: Value[]) => call(name, values)]),
  ) as unknown as Arithmetic;
