import { MlpError } from '../../../errors.js';
import { type Variant, variantSchema } from '../../../nn/variants.js';
import * as z from '../../../zod.js';
import { columnSetting } from '../../column_setting.js';
import { categoryEncodings, type EncodingName, encodings, numberEncodings } from './index.js';

/** An encoding as a config has it: its name, or an object with its options. */
export const encodingSchema: z.ZodType<Variant<EncodingName>> = variantSchema(encodings);

/** Encodings of a file: one, or one for numbers and one for categories. */
export const encodeSchema = z
  .union([encodingSchema, z.array(encodingSchema)])
  .superRefine((given, context) => {
    const kinds = listOf(given).map(({ type }) => encodings[type].of);
    kinds.forEach((kind, i) => {
      if (kinds.indexOf(kind) < i)
        context.addIssue({
          code: 'custom',
          path: [i],
          message: `is a second encoding of ${plural[kind]}; a single column has its given in data.columns`,
        });
    });
  });

type Kind = (typeof encodings)[EncodingName]['of'];
const plural: Readonly<Record<Kind, string>> = { number: 'numbers', category: 'categories' };
const namesOf: Readonly<Record<Kind, readonly string[]>> = {
  number: Object.keys(numberEncodings),
  category: Object.keys(categoryEncodings),
};

type Given = z.infer<typeof encodeSchema>;
const listOf = (given: Given) => (Array.isArray(given) ? given : [given]);

/** Settings that choose encodings: those of a file and, by name, of its columns. */
export interface EncodeConfig {
  readonly encode: Given;
  readonly columns: Readonly<Record<string, { readonly encode?: Variant<EncodingName> }>>;
}

/**
 * The encoding that a config asks for, for a column of this kind.
 *
 * @throws MlpError `config` where the column's own setting is for the other kind.
 */
export function encodeOf({ encode, columns }: EncodeConfig, name: string, kind: Kind): Variant {
  const given = Object.hasOwn(columns, name) ? columns[name].encode : undefined;
  if (given !== undefined && encodings[given.type].of !== kind)
    throw new MlpError(
      'config',
      `${columnSetting(name, 'encode')}: "${given.type}" is an encoding of ${plural[encodings[given.type].of]}, ` +
        `but the column holds ${plural[kind]}; expected one of ${namesOf[kind].join(', ')}`,
    );
  return (
    given ?? listOf(encode).find(({ type }) => encodings[type].of === kind) ?? { type: namesOf[kind][0] }
  );
}
