import type { Program, Series } from '../kernels.js';
import { runByRun } from '../run_by_run.js';
import { costOf } from '../threads/chains.js';
import { divide, type Section } from '../threads/sections.js';
import type { PoolSession } from '../threads/session.js';
import { bytesOf, write } from './commands.js';
import type { Exports, Memory } from './engine.js';
import type { JsStep, Operation, Segment } from './recorder.js';

/** Bytes of an entry in a table of parts: see assembly/program.ts. */
const PART = 16;

/** Memory that programs are written into, and what runs them. */
export interface Machine {
  readonly functions: Exports;
  readonly memory: Memory;
  claim(bytes: number): number;
  /** Session of the worker pool; null where there is one thread. */
  readonly pool: PoolSession | null;
  /** The least work of a part, and of a program that threads share, in nanoseconds. */
  readonly grain: number;
  readonly leastShared: number;
}

/** Operations as commands, for one thread and for several. */
interface Commands {
  readonly from: number;
  readonly to: number;
  readonly shared: { readonly table: number; readonly parts: number } | null;
  /** Nanoseconds of one thread, roughly. */
  readonly nanoseconds: number;
}

const isInJs = (segment: Segment | Commands): segment is JsStep => 'work' in segment;

/** Recorded segments that run in the module, one after the other. */
export class WasmProgram implements Program {
  private readonly steps: readonly (Commands | JsStep)[];
  /** Commands of the only step, where that runs in the module: a series then is one call. */
  private readonly only: Commands | null;

  constructor(
    segments: readonly Segment[],
    private readonly machine: Machine,
  ) {
    this.steps = segments.map((segment) => (isInJs(segment) ? segment : assemble(segment, machine)));
    const [first, ...others] = this.steps;
    this.only = others.length === 0 && !isInJs(first) ? first : null;
  }

  private readonly once = () => this.run();

  run(): void {
    this.machine.functions.useSeries(0, 0, 0, 0, 0, 0);
    for (const step of this.steps) this.execute(step, 1);
  }

  runSeries(series: Series, times: number): number {
    const { only } = this;
    if (only !== null) {
      const { input, inputs, output, outputs } = series;
      this.machine.functions.useSeries(
        input.byteOffset,
        input.length,
        inputs.byteOffset,
        output.byteOffset,
        output.length,
        outputs.byteOffset,
      );
      return this.execute(only, times);
    }
    return runByRun(this.once, series, times);
  }

  private execute(step: Commands | JsStep, times: number): number {
    if (isInJs(step)) {
      if (step.guard === null || Number.isFinite(step.guard[0])) step.work(...step.arrays);
      return 1;
    }
    const { functions, pool } = this.machine;
    const { from, to, shared, nanoseconds } = step;
    if (pool !== null && shared !== null && pool.isReady(nanoseconds * times))
      return pool.run(shared.table, shared.parts, times, nanoseconds);
    return functions.run(from, to, times);
  }
}

function assemble(operations: readonly Operation[], machine: Machine): Commands {
  const { memory, claim, pool, grain, leastShared } = machine;
  const from = claim(bytesOf(operations));
  const to = write(operations, memory.buffer, from);
  const nanoseconds = operations.reduce((sum, operation) => sum + costOf(operation), 0);
  // dividing takes milliseconds where its code is cold: much beside a first training of a small network
  const isShared = pool !== null && nanoseconds >= leastShared;
  const sections = isShared ? divide(operations, pool.threads, grain) : [];
  const isDivided = sections.some((section) => section.length > 1);
  return { from, to, nanoseconds, shared: isDivided ? assembleParts(sections, memory, claim) : null };
}

function assembleParts(sections: readonly Section[], memory: Memory, claim: Machine['claim']) {
  const parts = sections.flat();
  const table = claim(PART * parts.length);
  const starts = sections.flatMap((section, i) =>
    section.map(() => sections.slice(0, i).reduce((sum, { length }) => sum + length, 0)),
  );
  parts.forEach(({ operations }, i) => {
    const from = claim(bytesOf(operations));
    const to = write(operations, memory.buffer, from);
    new Uint32Array(memory.buffer, table + PART * i, 3).set([starts[i], from, to]);
  });
  return { table, parts: parts.length };
}
