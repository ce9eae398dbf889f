import { parseConfig } from '../config/index.js';
import { networkOutputs, type Preprocessing } from '../data/preprocessing/index.js';
import { preprocessingSchema } from '../data/preprocessing/schema.js';
import { MlpError } from '../errors.js';
import { decodeSafetensors, encodeSafetensors, type Tensor } from '../files/safetensors.js';
import { counted } from '../format_count.js';
import { backends, defaultBackend, type Kernels } from '../kernels/index.js';
import type { Network } from '../nn/network.js';
import { buildNetwork, inputsOf } from '../training/build_network.js';
import {
  type Calibration,
  calibrationSchema,
  hasCalibration,
  noCalibration,
} from '../training/calibrating/index.js';
import { keepsAll, networkCount } from '../training/options.js';
import type { ResolvedConfig } from '../training/prepare_dataset.js';
import * as z from '../zod.js';
import { errorQuantilesSchema } from './anomalies.js';
import { checkTensors, fillNetwork, tensorsOf } from './tensors.js';

const formatVersion = 2;

const memberSchema = z.strictObject({
  epochs: z.int().min(0),
  best_epoch: z.int().min(0),
  stop_reason: z.string(),
  /** The monitored metric at the weights that were kept. */
  value: z.number().nullable(),
});

const summarySchema = z.strictObject({
  seed: z.int(),
  outputs: z.int().positive(),
  /** Absent where several networks are kept: `members` has those of each. */
  epochs: z.int().min(0).optional(),
  best_epoch: z.int().min(0).optional(),
  stop_reason: z.string(),
  /** The value is that at the weights that were kept; of several networks it is the mean. */
  monitor: z.strictObject({ metric: z.string(), split: z.string(), value: z.number().nullable() }),
  rows: z.record(z.string(), z.int()),
  /** The networks that the model averages, in their order; absent where it is one network. */
  members: z.array(memberSchema).min(1).optional(),
  /** Errors of an autoencoder, which tell anomalies; absent of other models. */
  reconstruction_errors: errorQuantilesSchema.optional(),
  /** Hashes of the data, by part. */
  sha256: z.record(z.string(), z.string()),
});

/** Summary of the training: no times and no paths, so that the same training gives the same file. */
export type TrainingSummary = z.output<typeof summarySchema>;

/** A trained network and all that is needed to use it. */
export interface Model {
  readonly config: ResolvedConfig;
  readonly preprocessing: Preprocessing;
  readonly summary: TrainingSummary;
  /** Facts on how sure its predictions are; empty of models that say nothing of that. */
  readonly calibration: Calibration;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** Encodes a model as the bytes of its file: safetensors, all else in its metadata, as JSON. */
export function encodeModel(
  network: Network,
  config: ResolvedConfig,
  preprocessing: Preprocessing,
  summary: TrainingSummary,
  calibration: Calibration = noCalibration,
): Uint8Array {
  const { target } = preprocessing;
  return encodeSafetensors(tensorsOf(network), {
    format: 'mlp',
    format_version: String(formatVersion),
    config: JSON.stringify(config),
    preprocessing: JSON.stringify(preprocessing),
    summary: JSON.stringify(summary),
    ...(target.kind === 'classes' && { classes: JSON.stringify(target.classes) }),
    ...(hasCalibration(calibration) && { calibration: JSON.stringify(calibration) }),
  });
}

/**
 * Decodes the bytes of a model file; `source` names it in errors.
 *
 * @throws MlpError `data` where it is damaged, of another version, or no model; all tensors are checked against the
 * config.
 */
export function decodeModel(bytes: Uint8Array, source: string): Model {
  const { tensors, metadata } = decodeSafetensors(bytes, source, { dtypes: ['F64'], requireHash: false });
  if (metadata.format !== 'mlp')
    throw new MlpError(
      'data',
      `${source}: holds tensors, but is no model of mlp (its metadata has no "format": "mlp"); ` +
        'a config can start from it with training.init_from',
    );
  checkVersion(metadata.format_version, source);
  decodeSafetensors(bytes, source, { dtypes: ['F64'], requireHash: true });
  const config = parseStoredConfig(metadata.config, source);
  const preprocessing = parsePart(preprocessingSchema, metadata.preprocessing, `${source}: preprocessing`);
  const summary = parsePart(summarySchema, metadata.summary, `${source}: summary`);
  const calibration = parseCalibration(metadata.calibration, source);
  checkMembers(config, summary, tensors.size, source);
  const model = { config, preprocessing, summary, calibration, tensors };
  const network = asDataError(() => networkOf(model), `${source}: config: `);
  checkTensors(network, tensors, source);
  return model;
}

/** Refuses several networks where the config keeps one, and more of them than there are tensors. */
function checkMembers(
  config: ResolvedConfig,
  { members }: TrainingSummary,
  tensors: number,
  source: string,
): void {
  const isRight =
    members === undefined
      ? !keepsAll(config)
      : keepsAll(config) && members.length <= Math.min(networkCount(config), tensors);
  if (isRight) return;
  throw new MlpError(
    'data',
    `${source}: summary: ${members ? counted(members.length, 'network') : 'one network'}, which does not fit the ` +
      'config (ensemble, training.restarts); the file was changed',
  );
}

function checkVersion(version: string, source: string): void {
  if (version === String(formatVersion)) return;
  const [age, remedy] = Number(version) > formatVersion ? ['newer', 'update mlp'] : ['older', 'train again'];
  throw new MlpError(
    'data',
    /^[1-9]\d*$/.test(version)
      ? `${source}: format version ${version} is ${age} than this mlp reads (${formatVersion}); ${remedy}`
      : `${source}: format version: is not what mlp writes; the file was changed or damaged`,
  );
}

/**
 * Parses the config in a model file.
 *
 * @throws MlpError `data` where it is no config, or lacks a key that training fills in: the file is at fault then.
 */
function parseStoredConfig(text: string | undefined, source: string): ResolvedConfig {
  const config = asDataError(() => parseConfig(text ?? '', `${source}: config`));
  const { name, task, layers, head } = config;
  if (name && task && layers !== 'auto' && head.activation && (head.loss || task === 'generation'))
    return config as ResolvedConfig;
  throw new MlpError('data', `${source}: config: lacks what training fills in; the file was changed`);
}

function asDataError<T>(action: () => T, prefix = ''): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof MlpError ? new MlpError('data', prefix + error.message, { cause: error }) : error;
  }
}

function parsePart<T>(schema: z.ZodType<T>, text: string, source: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new MlpError('data', `${source}: is not what mlp writes; the file was changed or damaged`, {
      cause: error,
    });
  }
}

/** The calibration in a model file; none where the file has none, as those of earlier versions. */
function parseCalibration(text: string | undefined, source: string): Calibration {
  if (text === undefined) return noCalibration;
  const where = `${source}: calibration`;
  const { version } = parsePart(z.object({ version: z.int() }), text, where);
  if (version > 1)
    throw new MlpError('data', `${where}: version ${version} is newer than this mlp reads (1); update mlp`);
  return parsePart(calibrationSchema, text, where);
}

/** Builds the network of a model, of all its members; claims no memory and has no weights yet. */
export const networkOf = (
  { config, preprocessing, summary, calibration }: Omit<Model, 'tensors'>,
  kernels: Kernels = backends[defaultBackend],
  options?: { readonly inputGradient: boolean },
) =>
  buildNetwork(
    config,
    inputsOf(config, preprocessing),
    networkOutputs(preprocessing, summary.outputs),
    kernels,
    {
      ...options,
      branches: summary.members?.length,
      temperature: calibration.temperature?.value,
    },
  );

/** Creates the network of a model, with memory for batches of up to `rows`. */
export function restoreNetwork(
  model: Model,
  rows: number,
  kernels?: Kernels,
  options?: { readonly inputGradient: boolean },
): Network {
  const network = networkOf(model, kernels, options).allocate(rows);
  fillNetwork(network, model.tensors);
  return network;
}
