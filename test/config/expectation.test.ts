import { expect, test } from 'vitest';
import { expectation } from '../../src/config/expectation.js';
import * as z from '../../src/zod.js';

const kinds = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('near'), reach: z.number() }),
  z.strictObject({ type: z.literal('far') }),
]);

test.each<[string, z.ZodType, unknown, string]>([
  ['a text', z.string(), 1, 'a text'],
  ['a kind without a name of its own', z.date(), 1, 'date'],
  ['an object by its type', kinds, 1, 'an object with "type": one of "near", "far"'],
  ['the only value', z.literal('a'), 'b', '"a"'],
  ['some values', z.enum(['a', 'b']), 'c', 'one of "a", "b"'],
  ['an empty text', z.string().min(1), '', 'a text that is not empty'],
  ['a short text', z.string().min(3), 'a', 'a text of at least 3 characters'],
  ['a short list', z.array(z.number()).min(2), [1], 'a list of at least 2 items'],
  ['a long list', z.array(z.number()).max(1), [1, 2], 'a list of at most 1 items'],
  ['a whole number beyond those of doubles', z.int(), 1e300, 'a whole number of at most 9007199254740991'],
  ['a bound that is not reached', z.number().gt(0), 0, 'a number above 0'],
  ['a bound above', z.number().lt(1), 1, 'a number below 1'],
  ['a greatest number', z.number().max(1), 2, 'a number of at most 1'],
  [
    'a key like another',
    z.strictObject({ rows: z.any().optional() }),
    { rosw: 1 },
    'unknown key "rosw"; did you mean "rows"?',
  ],
  [
    'a key of a type',
    kinds,
    { type: 'near', reach: 1, q: 1 },
    'unknown key "q"; the keys of type "near" are type, reach',
  ],
  [
    'two keys like no other',
    z.strictObject({ a: z.any().optional() }),
    { xyz: 1, uvw: 1 },
    'unknown key "xyz"; the keys are a\n' + 'unknown key "uvw"; the keys are a',
  ],
])('%s', (_, schema, value, message) => {
  const { error } = schema.safeParse(value, { error: expectation });
  expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
});

test('what it has no words for is left to the schema', () => {
  const even = z.number().refine((n) => n % 2 === 0, 'an even number');
  expect(even.safeParse(3, { error: expectation }).error?.issues[0].message).toBe('an even number');
});
