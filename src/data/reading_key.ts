import * as z from '../zod.js';

/** The schemas of the keys that say how the text of data is read. */
const marked = z.registry<{ readonly reads: true }>();

/**
 * Marks the key of a config as one of reading: it says how the text of data is read, and not what is made of it, so
 * that it can be set anew for other data of a trained model. The mark is on this very schema: describe it first.
 */
export function readingKey<Schema extends z.ZodType>(schema: Schema): Schema {
  marked.add(schema, { reads: true });
  return schema;
}

/** Whether a key is one of reading, by its schema. */
export const isReadingKey = (schema: z.core.$ZodType): boolean => marked.has(schema);
