import { MlpError } from '../errors.js';
import { decodeSafetensors, encodeSafetensors, type Tensor } from '../files/index.js';
import type { TrainState } from '../jobs/restarts/state.js';
import type { ResolvedConfig } from '../training/prepare.js';
import * as z from '../zod.js';
import { differenceOfCourse, differenceOfEnds } from './course.js';
import { firstDifference } from './first_difference.js';

/**
 * Subject of a checkpoint: it goes on with these data, and with a config that differs in nothing but when training
 * stops.
 */
export interface Subject {
  readonly config: ResolvedConfig;
  /** sha256 of the data, by part. */
  readonly data: Readonly<Record<string, string>>;
}

const VERSION = '2';
/** Name of the weights of a network that has ended, where all are kept. */
const kept = (member: number): string => `kept.${member}`;

const count = z.int().min(0);
const maybe = z.number().nullable();
const stateSchema = z.looseObject({
  current: z.looseObject({ restart: count, epoch: count, step: count, batch: count }),
  finished: z.array(z.looseObject({ restart: count, value: maybe })),
  winnerIndex: count,
  history: z.array(z.looseObject({ epoch: count })),
  seconds: z.number(),
});

/**
 * Encodes the whole state of training as a safetensors file: vectors as tensors, all else as JSON in the metadata. A
 * sum that overflowed is a part of the state like any other.
 */
export function encodeCheckpoint(state: TrainState, seconds: number, { config, data }: Subject): Uint8Array {
  const { vectors, ...current } = state.current;
  const { finished, winner, winnerIndex, members, history } = state;
  const tensors = new Map<string, Tensor>();
  for (const [name, vector] of Object.entries(vectors))
    tensors.set(name, { shape: [vector.length], data: vector });
  if (winner) tensors.set('winner', { shape: [winner.length], data: winner });
  for (const [i, member] of members.entries()) tensors.set(kept(i), { shape: [member.length], data: member });
  const metadata = {
    format: 'mlp-checkpoint',
    format_version: VERSION,
    config: JSON.stringify(config),
    data: JSON.stringify(data),
    state: JSON.stringify({ current, finished, winnerIndex, history, seconds }),
  };
  return encodeSafetensors(tensors, metadata, { allowNotFinite: true });
}

/**
 * Reads a checkpoint back.
 *
 * @throws MlpError `data` where the file is damaged, or is one of another config or of other data.
 */
export function decodeCheckpoint(
  bytes: Uint8Array,
  source: string,
  subject: Subject,
): { state: TrainState; seconds: number } {
  const { tensors, metadata } = decodeSafetensors(bytes, source, {
    dtypes: ['F64'],
    requireHash: true,
    allowNotFinite: true,
  });
  if (metadata.format !== 'mlp-checkpoint' || metadata.format_version !== VERSION)
    throw new MlpError('data', `${source}: is no checkpoint that this version of mlp can go on from`);
  const refuse = (otherwise: string, difference: string | null) => {
    if (difference === null) return;
    throw new MlpError(
      'data',
      `${source}: belongs to ${otherwise}: ${difference}; train without --resume, or go back to what it was`,
    );
  };
  const config: ResolvedConfig = JSON.parse(metadata.config);
  refuse('another config', differenceOfCourse(config, subject.config));
  refuse('other data', firstDifference(JSON.parse(metadata.data), subject.data, 'data'));
  const stored: unknown = JSON.parse(metadata.state);
  if (!isState(stored)) throw new MlpError('data', `${source}: is not what mlp writes; the file was changed`);
  const { current, seconds, ...rest } = stored;
  if (rest.finished.length > 0) refuse('another config', differenceOfEnds(config, subject.config));
  const take = (name: string) => {
    const data = tensors.get(name)?.data ?? null;
    tensors.delete(name);
    return data;
  };
  const winner = take('winner');
  const members: Float64Array[] = [];
  for (let data = take(kept(0)); data !== null; data = take(kept(members.length))) members.push(data);
  const vectors = Object.fromEntries([...tensors].map(([name, { data }]) => [name, data]));
  return { state: { ...rest, winner, members, current: { ...current, vectors } }, seconds };
}

/** The JSON of a state: all but the vectors, which are tensors. */
type StoredState = Omit<TrainState, 'current' | 'winner' | 'members'> & {
  readonly current: Omit<TrainState['current'], 'vectors'>;
  readonly seconds: number;
};

/** Whether JSON has the outline of a state; the hash over the whole file has shown that nothing was changed. */
const isState = (stored: unknown): stored is StoredState => stateSchema.safeParse(stored).success;
