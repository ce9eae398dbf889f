import { type Options, parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Format } from '../../../src/data/csv/format.js';
import { readRecords } from '../../../src/data/csv/read.js';
import { RecordReader } from '../../../src/data/csv/record_reader.js';
import { decimal } from '../../../src/data/numbers/decimal.js';
import { readBytes } from '../../../src/data/sources/bytes.js';
import { FileNotes } from '../../../src/data/table/file_notes.js';
import type { WantedType } from '../../../src/data/table/table.js';
import { MlpError } from '../../../src/errors.js';
import { runs } from '../../helpers/runs.js';
import { csvChunks, readCsvTable, recordsOf, source, textsOf, valuesOf } from '../support.js';
import { file, kinds } from './files.js';

/** Switch and counters of the fast path for plain blocks: without it everything takes the way of quoted blocks. */
const lane = vi.hoisted(() => ({ isOpen: true, blocks: 0, refused: 0 }));
vi.mock('../../../src/data/csv/wasm/index.js', async (original) => {
  const module = await original<typeof import('../../../src/data/csv/wasm/index.js')>();
  return {
    ...module,
    split(...block: Parameters<typeof module.split>) {
      const found = lane.isOpen ? module.split(...block) : undefined;
      if (found) lane.blocks++;
      else lane.refused++;
      return found;
    },
  };
});

async function without<T>(action: () => Promise<T>): Promise<T> {
  lane.isOpen = false;
  try {
    return await action();
  } finally {
    lane.isOpen = true;
  }
}
const bits = (values: Float64Array): bigint[] => [...new BigUint64Array(values.slice().buffer)];

/** All that reading a file gives: the table to the bit, or the message; the blank lines; the batches. */
async function outcome(
  chunks: readonly Buffer[],
  format: Format,
  types: readonly WantedType[],
  limit?: number,
) {
  const notes = new FileNotes();
  const wanted = (header: readonly string[]) =>
    new Map(header.flatMap((name, i): [string, WantedType][] => (types[i] ? [[name, types[i]]] : [])));
  const batches: unknown[] = [];
  let message: string | undefined;
  let table: unknown;
  try {
    const found = await readCsvTable(source(...chunks), format, wanted, { notes, limit });
    const { groups, ...rest } = found;
    table = {
      ...rest,
      columns: [...found.columns.values()].map((column) =>
        column.type === 'number'
          ? { ...column, values: bits(valuesOf(column)) }
          : { ...column, codes: valuesOf(column) },
      ),
    };
  } catch (error) {
    if (!(error instanceof MlpError)) throw error;
    message = error.message;
  }
  try {
    for await (const chunk of csvChunks(source(...chunks), format))
      batches.push({ header: chunk.header, records: textsOf(chunk), lines: [...chunk.lines!] });
  } catch (error) {
    if (!(error instanceof MlpError)) throw error;
    batches.push(error.message);
  }
  return { table, message, notes, batches };
}

test('a file gives the same table to the bit, or the same message, as when every field becomes a string', async () => {
  const seen = { blocks: 0, refused: 0, tables: 0, messages: new Set<string>() };
  await fc.assert(
    fc.asyncProperty(file, async ({ chunks, format, types, limit }) => {
      lane.blocks = 0;
      lane.refused = 0;
      const found = await outcome(chunks, format, types, limit);
      seen.blocks += lane.blocks;
      seen.refused += lane.refused;
      if (found.table) seen.tables++;
      else seen.messages.add(found.message!.replace(/^[^ ]* |"[^"]*"|\d+/g, ''));
      expect(found).toEqual(await without(() => outcome(chunks, format, types, limit)));
    }),
    { numRuns: runs(100, 1000) },
  );
  // The property says little where one of the two ways is hardly taken.
  expect(seen.blocks).toBeGreaterThan(runs(50, 500));
  expect(seen.refused).toBeGreaterThan(runs(5, 50));
  expect(seen.tables).toBeGreaterThan(runs(20, 200));
  expect(seen.messages.size).toBeGreaterThan(runs(1, 10));
});

test('the fields are those of csv-parse', async () => {
  const options = {
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    relax_column_count: true,
    bom: true,
  };
  await fc.assert(
    fc.asyncProperty(file, async ({ bytes, chunks, format: { delimiter } }) => {
      fc.pre(
        !bytes.includes('"') &&
          !bytes.includes(0) &&
          !bytes.includes(0xff) &&
          !/\ufffd/.test(bytes.toString()),
      );
      const found: unknown[] = [];
      for await (const records of readRecords(
        readBytes(source(...chunks)),
        new RecordReader('', { delimiter }),
      ))
        found.push(...recordsOf(records));
      expect(found).toEqual(expectedRecords(bytes, { ...options, delimiter }));
    }),
    { numRuns: runs(20, 300) },
  );
});

/** The records of csv-parse, for which an empty line below a header of one field is one, too. */
function expectedRecords(bytes: Buffer, options: Options): string[][] {
  const records = parse(bytes, options) as string[][];
  if (records[0]?.length !== 1) return records;
  const all = parse(bytes, { ...options, skip_empty_lines: false }) as string[][];
  return all.slice(all.findIndex(([field]) => field !== ''));
}

const isWhole = (text: string) => /^[+-]?\d+$/.test(text);
const isUnheld = (text: string) =>
  isWhole(text) && Number.isFinite(Number(text)) && BigInt(text.replace('+', '')) !== BigInt(Number(text));

/** A number, or infinity in words: in a column of numbers that is one that is not finite. */
function numberIn(text: string): number {
  if (!/^[+-]?inf(inity)?$/i.test(text)) return decimal(text);
  return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Type of a column, worked out with all its texts at hand. */
function verdictOf(texts: readonly string[], limit: number): string {
  const distinct = new Set(texts);
  const numbers = texts.filter((text) => !Number.isNaN(numberIn(text))).length;
  const isTwice = (text: string) =>
    isWhole(text) &&
    [...distinct].some(
      (other) => other !== text && isWhole(other) && Number(text) !== 0 && Number(other) === Number(text),
    );
  const isTooMany = distinct.size > limit;
  const isNumeric = numbers >= 0.9 * texts.length;
  const isName = (text: string) =>
    isUnheld(text) || /^[+-]?0\d+$/.test(text) || (!isTooMany && isTwice(text));
  if (texts.some(isName) && (isNumeric || !isTooMany)) {
    const isUnique = isNumeric && texts.length >= 10 && distinct.size === texts.length;
    return isTooMany || isUnique ? 'identifier' : 'category';
  }
  if (isNumeric) return 'number';
  if (numbers > texts.length / 2) return 'mixed';
  return isTooMany ? 'texts' : 'category';
}

test.each(['plain', 'quoted'])('a column of a %s file is what its texts are', async (form) => {
  const cells = fc
    .constantFrom(...kinds)
    .chain((kind) => fc.array(kind, { minLength: 1, maxLength: 40, size: 'max' }));
  const limits = fc.constantFrom(2, 3, 5, 1000);
  await fc.assert(
    fc.asyncProperty(cells, limits, fc.nat(300), async (raw, limit, cut) => {
      const missing_values = ['', 'NA', '-999'];
      const format = { delimiter: ',', header: true, missing_values };
      const bytes = Buffer.from(
        `x,y\n${raw.map((cell) => `${cell},${form === 'quoted' ? '"1"' : '1'}\n`).join('')}`,
      );
      const chunks = [bytes.subarray(0, cut), bytes.subarray(cut)];
      const { table } = await outcome(chunks, format, ['infer'], limit);
      const texts = raw.map((cell) => cell.trim());
      const isMissing = (text: string) => missing_values.includes(text);
      const present = texts.filter((text) => !isMissing(text));
      const [column] = (table as { columns: { type: string; verdict: string }[] }).columns;
      const verdict = verdictOf(present, limit);
      expect(column.verdict).toBe(verdict);
      const isCategory = verdict !== 'number' && new Set(present).size <= limit;
      expect(column.type).toBe(isCategory ? 'category' : 'number');
      const categories = [...new Set(present)];
      if (isCategory)
        expect(column).toMatchObject({
          codes: Int32Array.from(texts, (text) => (isMissing(text) ? -1 : categories.indexOf(text))),
          categories,
        });
      else
        expect(column).toMatchObject({
          values: bits(Float64Array.from(texts, (text) => (isMissing(text) ? Number.NaN : numberIn(text)))),
        });
    }),
    { numRuns: runs(100, 1000) },
  );
});
