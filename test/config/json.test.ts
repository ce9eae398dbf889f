import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/config/json.js';
import { decodeText } from '../../src/files/index.js';
import { runs } from '../helpers/runs.js';
import { failure } from './helpers.js';

const message = (text: string) => failure(() => parseJson(text, 'c.json')).message;

describe('parseJson', () => {
  it('reads what JSON.parse reads, to the same value', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        fc.pre(!/"(__proto__|constructor|prototype)"\s*:/.test(text));
        expect(parseJson(text, 'c.json').value).toEqual(JSON.parse(text));
      }),
      { numRuns: runs(100, 500) },
    );
  });

  it('refuses what JSON.parse refuses: every deletion, doubling or change of a character', () => {
    const text = '{"a": [1, -2.5e3, true, null], "b\\u0041": {"c": "x\\ny"}, "d": false}';
    const character = fc.constantFrom(...'{}[]":,.-+eE0123 \n\t\u00a0\u0000\\/#\'truefalsnN');
    const mutation = fc.record({
      at: fc.nat(text.length - 1),
      remove: fc.nat(2),
      insert: fc.array(character, { maxLength: 2 }).map((characters) => characters.join('')),
    });
    fc.assert(
      fc.property(mutation, ({ at, remove, insert }) => {
        const mutant = text.slice(0, at) + insert + text.slice(at + remove);
        let valid = true;
        try {
          JSON.parse(mutant);
        } catch {
          valid = false;
        }
        if (!valid) expect(message(mutant)).toMatch(/^c\.json:\d+:\d+: not valid JSON: /);
        else if (!/is also on line|too large/.test(attempt(mutant))) expect(attempt(mutant)).toBe('');
      }),
      { numRuns: runs(300, 3000) },
    );
  });

  it.each([
    ['{"a":1,}', '1:8: not valid JSON: found "}" after a comma; remove that comma'],
    ['{\n "a": [1,\n2,]}', '3:3: not valid JSON: found "]" after a comma; remove that comma'],
    ['{ // x\n}', '1:3: not valid JSON: found "/"; JSON has no comments, so leave them out'],
    ["{'a':1}", '1:2: not valid JSON: found a single quote; use double quotes: "'],
    ['{a:1}', '1:2: not valid JSON: found a; names and texts need double quotes'],
    ['{"a":NaN}', '1:6: not valid JSON: found NaN; names'],
    ['{"a":1 "b":2}', '1:8: not valid JSON: found "\\""; a comma or colon is missing before it'],
    ['{"a":"x\ny"}', '1:8: not valid JSON: a text has to end on its line'],
    ['{"a":{}', '1:8: not valid JSON: the text ends too early'],
    ['{"a":{}}}', '1:9: not valid JSON: found "}", which cannot be here'],
    [' \n', 'not valid JSON: the file is empty'],
    ['{"a":1,\n "a":2}', '2:2: a: this key is also on line 1, column 2; keep one of them'],
    ['{"a":{"b":1,"\\u0062":2}}', '1:13: a.b: this key is also on line 1, column 7'],
    ['{"a":[-1e400]}', '1:7: a[0]: -1e400 is too large: numbers end at 1.8e308'],
    ['{"a":{"__proto__":1}}', '1:7: a: __proto__ cannot be a key in a config'],
    ['{"\\u005f_proto__":1}', '1:2: __proto__ cannot be a key in a config'],
  ])('says of %j: %s', (text, expected) => {
    expect(message(text)).toContain(`${expected}`);
  });

  it.each(['[', '{"a":', '[{"a":['])('refuses 200,000 levels of %s before it recurses into them', (open) => {
    expect(message(open.repeat(200_000))).toMatch(
      /^c\.json:1:\d+: lists and objects are nested more than 100 deep$/,
    );
  });

  it('counts brackets only outside of strings', () => {
    const text = `["${'['.repeat(500)}\\"${'{'.repeat(500)}"]`;
    expect(parseJson(text, 'c.json').value).toEqual(JSON.parse(text));
  });

  it('refuses a text that is too long for a config', () => {
    expect(message(`"${'x'.repeat(2 ** 22)}"`)).toMatch(/longer than the 4,194,304 characters/);
  });

  it('knows where each value and key is', () => {
    const { where } = parseJson('{\n  "a": [1,\n    {"b": 2}]\n}', 'c.json');
    expect(where([])).toBe('c.json:1:1');
    expect(where(['a'])).toBe('c.json:2:8');
    expect(where([], 'a')).toBe('c.json:2:3');
    expect(where(['a', 1, 'b'])).toBe('c.json:3:11');
    expect(where(['a', 1], 'b')).toBe('c.json:3:6');
    expect(where(['a', 1, 'absent'])).toBe('c.json:3:5');
  });
});

function attempt(text: string): string {
  try {
    parseJson(text, 'c.json');
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('decodeText', () => {
  it('takes a byte order mark off', () => {
    expect(decodeText(Buffer.from('\ufeff{}'), 'c.json')).toBe('{}');
  });

  it('names the place of the first byte that is not UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('{\n "ä€😀": "'), Buffer.from([0xe9]), Buffer.from('"}')]);
    // ` "ä€😀": "` takes 10 UTF-16 units, of which the emoji takes two.
    expect(failure(() => decodeText(bytes, 'c.json')).message).toBe(
      'c.json:2:11: not UTF-8 (byte 0xe9); save the file as UTF-8',
    );
  });

  it('calls UTF-16 by its name', () => {
    expect(failure(() => decodeText(Buffer.from('\ufeff{}', 'utf16le'), 'c.json')).message).toMatch(/UTF-16/);
  });
});
