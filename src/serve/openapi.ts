import { version } from '../version.js';
import { answerSchemas } from './answer_schema.js';
import { faultColumn, mediaTypes } from './formats.js';
import type { Limits } from './limits.js';
import { type ColumnFacts, metadataOf } from './metadata.js';
import { keepParameter, parameters } from './parameters.js';
import type { ServedModel } from './served_model.js';

/** Description of the server in OpenAPI 3.1, made of its models' columns. */
export function openApi(models: readonly ServedModel[], limits: Limits): object {
  const [only] = models;
  return {
    openapi: '3.1.0',
    info: {
      title: `Predictions of ${models.map(({ name }) => name).join(', ')}`,
      version,
      description: 'What mlp predict prints for the same rows, to the last bit.',
    },
    paths: {
      ...(models.length === 1 && { '/predict': { post: predictOf(only, limits, 'predict') } }),
      ...Object.fromEntries(
        models.flatMap((model) => [
          [`/models/${model.name}/predict`, { post: predictOf(model, limits, `predict_${model.name}`) }],
          [
            `/models/${model.name}/metadata`,
            { get: documentOf(`metadata_${model.name}`, 'what the model is') },
          ],
        ]),
      ),
      '/metadata': { get: documentOf('metadata', 'what each model is') },
      '/healthz': { get: documentOf('health', 'whether the server answers') },
    },
    components: {
      schemas: {
        ...Object.fromEntries(
          models.flatMap((model) => [
            [`${model.name}.row`, rowSchema(metadataOf(model).columns)],
            [`${model.name}.answer`, { anyOf: [...answerSchemas(model.version), reference('fault')] }],
            [`${model.name}.answers`, answersSchema(model)],
          ]),
        ),
        fault: faultSchema,
        refusal: faultSchema,
      },
    },
  };
}

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

function predictOf({ name }: ServedModel, { body, rows }: Limits, operationId: string) {
  const row = reference(`${name}.row`);
  const answer = reference(`${name}.answer`);
  const answers = reference(`${name}.answers`);
  const refusal = (description: string) => ({
    description,
    content: { [mediaTypes.json]: { schema: reference('refusal') } },
  });
  return {
    operationId,
    summary: `predict rows by ${name}`,
    parameters: Object.entries({ ...parameters, keep: keepParameter }).map(
      ([parameter, { description, schema }]) => ({
        name: parameter,
        in: 'query',
        description,
        schema,
      }),
    ),
    requestBody: {
      required: true,
      description: `at most ${body} bytes and ${rows} rows`,
      content: {
        [mediaTypes.json]: { schema: { anyOf: [row, { type: 'array', items: row }] } },
        [mediaTypes.jsonl]: { schema: row },
        [mediaTypes.csv]: { schema: { type: 'string' } },
      },
    },
    responses: {
      200: {
        description: `an answer for each row, in order; of a row that has none, ${faultColumn} says why`,
        content: {
          [mediaTypes.json]: { schema: answers },
          [mediaTypes.jsonl]: { schema: answer },
          [mediaTypes.csv]: { schema: { type: 'string' } },
        },
      },
      400: refusal('the request, its body or a parameter cannot be read'),
      403: refusal("a page of somebody else's asks"),
      406: refusal('no type of answers that there is'),
      408: refusal('the request did not come in time'),
      413: refusal('too many bytes or rows'),
      415: refusal('another type'),
      421: refusal('another name than those of the server'),
      422: {
        description: 'no row has a prediction; answers as with 200',
        content: { [mediaTypes.json]: { schema: answers } },
      },
      500: refusal('the server failed'),
      503: refusal('too many requests at once, or out of time'),
    },
  };
}

const documentOf = (operationId: string, description: string) => ({
  operationId,
  responses: { 200: { description, content: { [mediaTypes.json]: { schema: { type: 'object' } } } } },
});

const rowSchema = (columns: readonly ColumnFacts[]) => ({
  type: 'object',
  required: columns.filter(({ required }) => required).map(({ name }) => name),
  properties: Object.fromEntries(columns.map((column) => [column.name, valueSchema(column)])),
  additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
});

function valueSchema({ type, categories, format, required }: ColumnFacts): object {
  const empty = required ? [] : ['null'];
  switch (type) {
    case 'number':
      return { type: ['number', 'string', ...empty], description: 'a number, or its text' };
    case 'date':
      return { type: ['string', 'number', ...empty], description: `a date of the format ${format}` };
    case 'category':
      return {
        type: ['string', 'number', 'boolean', ...empty],
        description: 'a category; one that training did not know is none of them',
        ...(categories && { examples: categories }),
      };
  }
}

const answersSchema = ({ name }: ServedModel) => ({
  type: 'object',
  required: ['model', 'predictions', 'warnings'],
  properties: {
    model: { const: name },
    predictions: { type: 'array', items: reference(`${name}.answer`) },
    warnings: { type: 'array', items: { type: 'string' }, description: 'what is odd about the rows' },
  },
});

const faultSchema = {
  type: 'object',
  required: [faultColumn],
  properties: {
    [faultColumn]: {
      type: 'object',
      required: ['message'],
      properties: {
        message: { type: 'string' },
        column: { type: 'string', description: 'the column that is at fault' },
        value: { type: ['string', 'null'], description: 'its value, as it came; null where it is missing' },
        fatal: { const: true, description: 'the answers end here: the last line of JSON lines' },
      },
    },
  },
};
