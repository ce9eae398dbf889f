import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queried } from '../../../src/data/sources/sql.js';
import { changingFunctions, timeFunctions } from '../../../src/data/sql/changing.js';
import { openDuckDb } from '../../../src/data/sql/open.js';
import { FileNotes } from '../../../src/data/table/file_notes.js';
import { readTable } from '../../../src/data/table/read.js';
import { project } from '../../cli/project.js';
import { mlp } from '../../helpers/cli.js';
import { sample } from '../../helpers/runs.js';
import { failure } from '../support.js';
import { hasDuckDb, makeDatabase } from './duckdb.js';

const csv = `id,x,y\n${Array.from({ length: 60 }, (_, i) => `${i},${(i * 7) % 13},${i % 2 ? 'a' : 'b'}`).join('\n')}\n`;
const config = (train: object | string, more: object = {}) => ({
  data: { train, target: 'y', ignore: ['id'], split: { type: 'random', validation: 0.2 }, ...more },
  layers: [{ type: 'dense', units: 4 }],
  training: { epochs: 3 },
});

/** Reads the columns of a query as what they are taken for, with the notes. */
async function answer(sql: string, directory = '.') {
  const notes = new FileNotes();
  const source = queried({ sql, directory: '.' }, { directory });
  const table = await readTable(
    source.rows({ notes }),
    (header) => new Map(header.map((name) => [name, 'infer' as const])),
    { name: source.name },
  );
  const columns = [...table.columns.values()].map((read) => ({
    type: read.type,
    cells: Array.from({ length: table.rows }, (_, row) =>
      read.type === 'category' ? (read.categories[read.codes.at(row)] ?? null) : read.values.at(row),
    ),
  }));
  return { columns, notes: notes.list() };
}

describe.skipIf(!hasDuckDb)('sql', () => {
  test('a query gives the rows of the file that it reads: the same figures', async () => {
    const world = project({ 'd.csv': csv });
    world.write('f.json', config('d.csv'));
    world.write('q.json', config({ sql: "select * from 'd.csv' order by id" }));
    await world.done('train f.json --out f --quiet');
    await world.done('train q.json --out q --quiet');
    expect((await world.done('predict q d.csv')).stdout).toBe((await world.done('predict f d.csv')).stdout);
    expect((await world.done('eval q --json')).stdout).toBe((await world.done('eval f --json')).stdout);
  });

  test.each([
    ["select * from 'd.csv'", 'the query leaves open in which order its rows come'],
    ["selec * from 'd.csv'", 'syntax error at or near \\"selec\\" (at character 1)'],
    [
      "select abcdefghi from (select 1 as abcdefghij, 2 as bcdefghijk, 3 as acdefghijk, y from 'd.csv') order by all",
      'Candidate bindings: \\"abcdefghij\\", \\"acdefghijk\\", \\"bcdefghijk\\" (at character 8)',
    ],
    ["copy (select 1) to 'x.csv'", 'only a query (SELECT …) is asked'],
    [
      "select x,\n  nope from 'd.csv' order by 1",
      'Referenced column \\"nope\\" not found in FROM clause! Candidate bindings: \\"id\\" (at character 13)',
    ],
    ['select 1 order by 1; select 2 order by 1', '2 statements; give it one query'],
    ["select [1] as l, x, y from 'd.csv' order by all", 'column 1 (l) is of the type INTEGER[]'],
    ["select {'a': 1} as s, x, y from 'd.csv' order by all", 'column 1 (s) is of the type STRUCT('],
    ["select map {'a': 1} as m, x, y from 'd.csv' order by all", 'column 1 (m) is of the type MAP(VARCHAR'],
    ["select x, y, 'a'::blob as b from 'd.csv' order by all", 'column 3 (b) is of the type BLOB'],
    ["select * from 'http://127.0.0.1:1/x.parquet' order by 1", 'requires the extension httpfs'],
    ["select * from 'none.parquet' order by 1", 'No files found that match the pattern \\"none.parquet\\"'],
    ["select y::integer as x, y from 'd.csv' order by id", "Could not convert string 'b' to INT32"],
    [
      "select x, id, y from 'd.csv' order by x",
      'rows 1 and 2 are equal in what the query is ordered by (x), and differ in id: it leaves open which comes first',
    ],
    ["select x, id, y from 'd.csv' order by y desc, 1", 'is ordered by (y, x), and differ in id'],
    ["select d.x, d.id, y from 'd.csv' d order by d.x", 'is ordered by (x), and differ in id'],
  ])('%s', async (sql, message) => {
    const world = project({ 'd.csv': csv });
    world.write('q.json', config({ sql }));
    const { code, stderr } = await world.mlp('check q.json');
    expect(stderr).toContain(message.replaceAll('\\"', '"'));
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^error: (?:.*q\.json: )?sql "/);
    expect([65, 78]).toContain(code);
  });

  describe('types', () => {
    const day = 19724 * 86400;
    test.each<[string, string, readonly unknown[]]>([
      ['decimal(18,3)', "'12.345'", [12.345]],
      ['decimal(38,0)', "'90071992547409930000'", ['90071992547409930000']],
      ['bigint', "'9007199254740993'", ['9007199254740993']],
      ['bigint', "'-9007199254740992'", [-(2 ** 53)]],
      ['hugeint', "'170141183460469231731687303715884105727'", ['170141183460469231731687303715884105727']],
      ['ubigint', "'18446744073709551615'", ['18446744073709551615']],
      ['utinyint', '255', [255]],
      ['float', '0.1', [Math.fround(0.1)]],
      ['double', "'-2.5e300'", [-2.5e300]],
      ["enum('b', 'a')", "'a'", ['a']],
      ['boolean', 'true', ['true']],
      ['varchar', "' 10115 '", ['10115']],
      ['uuid', "'00000000-0000-0000-0000-00000000000a'", ['00000000-0000-0000-0000-00000000000a']],
      ['date', "'2024-01-02'", [day]],
      ['timestamp', "'2024-01-02 00:00:01.5'", [day + 1.5]],
      ['timestamptz', "'2024-01-02 01:00:00+01'", [day]],
      ['timestamp_s', "'2024-01-02 00:00:01'", [day + 1]],
      ['timestamp_ms', "'2024-01-02 00:00:01.25'", [day + 1.25]],
      ['timestamp_ns', "'2024-01-02 00:00:01.5'", [day + 1.5]],
    ])('%s: %s, and NULL', async (type, value, [expected]) => {
      const { columns } = await answer(
        `select v from (values (1, ${value}::${type}), (2, null)) t(i, v) order by all`,
      );
      const missing = typeof expected === 'number' ? Number.NaN : null;
      expect(columns).toEqual([
        { type: typeof expected === 'string' ? 'category' : expect.any(String), cells: [expected, missing] },
      ]);
    });
  });

  test('times of day are texts', async () => {
    const { columns } = await answer(
      "select unnest(['09:05:00.25'::time, '00:00:00'::time]) as t order by all",
    );
    expect(columns).toEqual([{ type: 'category', cells: ['00:00:00', '09:05:00.25'] }]);
  });

  describe('answers that change', () => {
    test.each([
      ['select RANDOM() as r, i from range(9) r(i) order by all', 'random()'],
      ['select i from range(9) r(i) where i in (select floor(9 * random())::int) order by all', 'random()'],
      ['select uuid() as u, i from range(9) r(i) order by i', 'uuid()'],
      ['select i from range(99) r(i) using sample 5 order by all', 'a sample without a seed'],
      ['select i from range(99) r(i) tablesample 50% order by all', 'a sample without a seed'],
      [
        'with s as (from range(99) r(i) using sample 5) select i from s order by all',
        'a sample without a seed',
      ],
    ])('are refused: %s', async (sql, what) => {
      expect(await failure(answer(sql))).toContain(`: ${what}: the answer is another one each time`);
    });

    test('the ways out that the message names give the same rows each time', async () => {
      for (const way of [
        'where hash(i) % 10 = 0 order by all',
        'using sample 10% (bernoulli, 42) order by all',
      ]) {
        const sql = `select i from range(99) r(i) ${way}`;
        const { columns } = await answer(sql);
        expect(columns[0].cells.length).toBeGreaterThan(0);
        expect(await answer(sql)).toEqual({ columns, notes: [] });
      }
    });

    test.each([
      ['now()', 'now()'],
      ['current_date', 'current_date'],
      ["age(timestamp '2020-01-01')::varchar", 'age()'],
    ])('%s gets a note', async (expression, what) => {
      const { notes } = await answer(`select ${expression} as t, i from range(2) r(i) order by i`);
      expect(notes).toHaveLength(1);
      expect(JSON.stringify(notes)).toContain(`${what} in the query: its answer depends on when it is asked`);
    });

    test('what DuckDB calls volatile or fixed within one query is known', async () => {
      const load = () => import('@duckdb/node-api');
      const connection = await openDuckDb({ directory: '.', load });
      const named = async (stability: string) => {
        const sql = `select distinct function_name from duckdb_functions() where stability = '${stability}'`;
        return (await connection.runAndReadAll(sql)).getRows().map(([name]) => String(name));
      };
      const [changing, fixed] = [await named('VOLATILE'), await named('CONSISTENT_WITHIN_QUERY')];
      connection.closeSync();
      // what gives no value, fails, or gives the text of the query
      const others = ['current_query', 'error', 'setseed', 'sleep_ms', 'write_log'];
      // the same for all who ask this database
      const places = ['current_database', 'current_schema', 'current_schemas', 'in_search_path'];
      expect(changing.length).toBeGreaterThan(5);
      expect(changing.filter((name) => !changingFunctions.has(name) && !others.includes(name))).toEqual([]);
      const known = (name: string) => timeFunctions.has(name) || changingFunctions.has(name);
      expect(fixed.filter((name) => !known(name) && !places.includes(name))).toEqual([]);
    });
  });

  describe('the order of rows', () => {
    test('rows that are the same in all columns may be tied; what orders by exact values is none', async () => {
      const { notes } = await answer('select 1 as a, 2 as b from range(5) order by a');
      expect(notes).toEqual([]);
      const moments =
        'select make_timestamp_ns(1700000000000000000 + i) as t, 3 - i as v from range(3) r(i) order by t';
      expect((await answer(moments)).columns[1].cells).toEqual([3, 2, 1]);
    });

    test('ties are found across chunks, and with missing values', async () => {
      const sql = 'select i // 4097 as k, i from range(8194) r(i) order by k';
      expect(await failure(answer(sql))).toContain('rows 1 and 2 are equal');
      const across =
        'select if(i between 4096 and 4097, null, i) as k, i from range(8192) r(i) order by k nulls last';
      expect(await failure(answer(across))).toContain('rows 8191 and 8192 are equal');
      const edge = 'select if(i < 2048, i, i - 1) as k, i from range(4096) r(i) order by k';
      expect(await failure(answer(edge))).toContain('rows 2048 and 2049 are equal');
    });

    const from = "from (values (1, 'a'), (2, 'b'), (2, 'c'), (3, 'd'), (null, 'e'), (null, 'f')) t(x, y)";
    test.each([
      ['order by x limit 2', 'LIMIT cuts between rows 2 and 3 of the order', '(x "2")'],
      ['order by x limit 34%', 'LIMIT cuts between rows 2 and 3 of the order', '(x "2")'],
      ['order by x limit (select 2)', 'LIMIT cuts between rows 2 and 3 of the order', '(x "2")'],
      [
        'order by x desc nulls last limit 2 offset 2',
        'OFFSET cuts between rows 2 and 3 of the order',
        '(x "2")',
      ],
      ['order by x limit 1 offset 1', 'LIMIT cuts between rows 2 and 3 of the order', '(x "2")'],
      [
        "where x is null or y = 'a' order by x limit 2",
        'LIMIT cuts between rows 2 and 3 of the order',
        '(x NULL)',
      ],
      ['order by x desc nulls last limit 1 offset 1 + 1', 'OFFSET is no number', 'write the number'],
    ])('a cut between tied rows is refused: %s', async (order, message, which) => {
      const text = await failure(answer(`select x, y ${from} ${order}`));
      expect(text).toContain(message);
      expect(text).toContain(which);
    });

    test.each([
      ['x, y', 'order by x limit 1', 1],
      ['x, y', 'order by x, y limit 2', 2],
      ['x, y', 'order by all limit 2 offset 1 + 1', 2],
      ['x', 'order by x limit 2', 2],
      ['x, 1 as z', 'order by x nulls last limit 100', 6],
      ['x, y', 'order by x nulls last limit 3 offset 100', 0],
      [
        'x, y',
        "where x in (1, 3) and 170141183460469231731687303715884105727 > 5 and y <> 'o''z' order by x limit 1",
        1,
      ],
    ])('what cuts no tied rows is not: select %s … %s', async (columns, order, expected) => {
      const given = answer(`select ${columns} ${from} ${order}`);
      if (expected === 0) return expect(await failure(given)).toContain('it has columns, but no rows');
      const { columns: read, notes } = await given;
      expect({ rows: read[0].cells.length, notes }).toEqual({ rows: expected, notes: [] });
    });

    test('tied rows that are the same as far as they are seen, but not beyond the cut', async () => {
      const sql = 'select 1 as k, if(i < 5, 0, i) as v from range(9) r(i) order by k limit 3';
      expect(await failure(answer(sql))).toContain('LIMIT cuts between rows 3 and 4');
    });

    test('numbers that no double holds stay what they are where the cut is looked at', async () => {
      const big = 9007199254740993n;
      // 9007199254740992 + 2 is not above 9007199254740994
      const sql = `select if(${big} + i > ${big + 1n}, 1, 0) as k, i from range(3) r(i) where i > 0 order by k limit 1`;
      expect((await answer(sql)).columns[1].cells).toEqual([1]);
    });

    test.each([
      ['select * from (select * from range(9) t(x) order by x limit 3) order by all', 1],
      ['with a as (from range(9) t(x) limit 3) from a order by all', 1],
      ['select * from (select * from range(9) t(x) order by all limit 3) order by all', 0],
    ])('a LIMIT within a query, of which nothing is known, is noted: %s', async (sql, count) => {
      const { notes } = await answer(sql);
      expect(notes).toHaveLength(count);
      for (const note of notes) expect(note).toContain('a LIMIT within the query may cut between rows');
    });

    test.each([
      'select x from (values (1), (2)) t(x) order by x + 1',
      'select t.x as z from (values (1), (2)) t(x) order by t.x',
      'select x as z from (values (1, 3), (2, 4)) t(x, y) order by y',
    ])('%s: whether it tells all rows apart is not known, and said', async (sql) => {
      const { notes } = await answer(sql);
      expect(notes).toHaveLength(1);
      expect(notes[0]).toMatch(/^sql "select .*: whether ORDER BY tells all rows apart is not known/);
    });
  });

  describe('where data are named', () => {
    const directory = mkdtempSync(join(tmpdir(), 'mlp-sql-'));
    afterAll(() => rmSync(directory, { recursive: true }));
    const world = project({ 'd.csv': csv }, directory);
    const all = 'SELECT * FROM d ORDER BY id';
    const args = (sql: string) => ['--sql', sql, '--database', 'shop.duckdb'];
    const run = (command: string, sql = all) =>
      mlp([...command.split(' '), ...args(sql)], { cwd: directory });

    beforeAll(async () => {
      await makeDatabase(
        join(directory, 'shop.duckdb'),
        `create table d as select * from '${join(directory, 'd.csv')}'`,
      );
      world.write('f.json', config('d.csv'));
      await world.done('train f.json --out f --quiet');
    });

    const commands = [
      'predict f --keep id',
      'jacobian f',
      'eval f --json',
      'explain f --json --column x',
      'trace f --row 3 --json',
      'compare f --json',
    ];
    test.each(sample(commands, 3))('mlp %s: as of the file', async (command) => {
      const file = command.startsWith('compare') ? '--data d.csv' : 'd.csv';
      const expected = await world.mlp(`${command} ${file}`);
      const { code, stdout } = await run(command);
      const asOfFile = stdout.replace(JSON.stringify(`sql ${JSON.stringify(all)}`), '"d.csv"');
      expect({ code, stdout: asOfFile }).toEqual({ code: 0, stdout: expected.stdout });
    });

    test.each(sample(['', '--check '], 1))('mlp export %s', async (check) => {
      const { code, stdout } = await run(`export f --format js --force ${check}--out m.mjs`);
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: expect.stringMatching(/^60 rows: largest difference 0$/m),
      });
    });

    test('mlp threshold', async () => {
      await world.done('train f.json --out g --quiet');
      const chosen = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout).chosen;
      const byFile = await world.done('threshold g d.csv --for f1 --json');
      expect(chosen(await run('threshold g --for f1 --json'))).toEqual(chosen(byFile));
    });

    test('mlp init proposes a config that trains', async () => {
      const { stdout, stderr } = await run('init --quiet');
      expect(stderr).toBe('');
      const proposed = JSON.parse(stdout);
      expect(proposed.data).toMatchObject({
        train: { sql: all, database: 'shop.duckdb' },
        target: 'y',
        ignore: ['id'],
      });
      world.write('i.json', proposed);
      await world.done('train i.json --quiet --set training.epochs=1 --out i');
    });

    test('data.validation and data.test', async () => {
      const part = (from: string) => ({
        sql: `FROM d WHERE id ${from} ORDER BY id`,
        database: 'shop.duckdb',
      });
      const parts = { split: { type: 'none' }, validation: part('% 3 = 1'), test: part('% 3 = 2') };
      world.write('p.json', config(part('% 3 = 0'), parts));
      await world.done('train p.json --out p --quiet');
      const { summary } = JSON.parse((await world.done('inspect p --json')).stdout);
      expect(summary.rows).toEqual({ train: 20, validation: 20, test: 20 });
      expect(new Set(Object.values(summary.sha256)).size).toBe(3);
      expect(JSON.parse((await world.done('eval p --json')).stdout).test.rows ?? 20).toBe(20);
    });

    test('columns that are kept have their types in Parquet', async () => {
      const sql =
        "SELECT *, id * 1000000000000000 AS big, DATE '2024-01-01' + id::int AS day, id > 3 AS is FROM d ORDER BY id";
      const { code } = await run('predict f --keep big,day,is --out k.parquet', sql);
      expect(code).toBe(0);
      const file = new Uint8Array(readFileSync(join(directory, 'k.parquet'))).buffer;
      expect((await parquetReadObjects({ file }))[9]).toMatchObject({
        big: 9n * 10n ** 15n,
        day: new Date('2024-01-10'),
        is: true,
      });
    });

    test.each([
      ['predict f --database shop.duckdb', '--database: needs --sql, which says what is wanted of it'],
      [
        'predict f d.csv --sql x',
        "--sql: its rows are the data; leave out d.csv, or --sql (a query names files itself: FROM 'd.csv')",
      ],
      ['predict f --sql x --input-format csv', '--input-format: is of files; leave it out, or --sql'],
      ['eval f --database shop.duckdb', '--database: needs --sql'],
      ['init', "missing required argument 'data'"],
    ])('mlp %s is refused', async (command, message) => {
      const { code, stderr } = await world.mlp(command);
      expect(code).toBe(2);
      expect(stderr).toContain(`error: ${message}`);
    });

    test('a database that is not there, and a file that is none', async () => {
      const gone = await world.mlp('predict f --database none.duckdb --sql FROM/**/d');
      expect([gone.code, gone.stderr]).toEqual([66, 'error: none.duckdb: no such file\n']);
      const none = await world.mlp('predict f --database d.csv --sql FROM/**/d');
      expect([none.code, none.stderr]).toEqual([
        65,
        "error: d.csv: not a DuckDB database; of files it takes no database: FROM 'd.csv' in the query\n",
      ]);
      world.write('s.sqlite', 'SQLite format 3\0and more');
      const sqlite = await world.mlp('predict f --database s.sqlite --sql FROM/**/d');
      expect(sqlite.stderr).toMatch(
        /^error: s\.sqlite: .*an SQLite database.*sqlite3 -header -csv s\.sqlite/s,
      );
      const asData = await world.mlp('predict f shop.duckdb');
      expect([asData.code, asData.stderr]).toEqual([
        65,
        expect.stringContaining(
          'error: shop.duckdb: a DuckDB database, which is asked by a query: --sql "SELECT',
        ),
      ]);
      const directoryAsOne = await world.mlp('predict f --database . --sql FROM/**/d');
      expect(directoryAsOne.code).toBe(65);
    });
  });
});

test('without DuckDB the message says how to install it', async () => {
  const load = async () => {
    throw new Error('Cannot find module');
  };
  expect(await failure(openDuckDb({ directory: '.', load }))).toBe(
    'config: sql: DuckDB, which answers queries, is not installed; install it beside mlp: npm install @duckdb/node-api',
  );
});
