import * as z from '../zod.js';
import { typesOf } from './expectation.js';
import { configSchema } from './schema.js';

/** The JSON Schema (draft 2020-12) of a config file, for editors and other programs. */
export function configJsonSchema(): object {
  return z.toJSONSchema(configSchema, {
    io: 'input',
    target: 'draft-2020-12',
    override({ zodSchema, jsonSchema }) {
      if (jsonSchema.byName === undefined) return;
      const { byName: _, oneOf, ...rest } = jsonSchema;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      Object.assign(jsonSchema, rest, {
        anyOf: [{ enum: namesAlone(zodSchema as z.ZodDiscriminatedUnion) }, { oneOf }],
      });
    },
  });
}

/** Names of the variants without required options, for which the name is enough. */
const namesAlone = ({ def }: z.ZodDiscriminatedUnion): unknown[] =>
  typesOf(def.options, 'type').filter((type, i) => (def.options[i] as z.ZodType).safeParse({ type }).success);
