import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import spectrum from '../fixtures/csv_spectrum.json' with { type: 'json' };
import { mlp, shell } from '../helpers/cli.js';
import { sample } from '../helpers/runs.js';
import { chunksOf, type Part, refused, withData, withModel } from './support.js';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** Content of the file, the position that the message names (`:line:field`), and other parts of the message. */
type Case = readonly [csv: string | Buffer, place: string, ...parts: Part[]];

describe('bytes that are no table', () => {
  let turn = 0;
  test.each<[row: string, ...cases: Case[]]>([
    [
      'row 1: an empty file',
      ['', '', 'no data: the file is empty'],
      ['\n\r\n\n', '', 'no data: the file is empty'],
      ['\ufeff', '', 'no data: the file is empty'],
    ],
    [
      'row 2: a header only',
      ['x,y\n', '', 'no data: there is a header, but no row below it'],
      ['x,y', '', 'no data: there is a header, but no row below it'],
    ],
    [
      'row 4: UTF-16 is named as such',
      [Buffer.from('\ufeffx,y\n1,a\n', 'utf16le'), ':1:1', 'UTF-16', 'save the file as UTF-8', 'iconv'],
      [Buffer.from('\ufeffx,y\n1,a\n', 'utf16le').swap16(), ':1:1', 'UTF-16', 'iconv'],
      [Buffer.from('x,y\n1,a\n', 'utf16le'), ':1:1', 'a NUL byte', 'UTF-16?'],
    ],
    [
      'row 5: invalid UTF-8 is refused',
      [latin1('x,y\n1,a\n2,\xe9\n'), ':3:2', 'not valid UTF-8', 'save the file as UTF-8', 'iconv'],
      [latin1('x,y,\xe9\n1,a,1\n'), ':1:3', 'not valid UTF-8'],
      [latin1('x,y\n1,a\n2,\xc3'), ':3:2', 'not valid UTF-8'], // the end cuts a character off
      [latin1('x,y\n1,a\n2,\xed\xa0\x80\n'), ':3:2', 'not valid UTF-8'], // a surrogate
      [latin1('x,y\n1,a\n2,\xc0\xaf\n'), ':3:2', 'not valid UTF-8'], // an overlong slash
      [latin1('x,y\n1,"a\n\xe9"\n'), ':3:2', 'not valid UTF-8'],
      [latin1('x,y\n"1,\n""2""",\xe9\n'), ':3:2', 'not valid UTF-8'],
      [latin1('x,y\n7",\xe9\n'), ':2:2', 'not valid UTF-8'], // a quote that is text
      [latin1('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), ':1:1', 'not valid UTF-8'],
    ],
    [
      'row 11: an unclosed quote names the line that opened it',
      ['x,y\n1,"a\n2,b\n3,a\n', ':2:2', 'the quote that opens here is never closed', 'close it'],
      ['"x,y\n1,a\n', ':1:1', 'is never closed', 'write it twice ("")'],
      ['x,y\n1,"a"b\n', ':2:2', 'text after a closing quote', 'written twice ("")'],
    ],
    [
      'row 13: a short row names line and first absent column',
      ['x,z,y\n1,1,a\n\n2,b\n', ':4:2', '2 fields, expected 3', '"y" is the first that is absent'],
      ['x,y\n1,a\n2', ':3:1', '1 field, expected 2', '"y" is the first'],
    ],
    [
      'row 14: a long row, a trailing comma',
      ['x,y\n1,a\n1,a,3\n', ':3:3', '3 fields, expected 2', 'has to be quoted'],
      ['x,y\n1,a,\n', ':2:3', '3 fields, expected 2', 'the line ends in a delimiter'],
    ],
    [
      'row 15: a header name twice',
      ['x,y,x\n1,a,2\n', ':1:3', 'columns 1 and 3 are both called "x"', 'rename one of them'],
      ['x,y, x \n1,a,2\n', ':1:3', 'columns 1 and 3 are both called "x"'],
    ],
    [
      'row 16: an empty header name',
      ['x,,y\n1,2,a\n', ':1:2', 'column 2 has no name', 'give it one in the header line'],
      ['x,y,  \n1,a,2\n', ':1:3', 'column 3 has no name'],
      ['x,y,\n1,a\n', ':1:3', 'column 3 has no name'],
      [',,y\n1,2,a\n', ':1:1', 'column 1 has no name'],
    ],
    [
      'row 19: a NUL byte',
      ['x,y\n1,a\n2,\0\n', ':3:2', 'a NUL byte', 'not a CSV file in UTF-8'],
      ['x,y\n1,"a\n\0"\n', ':3:2', 'a NUL byte'],
    ],
    [
      'row 68 (added): what stands for a table, but is not read, with the command that converts it',
      ['PK\x03\x04\x14\0\0\0', '', 'a zip archive', 'convert it first: unzip -p '],
      [latin1('\xfd7zXZ\0\0'), '', 'xz', 'xz -dc '],
      ['ARROW1\0\0', '', 'Feather or Arrow', 'read_feather'],
      ['SQLite format 3\0', '', 'an SQLite database', 'sqlite3 -header -csv '],
      [latin1('\xd0\xcf\x11\xe0'), '', 'an old Excel workbook (xls)', 'libreoffice'],
      ['\n[\n {"x": 1}\n]\n', '', 'a JSON array', "jq -c '.[]' "],
      ['\ufeff{\n "x": 1\n}\n', '', 'a JSON document over several lines', 'jq -c . '],
      ['<!DOCTYPE html>\n<table>', '', 'HTML or XML', 'read_html'],
      [gzipSync('PAR1\x15\0'), '', 'this is Parquet'],
    ],
    [
      'row 69 (added): JSON lines, with line and column',
      ['{"x":1,"y":"a"}\n{"x":1,"y":"a",}\n', ':2:16', 'expected a key in quotes'],
      ['{"x":1,"y":"a"}\n{"x":[1],"y":"a"}\n', ':2:6', 'the value of "x" is an array'],
      [latin1('{"x":1,"y":"a"}\n{"x":1,"y":"\xe9"}\n'), ':2', 'not valid UTF-8'],
    ],
    [
      'row 66 (added): gzip that is cut off, or holds no text',
      [gzipSync('x,y\n1,a\n2,b\n').subarray(0, 20), '', 'not a whole gzip file'],
      [latin1('BZh91AY&SY\0'), '', 'not a whole bzip2 file'],
      [latin1('\x28\xb5\x2f\xfd\0'), '', 'not a whole Zstandard file'],
      [gzipSync('x,y\n1,\0\n'), ':2:2', 'a NUL byte'],
    ],
  ])('%s', async (_, ...cases) => {
    const world = await withModel();
    for (const [i, [csv, place, ...parts]] of cases.entries()) {
      world.write('d.csv', csv);
      const bytes = Buffer.from(csv);
      const fromFile = [`error: d.csv${place}: `, ...parts];
      const fromPipe = [`error: stdin${place}: `, ...parts];
      await refused(world, 'train c.json', 65, fromFile);
      await refused(world, 'predict model', 65, fromPipe, { stdin: chunksOf(bytes, 1) });
      if (i > 0) continue;
      // Whoever reads it meets the same.
      const files = ['check c.json', 'predict model d.csv', 'eval model d.csv', 'init d.csv --target y'];
      for (const args of sample(files, 1, turn)) await refused(world, args, 65, fromFile);
      const pipes = ['train c.json --set data.train=-', 'eval model -', 'init - --target y'];
      for (const args of sample(pipes, 1, turn++))
        await refused(world, args, 65, fromPipe, { stdin: chunksOf(bytes, 7) });
    }
  });

  test('row 1: a directory, a closed stdin; row 67 (added): no such file', async () => {
    const world = await withModel();
    for (const args of [
      'train c.json --set data.train=e.csv',
      'predict model e.csv',
      'init e.csv --target y',
    ])
      await refused(world, args, 66, ['e.csv: no such file; did you mean "d.csv"?']);
    rmSync(join(world.directory, 'd.csv'));
    mkdirSync(join(world.directory, 'd.csv'));
    for (const args of ['train c.json', 'predict model d.csv', 'eval model d.csv', 'init d.csv --target y'])
      await refused(world, args, 65, ['d.csv: no data: this is a directory, a CSV file was expected']);
    const lines = [
      ['<&-', 'predict model'],
      ['<&-', 'train c.json --set data.train=-'],
      ['< /dev/null', 'eval model -'],
      ['< model', 'predict model'],
    ];
    for (const [stdin, args] of sample(lines, 2)) {
      const { code, stdout, stderr } = await shell(`mlp ${args} ${stdin}`, { cwd: world.directory });
      expect({ args, stdin, code, stdout }).toEqual({ args, stdin, code: 65, stdout: '' });
      expect(stderr).toContain('error: stdin: no data: ');
    }
  });

  test.each([
    ['row 11: an unclosed quote', '"', 'the quote that opens here is not closed within 16 MiB; close it'],
    ['row 12: a field of 100 MB', '', 'a record longer than 16 MiB'],
  ])('%s is not read to its end', async (_, opening, message) => {
    const world = await withModel();
    let chunks = 0;
    const endless = (function* () {
      yield Buffer.from(`x,y\n1,b\n1,${opening}`);
      for (; chunks < 1600; chunks++) yield Buffer.alloc(65_536, 'a');
    })();
    const stdin = Readable.from(endless);
    await refused(world, 'predict model', 65, [`stdin:3:2: ${message}`], { stdin });
    // 16 MiB are 256 chunks; a stream reads some more ahead.
    expect(chunks).toBeLessThan(300);
  });
});

describe('bytes that are the same table', () => {
  const plain = 'x,y\n1,a\n2,b\n3,a\n4,b\n';
  test.each<[row: string, ...variants: (string | Buffer)[]]>([
    ['row 3: a byte order mark is accepted', `\ufeff${plain}`, `\ufeff"x"${plain.slice(1)}`],
    [
      'row 6: LF, CRLF, CR and a mixture are accepted',
      plain.replaceAll('\n', '\r\n'),
      plain.replaceAll('\n', '\r'),
      'x,y\r\n1,a\r2,b\n3,a\r\n4,b\r',
    ],
    [
      'row 7: without a final line end, the same predictions',
      plain.slice(0, -1),
      plain.replaceAll('\n', '\r\n').slice(0, -2),
    ],
    [
      'row 8: blank lines are skipped',
      '\n\nx,y\n\n1,a\n\n\n2,b\n3,a\n4,b\n\n\n',
      '\r\nx,y\r\n\r\n1,a\r\n2,b\r\n3,a\r\n4,b\r\n\r\n',
    ],
    ['row 10: quotes around everything', '"x","y"\n"1","a"\n"2","b"\n"3","a"\n"4","b"\n'],
    [
      'row 18: tabs and semicolons, as the config says',
      plain.replaceAll(',', '\t'),
      plain.replaceAll(',', ';'),
    ],
    [
      'row 23: numbers written in other ways, with spaces around',
      'x , y\n +1.0,a \n2e0 , b\n\t.03e+2,a\n04.,b\n',
    ],
    ['row 66 (added): gzip', gzipSync(plain)],
    ['row 16: an index without a name', ',x,y\n0,1,a\n1,2,b\n2,3,a\n3,4,b\n'],
    [
      'row 69 (added): JSON lines',
      '{"x":1,"y":"a"}\n{"y":"b","x":2.0}\n\n{"x":3,"y":"a"}\n{"x":"4","y":"b"}\n',
      gzipSync('{"x":1,"y":"a"}\n{"y":"b","x":2}\n{"x":3,"y":"a"}\n{"x":4,"y":"b"}'),
    ],
    ['row 70 (added): the header again', 'x,y\n1,a\n2,b\nx,y\n3,a\n4,b\n'],
    ['row 71 (added): blanks beside quotes', '"x", "y"\n1, "a"\n"2" ,"b" \n3,a\n4 , "b"'],
    ["row 72 (added): Excel's first line", 'sep=;\r\nx;y\r\n1;a\r\n2;b\r\n3;a\r\n4;b\r\n'],
  ])('%s', async (_, ...variants) => {
    const world = withData(plain);
    const metrics = JSON.parse((await world.done('train c.json --json')).stdout).train;
    const answers = (await world.done('predict runs/c d.csv')).stdout;
    for (const csv of variants) {
      world.write('d.csv', csv);
      const delimiter = ['\t', ';'].find((mark) => csv.includes(mark) && !csv.includes(',')) ?? ',';
      const { stdout } = await world.done(
        `train c.json --json --force --set data.delimiter=${JSON.stringify(delimiter)}`,
      );
      expect(JSON.parse(stdout).train, String(csv)).toEqual(metrics);
      expect((await world.done('predict runs/c d.csv')).stdout, String(csv)).toBe(answers);
    }
  });

  test('row 16: a nameless first column that is no index is refused where its values could be lost', async () => {
    const world = await withModel();
    world.write('d.csv', ',x,y\n0.5,1,a\n0.7,2,b\n');
    for (const args of ['train c.json', 'init d.csv --target y'])
      await refused(world, args, 65, [
        'd.csv:2:1: column 1 has no name, and is no index, as "0.5" is no number of a row',
      ]);
    expect((await world.done('predict model d.csv')).stdout.split('\n')).toHaveLength(4);
  });

  test('row 8: blank lines are counted', async () => {
    const world = withData('x,y\n\n1,a\n\n\n2,b\n');
    expect((await world.done('train c.json')).stderr).toContain('note: d.csv: 3 blank lines skipped');
  });

  test.each(sample(spectrum.files, 4))('row 9: csv-spectrum, $name', async ({ csv, feature, rows }) => {
    const world = withData(csv, { target: undefined, features: [feature] }, { task: 'reconstruction' });
    await world.done('train c.json --out model');
    const names = Object.keys(rows[0]);
    const args = ['predict', 'model', 'd.csv', '--format', 'jsonl', '--keep', names.join(',')];
    const { code, stdout } = await mlp(args, { cwd: world.directory });
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    const answers = lines.map((line) => JSON.parse(line));
    expect(answers.map((answer) => Object.fromEntries(names.map((name) => [name, answer[name]])))).toEqual(
      rows,
    );
  });

  test('row 10: a quoted newline, comma and doubled quote come out as they went in', async () => {
    const world = await withModel();
    const stdin = 'x,note\n1,"one\ntwo, ""three"""\n2,"\r\n"\n';
    const { stdout } = await world.done('predict model --keep note', { stdin });
    expect(stdout).toMatch(/^note,prediction,.*\n"one\ntwo, ""three""",[ab],.*\n"\r\n",[ab],.*\n$/);
  });
});
