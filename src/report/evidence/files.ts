import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MlpError } from '../../errors.js';
import { readFileChecked } from '../../files/index.js';
import { runFiles } from '../../files/run_directory.js';
import * as z from '../../zod.js';

const number = z.number().nullable();
const losses = z.object({ loss: number }).catchall(number);
/** Schema of what is told of a network, which a file calls by its restart or by its fold. */
const ofNetwork = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => {
    const { fold, ...rest } = value as { readonly fold?: unknown };
    return fold === undefined ? value : { ...rest, restart: fold };
  }, schema);

const epochSchema = ofNetwork(
  z.looseObject({
    restart: z.int(),
    epoch: z.int(),
    learning_rate: number,
    train: losses,
    validation: losses.optional(),
  }),
);
const splitSchema = z.looseObject({
  type: z.string(),
  column: z.string().optional(),
  how: z.string(),
  parts: z.record(
    z.string(),
    z.object({
      rows: z.int(),
      groups: z.int().optional(),
      from: z.string().optional(),
      to: z.string().optional(),
    }),
  ),
  isNoInput: z.boolean(),
});
const outcomeSchema = ofNetwork(
  z.looseObject({
    restart: z.int(),
    value: number,
    best_epoch: z.int(),
    epochs: z.int(),
    stop_reason: z.string(),
  }),
);
const metricsSchema = z.looseObject({
  baseline: z.looseObject({ predicts: z.string() }).optional(),
  verdict: z.array(z.string()).optional(),
  split: splitSchema.optional(),
  restarts: z.array(outcomeSchema).optional(),
  folds: z.array(outcomeSchema).optional(),
});

/** Fields of a line of metrics.jsonl that a report needs; a number that was not finite is null. */
export type StoredEpoch = z.output<typeof epochSchema>;

/** Fields of metrics.json that a report needs. */
export type StoredMetrics = z.output<typeof metricsSchema>;

/** Reads metrics.jsonl; empty where there is none. */
export function readHistory(directory: string): StoredEpoch[] {
  const file = join(directory, runFiles.history);
  if (!existsSync(file)) return [];
  const lines = Buffer.from(readFileChecked(file, 'history')).toString().split('\n');
  return lines.flatMap((line, i) => (line === '' ? [] : [parse(epochSchema, line, `${file}:${i + 1}`)]));
}

/** Reads metrics.json; null where there is none. */
export function readMetrics(directory: string): StoredMetrics | null {
  const file = join(directory, runFiles.metrics);
  if (!existsSync(file)) return null;
  return parse(metricsSchema, Buffer.from(readFileChecked(file, 'metrics')).toString(), file);
}

function parse<T>(schema: z.ZodType<T>, text: string, source: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new MlpError('data', `${source}: is not what mlp train writes; train again, or remove the file`, {
      cause: error,
    });
  }
}
