import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonLines } from '../../src/serve/json_lines.js';
import { Problem } from '../../src/serve/problem.js';
import { runs } from '../helpers/runs.js';

/** Lines of a text whose bytes come so many at a time. */
async function linesOf(text: string | Uint8Array, bytes = 1 << 16): Promise<string[]> {
  const all = Buffer.from(text);
  async function* chunks() {
    for (let at = 0; at < all.length; at += bytes) yield all.subarray(at, at + bytes);
  }
  let lines = '';
  for await (const some of new JsonLines().split(chunks())) lines += some;
  return lines.split('\n').slice(0, -1);
}

describe('a JSON document as lines', () => {
  it('has each element as it was, however it is written and in whatever pieces it comes', async () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.boolean(), fc.constant(null));
    const row = fc.dictionary(fc.string({ unit: 'grapheme' }), value, { noNullPrototype: true });
    const indent = fc.constantFrom(undefined, 2, '\t');
    await fc.assert(
      fc.asyncProperty(fc.array(row), indent, fc.integer({ min: 1, max: 40 }), async (rows, space, bytes) => {
        const lines = await linesOf(`\n${JSON.stringify(rows, null, space)} `, bytes);
        expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(rows)));
        if (rows.length === 0) return;
        const [one] = await linesOf(JSON.stringify(rows[0], null, space), bytes);
        expect(JSON.parse(one)).toEqual(JSON.parse(JSON.stringify(rows[0])));
      }),
      { numRuns: runs(50, 1000) },
    );
  });

  it('keeps every digit, and elements that are no objects for whoever reads the lines', async () => {
    expect(
      await linesOf('[{"id": 123456789012345678901, "x": 1.50}, 3, "a,]b", [1, {"a": 2}], {oops}, nul]'),
    ).toEqual(['{"id": 123456789012345678901, "x": 1.50}', '3', '"a,]b"', '[1, {"a": 2}]', '{oops}', 'nul']);
  });

  it('keeps a line end within a text from passing for a blank', async () => {
    expect(await linesOf('[{"a": "b\nc"}]')).toEqual(['{"a": "b\u0001c"}']);
  });

  it.each([
    ['', /no JSON here/],
    ['   ', /no JSON here/],
    ['a,b\n1,2', /character 1: expected an object/],
    ['[{"a":1}', /ends before it is complete/],
    ['[{"a":1},', /ends before it is complete/],
    ['{"a":"', /ends before it is complete/],
    ['[{"a":1},]', /character 10: expected an object before "]"/],
    ['[,{"a":1}]', /character 2: expected an object before ","/],
    ['[{"a":1} {"a":2}]', /character 10: expected "," or "]"/],
    ['{"a":1}\n{"a":2}', /character 9: expected nothing more.*application\/x-ndjson/],
    ['{"instances": [{"a":1}]}', /the rows are the body itself.* without "instances"/],
    ['{"rows":[[1,2]], "names": ["a"]}', /the rows are the body itself.* without "rows"/],
    [Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d), /not valid UTF-8/],
  ])('refuses %j', async (text, message) => {
    await expect(linesOf(text)).rejects.toThrow(message);
    await expect(linesOf(text)).rejects.toBeInstanceOf(Problem);
  });
});
