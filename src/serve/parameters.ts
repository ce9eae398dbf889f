import { decimal } from '../data/numbers/decimal.js';
import { didYouMean } from '../errors.js';
import type { PredictOptions } from '../model/answers.js';
import { keptNames } from '../model/kept_names.js';
import { Problem } from './problem.js';

/** Requests beside the rows. */
export interface Parameters {
  readonly options: PredictOptions;
  /** Columns of the rows that are given back before the answers. */
  readonly keep: readonly string[];
}

/** A parameter: its meaning, its JSON Schema, and the option that its text stands for. */
interface Parameter {
  readonly description: string;
  readonly schema: object;
  option(text: string): PredictOptions | undefined;
}

const flag = (key: 'spread' | 'error', description: string): Parameter => ({
  description,
  schema: { type: 'boolean' },
  option: (text) => (text === 'true' ? { [key]: true } : text === 'false' ? {} : undefined),
});

/** The parameters of a request, those of `mlp predict` with the same meaning. */
export const parameters: Readonly<Record<string, Parameter>> = {
  threshold: {
    description:
      'predict the second of two classes, or a label, from this probability on; with error, mark rows whose error is ' +
      'above what this share of the validation rows had',
    schema: { type: 'number', minimum: 0, maximum: 1 },
    option(text) {
      const threshold = decimal(text);
      return threshold >= 0 && threshold <= 1 ? { threshold } : undefined;
    },
  },
  top_k: {
    description: 'the k most probable classes in the place of all',
    schema: { type: 'integer', minimum: 1 },
    option: (text) => (/^[1-9]\d{0,8}$/.test(text) ? { topK: Number(text) } : undefined),
  },
  interval: {
    description: 'add lower and upper, between which this share of numbers lies, or the set of classes',
    schema: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    option(text) {
      const interval = decimal(text);
      return interval > 0 && interval < 1 ? { interval } : undefined;
    },
  },
  spread: flag('spread', 'add how far the members of an ensemble are apart'),
  error: flag('error', "how far an autoencoder's reconstruction of a row is off, in the place of it"),
};

export const keepParameter = {
  description:
    'columns of the rows to give back before the answer, as they are: id,name; a name with a comma in double quotes; ' +
    'can be repeated',
  schema: { type: 'array', items: { type: 'string' } },
};

/**
 * Reads the parameters of a request's address.
 *
 * @throws Problem 400 at one that is unknown, there twice, or no value of its kind.
 */
export function readParameters(query: URLSearchParams): Parameters {
  let options: PredictOptions = {};
  for (const name of new Set(query.keys())) {
    if (name === 'keep') continue;
    const known = Object.keys(parameters);
    if (!known.includes(name))
      throw new Problem(
        400,
        `no parameter ${JSON.stringify(name.slice(0, 100))}` +
          (didYouMean(name, [...known, 'keep']) || `; there are ${known.join(', ')} and keep`),
      );
    const values = query.getAll(name);
    if (values.length > 1) throw new Problem(400, `${name}: there ${values.length} times; give it once`);
    const option = parameters[name].option(values[0]);
    if (!option)
      throw new Problem(
        400,
        `${name}: ${JSON.stringify(values[0].slice(0, 100))} does not fit ${JSON.stringify(parameters[name].schema)}`,
      );
    options = { ...options, ...option };
  }
  return { options, keep: query.getAll('keep').flatMap(keepOf) };
}

function keepOf(text: string): string[] {
  const names = keptNames(text);
  if (!names)
    throw new Problem(
      400,
      `keep: ${JSON.stringify(text.slice(0, 100))} does not fit: names of columns between commas: id,name`,
    );
  return names;
}
