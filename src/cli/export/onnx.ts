import { readFileSync } from 'node:fs';
import type { ColumnValue } from '../../export/check/rows.js';
import type { InputColumn } from '../../export/program/index.js';
import type { Value } from '../../model/answers.js';
import type { Runner } from './runner.js';

/** The part of Onnxruntime that is needed: no types of a package that need not be there. */
interface Onnxruntime {
  readonly env: { readonly wasm: { numThreads: number } };
  readonly Tensor: new (type: string, data: Float64Array | string[], shape: readonly number[]) => object;
  readonly InferenceSession: { create(bytes: Uint8Array, options: object): Promise<Session> };
}

interface Session {
  run(inputs: object): Promise<Readonly<Record<string, { readonly data: ArrayLike<number | string> }>>>;
  release(): Promise<void>;
}

/** Name of a package, which no bundle looks into. */
const packageName: string = 'onnxruntime-web';

/** Runs a model by Onnxruntime, where that is installed. */
export const runOnnx: Runner = async (file, { columns, answers }) => {
  let runtime: Onnxruntime;
  try {
    runtime = await import(packageName);
  } catch {
    return `${packageName} is not installed here`;
  }
  runtime.env.wasm.numThreads = 1;
  const session = await runtime.InferenceSession.create(readFileSync(file), { logSeverityLevel: 3 });
  const tensorOf = ({ type }: InputColumn, values: readonly ColumnValue[]) =>
    type === 'category'
      ? new runtime.Tensor(
          'string',
          values.map((value) => String(value ?? '')),
          [values.length, 1],
        )
      : new runtime.Tensor(
          'float64',
          Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
          [values.length, 1],
        );
  return {
    async answer(rows) {
      const inputs = columns.map((column, i) => [
        column.name,
        tensorOf(
          column,
          rows.map((row) => row[i]),
        ),
      ]);
      const outputs = Object.values(await session.run(Object.fromEntries(inputs)));
      const answerOf = (value: number | string, isClass: boolean): Value | null =>
        isClass ? value || null : Number.isNaN(value) ? null : Number(value);
      return rows.map((_, i) =>
        answers.map(({ classes }, j) => answerOf(outputs[j].data[i], classes !== undefined)),
      );
    },
    close: () => void session.release(),
  };
};
