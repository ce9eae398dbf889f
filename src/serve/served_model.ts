import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, dirname, parse, resolve } from 'node:path';
import type { Preprocessing } from '../data/preprocessing/index.js';
import { didYouMean, MlpError } from '../errors.js';
import { readFileChecked, resolveModelPath } from '../files/index.js';
import type { Kernels } from '../kernels/index.js';
import type { PredictOptions } from '../model/answers.js';
import { decodeModel, type Model } from '../model/model.js';
import { createPredictor, type Predictor } from '../model/predictor.js';
import { readingAs } from '../model/reading.js';
import { Problem } from './problem.js';

/** Most predictors of a version that are kept for the options of the next request. */
const mostPredictors = 8;

/** A model as its file was at one time. A request is answered by one version from its first row to its last. */
export class Version {
  private readonly predictors = new Map<string, Predictor>();

  constructor(
    readonly model: Model,
    /** SHA-256 of the file, in hexadecimal digits. */
    readonly sha256: string,
    private readonly kernels: () => Kernels,
  ) {
    this.predictor({});
  }

  get preprocessing(): Preprocessing {
    return this.model.preprocessing;
  }

  /**
   * The predictor of options; those that were last asked for are kept.
   *
   * @throws MlpError `usage` where the options do not go with the model, or where it predicts nothing.
   */
  predictor(options: PredictOptions): Predictor {
    const key = JSON.stringify(options);
    const predictor =
      this.predictors.get(key) ?? createPredictor(this.model, options, { kernels: this.kernels() });
    this.predictors.delete(key);
    this.predictors.set(key, predictor);
    const [oldest] = this.predictors.keys();
    if (this.predictors.size > mostPredictors) this.predictors.delete(oldest);
    return predictor;
  }
}

/** Options of reading models. */
export interface ModelOptions {
  /** Assignments `key=value` of keys of reading: see readingAs. */
  readonly set: readonly string[];
  /** Makes a backend with a memory of its own. */
  readonly kernels: () => Kernels;
  /** Finds a path that a person gave. */
  readonly resolve: (path: string) => string;
}

/** A model under its name, by the version that its file has. */
export class ServedModel {
  private stamp = '';
  private current: Version;

  /**
   * Reads the model of a path.
   *
   * @throws MlpError where the file holds no model that predicts.
   */
  constructor(
    readonly name: string,
    private readonly path: string,
    private readonly options: ModelOptions,
  ) {
    this.current = this.read();
  }

  get version(): Version {
    return this.current;
  }

  /**
   * Looks whether the file has changed, and takes its new version; whether it did.
   *
   * @throws MlpError where there is no model any more, or one that predicts nothing: the version stays as it was.
   */
  reload(): boolean {
    const stamp = stampOf(this.path);
    if (stamp === this.stamp) return false;
    this.stamp = stamp;
    const version = this.read();
    const isNew = version.sha256 !== this.current.sha256;
    if (isNew) this.current = version;
    return isNew;
  }

  private read(): Version {
    const file = resolveModelPath(this.path);
    this.stamp = stampOf(this.path);
    const bytes = readFileChecked(file, 'model');
    const { set, kernels } = this.options;
    const model = readingAs(decodeModel(bytes, file), set);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    try {
      return new Version(model, sha256, kernels);
    } catch (error) {
      throw error instanceof MlpError
        ? new MlpError(error.failure, `${file}: ${error.message}`, { cause: error })
        : error;
    }
  }
}

/** Text that changes with the file, whatever its name is; empty where there is none. */
function stampOf(path: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(resolveModelPath(path));
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return '';
  }
}

/**
 * Reads the models of paths, each as `PATH` or `NAME=PATH`; without a name that of the run or of the file is taken.
 *
 * @throws MlpError where one cannot be had, or where two have one name.
 */
export function serveModels(paths: readonly string[], options: ModelOptions): Map<string, ServedModel> {
  const models = new Map<string, ServedModel>();
  for (const text of paths) {
    const [, given, named] = /^(?:([\w.-]+)=)?(.*)$/s.exec(text)!;
    const path = options.resolve(named);
    const name = given ?? nameOf(path);
    if (models.has(name))
      throw new MlpError('usage', `two models are called ${JSON.stringify(name)}; name one: other=${named}`);
    models.set(name, new ServedModel(name, path, options));
  }
  return models;
}

/** Name of a model: that of the run, or of a file that is called otherwise than in a run. */
function nameOf(path: string): string {
  const file = resolve(resolveModelPath(path));
  const name = parse(file).name;
  return name === 'model' ? basename(dirname(file)) : name;
}

/**
 * Finds a model by its name.
 *
 * @throws Problem 404 where there is none.
 */
export function findModel(models: ReadonlyMap<string, ServedModel>, name: string): ServedModel {
  const found = models.get(name);
  if (found) return found;
  const names = [...models.keys()];
  throw new Problem(
    404,
    `no model ${JSON.stringify(name.slice(0, 100))}${didYouMean(name, names) || `; there is ${names.join(', ')}`}`,
  );
}
