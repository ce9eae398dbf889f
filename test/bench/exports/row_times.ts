import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Run } from '../../../src/cli/export/runner.js';
import type { ColumnValue } from '../../../src/export/check/rows.js';
import { cDouble, cText } from '../../../src/export/formats/c/syntax.js';
import type { FormatName } from '../../../src/export/index.js';
import { identifier } from '../../../src/export/names.js';
import type { Program } from '../../../src/export/program/index.js';

/** Microseconds of processor time for a row, which what else runs on the machine takes no part in. */
export interface RowTime {
  /** Time for one of rows that are asked one after the other. */
  readonly alone: number;
  /** Time for one of rows that are asked at once, in a format that takes several. */
  readonly together?: number;
}

interface Timed {
  readonly file: string;
  readonly program: Program;
  readonly rows: readonly (readonly ColumnValue[])[];
  /** Milliseconds of processor time that a timing takes at least. */
  readonly milliseconds: number;
  readonly answer: Run['answer'];
}

/** Timings, of which the median counts. */
const rounds = 5;
const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[(times.length - 1) / 2];

/** Measures how long a row takes, by format. */
export const rowTimes: Readonly<Record<FormatName, (timed: Timed) => Promise<RowTime>>> = {
  async js({ file, program: { columns }, rows, milliseconds }) {
    const { predict } = await import(pathToFileURL(file).href);
    const objects = rows.map((values) => Object.fromEntries(columns.map(({ name }, i) => [name, values[i]])));
    const all = async () => {
      for (const object of objects) predict(object);
    };
    return { alone: await timeOf(all, rows.length, milliseconds) };
  },

  async c({ file, program, rows, milliseconds }) {
    const directory = dirname(file);
    const [source, binary] = ['time.c', 'time'].map((name) => join(directory, name));
    writeFileSync(source, timingProgram(basename(file), program, rows, milliseconds));
    execFileSync(process.env.CC ?? 'cc', ['-std=c99', '-O2', source, file, '-lm', '-o', binary]);
    const times = Array.from({ length: rounds }, () => Number(execFileSync(binary).toString()));
    return { alone: median(times) };
  },

  async onnx({ rows, milliseconds, answer }) {
    const each = async () => {
      for (const row of rows) await answer([row]);
    };
    return {
      alone: await timeOf(each, rows.length, milliseconds),
      together: await timeOf(async () => void (await answer(rows)), rows.length, milliseconds),
    };
  },
};

/** Milliseconds of processor time that this process has taken, of all its threads. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Microseconds for each of so many rows of work, the median of several timings. */
async function timeOf(work: () => Promise<void>, rows: number, milliseconds: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const start = processorTime();
    let [done, taken] = [0, 0];
    for (; taken < milliseconds; taken = processorTime() - start) {
      await work();
      done++;
    }
    // the first is for the compiler of the engine
    if (round > 0) times.push((1000 * taken) / (done * rows));
  }
  return median(times);
}

/** A program that prints the microseconds of processor time that a row takes. */
function timingProgram(
  file: string,
  { name, columns }: Program,
  rows: Timed['rows'],
  milliseconds: number,
): string {
  const prefix = identifier(name);
  const literal = (value: ColumnValue, i: number) =>
    columns[i].type === 'category'
      ? value === null
        ? '0'
        : cText(String(value))
      : value === null
        ? 'NAN'
        : cDouble(Number(value));
  return `#include <math.h>
#include <stdio.h>
#include <time.h>
#define ${prefix.toUpperCase()}_DECLARATIONS
#include "${file}"

static const struct ${prefix}_row rows[] = {
${rows.map((values) => `{${values.map(literal).join(', ')}},`).join('\n')}
};

int main(void) {
  const long count = sizeof rows / sizeof rows[0];
  struct ${prefix}_answer answer;
  long i, done = 0;
  double taken = 0.0;
  clock_t start = clock();
  while (taken < ${cDouble(milliseconds / 1000)}) {
    for (i = 0; i < count; i++)
      if (${prefix}_predict(&rows[i], &answer) != 0) return 1;
    done += count;
    taken = (double)(clock() - start) / CLOCKS_PER_SEC;
  }
  printf("%.9g", 1e6 * taken / done);
  return 0;
}
`;
}
