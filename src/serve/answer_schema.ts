import type { CellType } from '../data/table/cell_type.js';
import { MlpError } from '../errors.js';
import type { PredictOptions } from '../model/answers.js';
import type { Predictor } from '../model/predictor.js';
import { faultColumn, warningsColumn } from './formats.js';
import type { Version } from './served_model.js';

/** Form of answers: the options whose columns each has, those whose columns it may have, and others beside these. */
interface Form {
  readonly least: PredictOptions;
  readonly most: PredictOptions;
  readonly more: readonly PredictOptions[];
}

/** Level that the fewest rows are enough for; columns do not depend on it. */
const interval = 0.01;

const known = new WeakMap<Version, readonly object[]>();

/** JSON Schemas of a model's answers to a row, one for each form that the parameters of a request give them. */
export function answerSchemas(version: Version): readonly object[] {
  const schemas = known.get(version) ?? schemasOf(version);
  known.set(version, schemas);
  return schemas;
}

function schemasOf(version: Version): object[] {
  const { target } = version.preprocessing;
  const classes =
    target.kind === 'classes' ? target.classes : target.kind === 'distribution' ? target.names : undefined;
  const more: PredictOptions[] = [{ spread: true }, { interval }];
  const forms: Form[] = [
    { least: {}, most: {}, more },
    { least: { topK: 1 }, most: { topK: classes?.length }, more },
    { least: { error: true }, most: { error: true }, more: [{ threshold: 0.99 }] },
  ];
  return forms.flatMap(({ least, most, more }) => {
    const required = predictorOf(version, least);
    const all = [{}, ...more].flatMap((each) => predictorOf(version, { ...most, ...each }) ?? []);
    return required ? [formSchema(required.columns, all, classes)] : [];
  });
}

/** The predictor of options, or undefined where they do not go with the model. */
function predictorOf(version: Version, options: PredictOptions): Predictor | undefined {
  try {
    return version.predictor(options);
  } catch (error) {
    if (error instanceof MlpError) return undefined;
    throw error;
  }
}

function formSchema(
  required: readonly string[],
  predictors: readonly Predictor[],
  classes: readonly string[] | undefined,
): object {
  const properties = predictors.flatMap(({ columns, kinds }) =>
    columns.map((name) => [name, valueSchema(name, kinds?.get(name) ?? 'number', classes)]),
  );
  return {
    type: 'object',
    required,
    properties: {
      ...Object.fromEntries(properties),
      [warningsColumn]: {
        type: 'array',
        items: { type: 'string' },
        description: 'what is odd about the row',
      },
      [faultColumn]: false,
    },
    additionalProperties: {
      type: ['string', 'number', 'boolean', 'null'],
      description: 'a column that is kept',
    },
  };
}

/** Schema of a value; a number that is not finite is null. */
function valueSchema(name: string, kind: CellType, classes: readonly string[] | undefined): object {
  if (kind === 'number') return { type: ['number', 'null'] };
  if (kind === 'whole') return { type: ['integer', 'null'] };
  if (!classes) return { type: ['string', 'null'] };
  return name === 'set' ? { type: 'array', items: { enum: classes } } : { enum: classes };
}
