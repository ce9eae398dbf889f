import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLine } from '../../../src/data/jsonl/parse.js';
import { type JsonLinesOptions, readJsonLines } from '../../../src/data/jsonl/read.js';
import { FileNotes } from '../../../src/data/table/file_notes.js';
import { all, failure, textsOf } from '../support.js';

const format = { delimiter: ',', header: true, missing_values: ['', 'NA'] };

const chunksOf = (text: string | Buffer, size: number) => {
  const bytes = Buffer.from(text);
  return Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    ),
  );
};

/** Reads a text in chunks of so many bytes: columns, rows, their lines, and notes. */
async function read(
  text: string | Buffer,
  size = 1 << 20,
  options: JsonLinesOptions & object = {},
  more: object = {},
) {
  const notes = new FileNotes();
  const chunks = await all(
    readJsonLines(chunksOf(text, size), 'd.jsonl', { ...format, ...more }, { notes, ...options }),
  );
  return {
    header: chunks[0].header,
    rows: chunks.flatMap(textsOf),
    lines: chunks.flatMap(({ lines }) => [...lines!]),
    notes: notes.list(),
  };
}

test('values are their texts, missing keys and null are missing values, numbers keep all their digits', async () => {
  const text =
    '\ufeff{"id": 208310224003697474, "x": 1.50, "t": "a\\u00e9\\n,\\"", "b": true}\r\n' +
    '\n{"x":-0.0e+1,"b":null,"id":007}\n'.replace('007', '7') +
    '{ "new" : "NA" , "id" : "007" }';
  const expected = {
    header: ['id', 'x', 't', 'b', 'new'],
    rows: [
      ['208310224003697474', '1.50', 'aé\n,"', 'true', ''],
      ['7', '-0.0e+1', '', '', ''],
      ['007', '', '', '', 'NA'],
    ],
    lines: [1, 3, 4],
    notes: ['d.jsonl: 1 blank line skipped'],
  };
  for (const size of [1 << 20, 1, 2, 7, 64]) expect(await read(text, size)).toEqual(expected);
});

test('comments and lines at the beginning are left out', async () => {
  const { rows, lines } = await read(
    'title\n#{\n{"a":1}\n# x\n{"a":2}\n',
    5,
    {},
    { comment: '#', skip_rows: 1 },
  );
  expect({ rows, lines }).toEqual({ rows: [['1'], ['2']], lines: [3, 5] });
});

test('a missing value is one of the texts that stand for it', async () => {
  expect((await read('{"a":1}\n{"a":null}', 9, {}, { missing_values: ['?'] })).rows).toEqual([['1'], ['?']]);
});

describe('refused, with line and column', () => {
  test.each<[text: string | Buffer, message: string]>([
    ['', 'd.jsonl: no data: no line holds an object'],
    ['\n\n', 'd.jsonl: no data: no line holds an object'],
    [
      '{"a":1}\n{"a":[1]}',
      'd.jsonl:2:6: the value of "a" is an array; write its values as columns of their own',
    ],
    ['{"a":1}\n{"b":{}}', 'd.jsonl:2:6: the value of "b" is an object'],
    ['{"a":1}\n\n {"a":1,}', 'd.jsonl:3:9: expected a key in quotes, found "}"'],
    ['{"a":01}', 'd.jsonl:1:7: expected "," or "}", found "1}"'],
    ['{"a":1 "b":2}', 'd.jsonl:1:8: expected "," or "}", found'],
    ['{"a" 1}', 'd.jsonl:1:6: expected ":" after the key, found "1}"'],
    [
      '{"a":NaN}',
      'd.jsonl:1:6: expected a value: a text in quotes, a number, true, false or null, found "NaN}"',
    ],
    ["{'a':1}", `d.jsonl:1:2: expected a key in quotes, found "'a':1}"`],
    ['{"a":"b', 'd.jsonl:1:6: the quote that opens here is never closed'],
    ['{"a":"\\x"}', 'd.jsonl:1:6: a text with a backslash or a control character'],
    ['{"a":1', 'd.jsonl:1:7: expected "," or "}", found the end of the line'],
    ['{"a":1}{"a":2}', 'd.jsonl:1:8: expected the end of the line after "}", found'],
    ['{"a":1,"a":2}', 'd.jsonl:1:8: the key "a" is there twice'],
    ['{"":1}', 'd.jsonl:1: a key is empty; give it a name'],
    [
      '[1,2]',
      `d.jsonl:1:1: expected an object, {"column": value, …}, found "[1,2]"; a JSON array becomes JSON lines by jq`,
    ],
    ['a,b\n1,2', 'd.jsonl:1:1: expected an object'],
    [Buffer.from('{"a":1}\n{"a":"\xe9"}', 'latin1'), 'd.jsonl:2: not valid UTF-8'],
    [Buffer.from('\ufeff{"a":1}\n', 'utf16le'), 'd.jsonl:1: this is UTF-16'],
  ])('%j', async (text, message) => {
    for (const size of [1 << 20, 3]) expect(await failure(read(text, size))).toContain(`data: ${message}`);
  });

  test('a key that comes after the lines that say the columns', async () => {
    const lines = Array.from({ length: 1100 }, (_, i) => `{"a":${i}}`);
    expect((await read(`${lines.join('\n')}`)).rows).toHaveLength(1100);
    lines[1050] = '{"a":1,"late":2}';
    expect(await failure(read(lines.join('\n'), 100))).toBe(
      'data: d.jsonl:1051: the key "late" is in none of the first lines, which say what columns there are; give the ' +
        'first line that key, with null where it has no value',
    );
    lines[1050] = '{"a":1}';
    lines[900] = '{"a":1,"soon":2}';
    expect((await read(lines.join('\n'), 100)).header).toEqual(['a', 'soon']);
  });

  test('a line without end is not kept', async () => {
    const endless = (function* () {
      for (;;) yield Buffer.alloc(1 << 20, 'a');
    })();
    const reading = all(readJsonLines(Readable.from(endless), 'pipe', format));
    expect(await failure(reading)).toBe('data: pipe:1: a line longer than 16 MiB: not JSON lines?');
  });
});

describe('rows that are wanted at once', () => {
  const wanted = ['x', 'Café'];
  const of = (text: string) => read(text, 4, { wanted });

  test('other keys are passed over, keys that no line has are noted', async () => {
    const { rows, notes, header } = await of('{"x":1}\n{"y":2,"x":3}\n');
    expect({ rows, header }).toEqual({
      rows: [
        ['1', ''],
        ['3', ''],
      ],
      header: ['x', 'Café'],
    });
    expect(notes).toEqual(['d.jsonl: no line has the key "Café": missing values in all rows']);
  });

  test('a row comes as soon as its line has ended', async () => {
    const seen: string[] = [];
    async function* slow() {
      for (const line of ['{"x":1}\n', '{"x":2}\n']) {
        yield Buffer.from(line);
        seen.push(`after ${line}`);
      }
    }
    for await (const chunk of readJsonLines(slow(), 'pipe', format, { wanted }))
      seen.push(textsOf(chunk)[0][0]);
    expect(seen).toEqual(['1', 'after {"x":1}\n', '2', 'after {"x":2}\n']);
  });

  test.each([
    [
      '{"x":1,"Cafe\u0301":2}',
      'no key "Café", which the training data had; there is "Cafe\u0301" in another Unicode form: it is decomposed',
    ],
    ['{"X":1,"Café":2}', 'no key "x", which the training data had; there is "X", which differs in case only'],
    ['{"z":1}', 'no key "x", "Café", which the training data had; the keys here are z'],
  ])('%s', async (text, message) => {
    expect(await failure(of(text))).toContain(`data: d.jsonl:1: ${message}`);
  });
});

test('a line is what JSON.parse makes of it, or refused where that refuses it', () => {
  const value = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  );
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), value),
      fc.nat(),
      fc.constantFrom('', '"', '\\', ',', '0', '{', ' '),
      (object, at, damage) => {
        const text = JSON.stringify(object);
        const place = at % (text.length + 1);
        const line = text.slice(0, place) + damage + text.slice(place);
        let expected: Record<string, unknown> | undefined;
        try {
          expected = JSON.parse(line);
        } catch {
          expected = undefined;
        }
        const found = parseLine(line);
        if (!expected) expect(found).not.toBeInstanceOf(Map);
        else if (found instanceof Map) {
          const cells = Object.fromEntries(
            Object.entries(expected).map(([key, one]) => [key, one === null ? null : one]),
          );
          expect([...found.keys()].sort()).toEqual(Object.keys(cells).sort());
          for (const [key, cell] of found)
            expect(typeof cells[key] === 'number' ? Number(cell) : cell).toEqual(
              typeof cells[key] === 'boolean' ? String(cells[key]) : cells[key],
            );
        } else expect(found.message).toMatch(/twice|is an object/);
      },
    ),
  );
});
