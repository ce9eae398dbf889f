import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { ColumnSource } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { dateFormat } from '../../src/data/dates/index.js';
import { type NumberFormat, numberReader, plainFormat } from '../../src/data/numbers/format.js';
import { formatReader, isoReader, momentReader } from '../../src/export/formats/c/main/dates.js';
import {
  formatText,
  numberFormat,
  numberSigns,
  plainNumberReader,
  writtenNumberReader,
} from '../../src/export/formats/c/main/numbers.js';
import { spaceReader } from '../../src/export/formats/c/main/spaces.js';
import { Shared, textArray } from '../../src/export/formats/c/main/text_lists.js';
import { cText } from '../../src/export/formats/c/syntax.js';
import { random, uniform } from '../../src/random.js';
import { writeParquet } from '../data/parquet/files.js';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { runs } from '../helpers/runs.js';
import { compiled, normal, warnings } from './compiled.js';

const rng = random(17, 'check');
const pick = <T>(values: readonly T[]): T => values[Math.floor(uniform(rng) * values.length)];

/** Computes an expression of C, by its index, of each of some texts, which it calls `text`. */
function compute(
  texts: readonly (readonly [number, string])[],
  parts: string,
  expressions: readonly string[],
) {
  const directory = temporaryDirectory();
  const program = join(directory, 'program');
  const source = `#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
${parts}
static const struct { int kind; const char *text; } all[] = {
${texts.map(([kind, text]) => `{${kind}, ${cText(text)}},`).join('\n')}
};
int main(void) {
  size_t i;
  for (i = 0; i < sizeof all / sizeof all[0]; i++) {
    char text[1000];
    strcpy(text, all[i].text);
    switch (all[i].kind) {
${expressions.map((expression, kind) => `case ${kind}: printf("%.17g\\n", ${expression}); break;`).join('\n')}
    }
  }
  return 0;
}
`;
  // `compilers` has sanitizers in the short form
  const sanitizers = runs([], ['-fsanitize=address,undefined']);
  execFileSync('cc', [...warnings, ...sanitizers, '-x', 'c', '-', '-lm', '-o', program], {
    input: source,
  });
  return execFileSync(program, { maxBuffer: 1e9 })
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => Number(line.replace('nan', 'NaN').replace('inf', 'Infinity').replace('-NaN', 'NaN')));
}

/** A text, with a character left out, put in or doubled now and then. */
function bent(text: string, others: string): string {
  if (uniform(rng) < 0.5) return text;
  const at = Math.floor(uniform(rng) * (text.length + 1));
  return pick([
    text.slice(0, at) + text.slice(at + 1),
    text.slice(0, at) + pick([...others]) + text.slice(at),
    text.slice(0, at) + pick([...others]) + text.slice(at + 1),
  ]);
}

describe('the readers of the program in C', () => {
  test('read numbers as mlp does, in every format', () => {
    const formats: NumberFormat[] = [
      plainFormat,
      { ...plainFormat, decimal: ',', thousands: '.' },
      { decimal: '.', thousands: ',', prefix: ['$', 'US$'], suffix: [] },
      { decimal: ',', thousands: ' ', prefix: [], suffix: ['€', ' kg', 'kg net', '%'] },
      { decimal: '.', thousands: "'", prefix: ['CHF', '<', '('], suffix: ['–', ')', 'e'] },
      { ...plainFormat, thousands: '_', prefix: '~' },
      { ...plainFormat, thousands: [',', ' '] },
      { ...plainFormat, decimal: ',', prefix: ['$', '('], suffix: ['-', ')', '--'] },
    ];
    const texts = Array.from({ length: 6000 }, (_, i): [number, string] => {
      const kind = i % formats.length;
      const { decimal, thousands, prefix, suffix } = formats[kind];
      const value = pick([
        uniform(rng),
        1000 * uniform(rng),
        1e7 * uniform(rng),
        5,
        1234567,
        1e15 * uniform(rng),
      ]);
      const [whole, fraction = ''] = value.toFixed(Math.floor(uniform(rng) * 5)).split('.');
      const indian = /^\d{4,}$/.test(whole) && uniform(rng) < 0.2;
      const grouped = indian
        ? `${whole.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ',')},${whole.slice(-3)}`
        : uniform(rng) < 0.7
          ? whole.replace(
              /\B(?=(\d{3})+$)/g,
              pick([...[thousands].flat(), ...[thousands].flat(), '\u202f', '’']),
            )
          : whole;
      const number = `${grouped}${fraction && decimal + fraction}${pick(['', '', '', 'e5', 'E-3', 'e+400'])}`;
      const before = pick(['', ...[prefix].flat()]);
      const behind = pick(['', ...[suffix].flat()]);
      const space = () => pick(['', '', ' ', '\u00a0']);
      const sign = pick(['', '', '-', '+', '\u2212', '\u2013']);
      return [
        kind,
        bent(`${sign}${space()}${before}${space()}${number}${space()}${behind}`.trim(), ' -+.,e()09$k\u2212'),
      ];
    });
    const lists = new Shared('texts', textArray);
    const declared = formats.slice(1).map((format, i) => formatText(`format_${i + 1}`, format, lists));
    const given = compute(
      texts,
      [
        'static size_t spaceAt(const char *text);',
        spaceReader,
        numberSigns,
        plainNumberReader,
        lists.lines.join('\n'),
        numberFormat,
        ...declared,
        writtenNumberReader,
      ].join('\n'),
      formats.map((_, i) => (i === 0 ? 'numberOf(text)' : `writtenNumberOf(text, &format_${i})`)),
    );
    const readers = formats.map(numberReader);
    const expected = texts.map(([kind, text]) => readers[kind](text));
    expect(expected.filter(Number.isNaN).length).toBeGreaterThan(500);
    expect(expected.filter(Number.isFinite).length).toBeGreaterThan(2000);
    texts.forEach(([kind, text], i) => {
      expect({ kind, text, value: given[i] }).toEqual({ kind, text, value: expected[i] });
    });
  }, 60_000);

  test('read dates as mlp does, in every format', () => {
    const formats = [
      'iso',
      '%d.%m.%Y',
      '%d.%m.%y %H:%M',
      '%1930y-%m-%d',
      '%b %d, %Y %I:%M:%S %p',
      '%A, %d %B %Y',
      '%Y%m%d%H%M%S.%f',
      '%H:%M',
      '%d/%m/%Y %H:%M:%S %z',
      '%m%d%Y',
      '100%% %Y',
    ];
    const readers = formats.map(dateFormat);
    const texts = Array.from({ length: 6000 }, (_, i): [number, string] => {
      const kind = i % formats.length;
      const moment = Math.floor((uniform(rng) - 0.3) * pick([4e9, 1e11, 4e9]));
      const written = readers[kind].write(pick([moment, 86_400 * Math.floor(moment / 86_400)]));
      const isoMore = pick(['', '', '.25', ',125', 'Z', ' UTC', '+02:00', '-0530', '.5+01', 't']);
      const text =
        kind === 0
          ? pick([
              written + isoMore,
              written.replace(' ', 'T') + isoMore,
              written.replace(/\D/g, ''),
              written.slice(0, 7),
              written.replace(/[-: ]/g, '').replace(/^\d{8}(?=.)/, '$&T'),
            ])
          : written;
      return [kind, bent(uniform(rng) < 0.2 ? text.toUpperCase() : text, ' 0123456789:.-T/+Zm')];
    });
    const given = compute(
      texts,
      [spaceReader, 'static char *trimmed(char *text);', momentReader, isoReader, formatReader].join('\n'),
      formats.map((format) =>
        format === 'iso' ? 'isoDateOf(trimmed(text))' : `dateOf(trimmed(text), ${cText(format)})`,
      ),
    );
    const expected = texts.map(([kind, text]) => {
      const seconds = readers[kind].read(text.trim());
      return typeof seconds === 'string' ? Number.NaN : seconds;
    });
    expect(expected.filter(Number.isNaN).length).toBeGreaterThan(500);
    expect(expected.filter(Number.isFinite).length).toBeGreaterThan(2000);
    texts.forEach(([kind, text], i) => {
      expect({ format: formats[kind], text, value: given[i] }).toEqual({
        format: formats[kind],
        text,
        value: expected[i],
      });
    });
  }, 60_000);
});

/** A table as people send it: a title, comments, units, decimal commas, German dates, words for yes and no. */
const written = `Verkäufe 2024
Preis;Gewicht;Saldo;Tag;Wann;aktiv;да;Klasse;y
1.234,50 €;3,5 kg;(12,5);24.12.2024;2024-12-24T08:30:00.25+01:00;ja;да;1;p
# eine Bemerkung; "mit Anführung
99 €;12 kg;7;1.1.2025;20250101T120000Z;nein;нет;2;q
0,5;k. A.;-3;05.06.2023;2023-06-05;ja;да;10;p
"12.000,25 €";0,75kg;0;30.11.1999;2024-02;nein;нет;1;q
7;8;(1.000);17.7.2001;2001-07-17 23:59;ja;да;2;p
`;
const writtenConfig = {
  name: 'written',
  data: {
    ...{ train: 'train.csv', target: 'y', delimiter: ';', decimal: ',', thousands: '.', comment: '#' },
    ...{ skip_rows: 1, missing: 'median', missing_values: ['', 'k. A.'] },
    columns: {
      Preis: { suffix: '€' },
      Gewicht: { suffix: 'kg' },
      Saldo: { prefix: '(', suffix: [')', '-'] },
      Tag: { type: 'date', format: '%d.%m.%Y' },
      Wann: { type: 'date' },
      Klasse: { type: 'category' },
    },
  },
  layers: [],
  training: { epochs: 1 },
};

describe('the program in C', () => {
  test('reads a table as it was written for training: units, decimal commas, parentheses, dates, words', async () => {
    const { done, run, write } = await compiled({ 'train.csv': written, 'c.json': writtenConfig }, 'c.json');
    const more = [
      '1.000.000 €; ;(0,5);3.4.2022;2022-04-03T00:00:00Z;JA;ДА;1.0;p',
      '5€;"4 kg";- 2;03.4.2022;20220403;Nein;Нет;"2";',
      '-1,5e3\u00a0€;k. A.;;;;;;;q',
      '−1,5 €;–4 kg;1.012,5-;3.4.2022;2022-04-03T00:00:00Z;JA;ДА;2;p',
    ];
    const header = written.split('\n').slice(0, 2);
    write('rows.csv', `\ufeff${[...header, ...more, header[1], '# "ende', '', more[0], ''].join('\r\n')}`);
    for (const file of ['train.csv', 'rows.csv']) {
      const { stdout } = await done(`predict run ${file}`);
      expect(run('', file)).toEqual({ code: 0, stderr: '', stdout: expect.any(String) });
      expect(normal(run('', file).stdout)).toBe(normal(stdout));
    }
    expect(await done('export run --format c --force --check rows.csv')).toMatchObject({
      stdout: expect.stringMatching(/^5 rows: largest difference 0$/m),
    });
  }, 60_000);

  test('reads a table of nothing but numbers in a format', async () => {
    const keys = { train: 'd.csv', target: 'y', delimiter: ';', decimal: ',' };
    const config = { name: 'numbers', data: keys, layers: [], training: { epochs: 1 } };
    const data = 'x;y\n1,5;2,5\n−2,5;3,5\n0,5;1,25\n';
    const { done, run } = await compiled({ 'd.csv': data, 'c.json': config }, 'c.json');
    expect(normal(run('', 'd.csv').stdout)).toBe(normal((await done('predict run d.csv')).stdout));
  }, 60_000);

  test('ends at a cell that it cannot read, with line and column, and guesses nothing', async () => {
    const { data, ...others } = writtenConfig;
    const config = { ...others, data: { ...data, missing: 'error' } };
    config.data.columns = { ...data.columns, Gewicht: { suffix: 'kg', missing: 'median' } as never };
    const { run } = await compiled({ 'train.csv': written, 'c.json': config }, 'c.json');
    const row = '7 €;8 kg;1;17.7.2001;2001-07-17;ja;да;2;p';
    const head = written.split('\n').slice(0, 2).join('\n');
    const fault = (line: string | Uint8Array) => {
      const input = Buffer.concat([Buffer.from(`${head}\n${row}\n`), Buffer.from(line)]);
      const { code, stdout, stderr } = run(input);
      // the row before it is answered
      expect(stdout.split('\n')).toHaveLength(3);
      expect(code).toBe(65);
      return stderr;
    };
    const instead = (place: number, text: string) => row.split(';').with(place, text).join(';');
    expect(fault(instead(0, '7.5 €'))).toBe('error: stdin:4: column Preis: "7.5 €" is no number');
    expect(fault(instead(0, '1e400'))).toBe('error: stdin:4: column Preis: "1e400" is not a finite number');
    expect(fault(instead(1, '-inf'))).toBe('error: stdin:4: column Gewicht: "-inf" is not a finite number');
    expect(fault(`"\n"${instead(2, '(5')}`)).toMatch(/stdin:4: text after a closing quote/);
    expect(fault(`\n\n${instead(2, '(5')}`)).toBe('error: stdin:6: column Saldo: "(5" is no number');
    expect(fault(instead(2, 'k. A.'))).toMatch(/column Saldo: a missing value, where the model needs one/);
    expect(fault(instead(3, '2001-07-17'))).toMatch(/column Tag: "2001-07-17" is no date of the format/);
    expect(fault(instead(4, '995328000'))).toMatch(/column Wann: "995328000" is no date/);
    expect(fault(instead(4, '2001-02-29'))).toMatch(/column Wann: "2001-02-29" is no date/);
    const long = `${'ä'.repeat(29)}x€€`;
    expect(fault(instead(2, long))).toBe(
      `error: stdin:4: column Saldo: "${'ä'.repeat(29)}x..." is no number`,
    );
    expect(fault(`${row};`)).toMatch(/stdin:4: more fields than in the first line/);
    expect(fault('7;8')).toBe('error: stdin:4: fewer fields than in the first line');
    expect(fault('"7')).toBe('error: stdin:4: a quote that is never closed');
    expect(fault('7\0')).toMatch(/stdin:4: a NUL byte/);
    expect(fault(Buffer.from(instead(5, 'jä'), 'latin1'))).toBe('error: stdin:4: a byte that is no UTF-8');
    expect(fault(`"${'x'.repeat(5_000_000)}"`)).toBe('error: stdin:4: a record that is too long');
    expect(run('')).toMatchObject({ code: 65, stderr: 'error: stdin:1: no data: the file is empty' });
    expect(run(`${head}\n\n`)).toMatchObject({
      ...{ code: 65, stdout: '' },
      stderr: expect.stringMatching(/no data: there are no rows$/),
    });
    expect(run('', 'a', 'b')).toMatchObject({ code: 2 });
    expect(run('', 'nowhere.csv')).toMatchObject({ code: 66, stderr: 'error: nowhere.csv: cannot be read' });
    expect(run(head.replace('Saldo', 'Preis'))).toMatchObject({
      code: 65,
      stderr: 'error: stdin:2: column Preis: the header has it twice',
    });
    expect(run(head.replace('Saldo', 'saldo'))).toMatchObject({
      code: 65,
      stderr: 'error: stdin:2: column Saldo: the header does not have it',
    });
  }, 60_000);

  test('reads files without a header by the places of their columns, with the target or without', async () => {
    const config = {
      name: 'nameless',
      data: { train: 'train.csv', target: 'c2', header: false },
      layers: [],
    };
    const train = '1,p,3\n2,q,1\n3,p,2\n4,q,5\n';
    const { done, run } = await compiled(
      { 'train.csv': train, 'c.json': { ...config, training: { epochs: 1 } } },
      'c.json',
    );
    const { stdout } = await done('predict run train.csv');
    expect(normal(run(train).stdout)).toBe(normal(stdout));
    expect(run(train.replace(/[pq],/g, ''))).toEqual(run(train));
    expect(run('1,2,3,4\n')).toMatchObject({
      code: 65,
      stderr: 'error: stdin:1: expected 3 fields as in the training data',
    });
    expect(run('1,p,\n')).toMatchObject({
      code: 65,
      stderr: 'error: stdin:1: column c3: a missing value, where the model needs one',
    });
    expect(run('1e400,p,1\n').stderr).toBe('error: stdin:1: column c1: "1e400" is not a finite number');
  }, 60_000);

  test('takes a column alone, lines of blanks as missing values, and line ends of all systems', async () => {
    const config = {
      name: 'alone',
      data: { train: 'train.csv', target: 'y', missing: 'median' },
      layers: [],
    };
    const { done, run, write } = await compiled(
      { 'train.csv': 'x,y\n1,p\n2,q\n,p\n4,q\n', 'c.json': { ...config, training: { epochs: 1 } } },
      'c.json',
    );
    for (const end of ['\n', '\r\n', '\r']) {
      write('x.csv', ['"x" ', '1', ' ', ' "2" ', '""', '', '-0', '', ' '].join(end));
      const { stdout } = await done('predict run x.csv');
      expect(normal(run('', 'x.csv').stdout)).toBe(normal(stdout));
    }
  }, 60_000);

  test('of a model that was trained on Parquet reads the CSV of it, and gives the bits of predict', async () => {
    const column = (name: string, data: unknown[]) => ({ name, data }) as ColumnSource;
    const number = Array.from({ length: 40 }, (_, i) => (i % 7 === 3 ? null : 4 * uniform(rng) - 2));
    const text = Array.from({ length: 40 }, () => pick(["it's", 'say "hi"', 'two\nlines', 'é;,']));
    const day = Array.from({ length: 40 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + 9 * i, i % 24, 30, i)));
    const kind = number.map((value, i) => ((value ?? 0) + (i % 3) > 1 ? 'hi' : 'lo'));
    const csv = number.map((value, i) =>
      [value ?? '', text[i], day[i].toISOString(), kind[i]]
        .map((each) => `"${String(each).replaceAll('"', '""')}"`)
        .join(),
    );
    const made = temporaryDirectory();
    writeParquet(join(made, 'train.parquet'), [
      column('number', number),
      column('text', text),
      column('day', day),
      column('kind', kind),
    ]);
    const { done, run } = await compiled(
      {
        'train.csv': ['number,text,day,kind', ...csv, ''].join('\n'),
        'c.json': {
          name: 'parquet',
          data: { train: join(made, 'train.parquet'), target: 'kind', missing: 'median' },
          layers: [{ type: 'dense', units: 4, activation: 'tanh' }],
          training: { epochs: 2 },
        },
      },
      'c.json',
    );
    const { stdout } = await done('predict run train.csv');
    expect(normal(run('', 'train.csv').stdout)).toBe(normal(stdout));
    expect(stdout.trimEnd().split('\n')).toHaveLength(41);
  }, 60_000);
});
