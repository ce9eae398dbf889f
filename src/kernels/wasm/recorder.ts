import { MlpError } from '../../errors.js';
import { type Numbers, numbersOf } from '../vector.js';

/** Recorded call of a function of the module. */
export interface Operation {
  readonly name: string;
  readonly values: readonly number[];
  /** The address of the number that has to be finite for the call to be made; 0: none has. */
  readonly guard: number;
}

/** Recorded step that runs in JavaScript, as no function of the module does it. */
export interface JsStep {
  readonly guard: Float64Array | null;
  readonly arrays: readonly Float64Array[];
  work(...arrays: Float64Array[]): void;
}

/** Recorded operations that follow one another in the module, or one step in JavaScript. */
export type Segment = readonly Operation[] | JsStep;

/** Records calls, while a program is recorded, instead of doing them. */
export class Recorder {
  isRecording = false;
  private segments: (Operation[] | JsStep)[] = [];
  private guard: Float64Array | null = null;

  record(body: () => void): readonly Segment[] {
    if (this.isRecording) throw new MlpError('bug', 'a program is recorded within another');
    this.isRecording = true;
    this.segments = [];
    this.guard = null;
    try {
      body();
    } finally {
      this.isRecording = false;
    }
    return this.segments;
  }

  add(name: string, values: readonly number[]): void {
    const operation = { name, values, guard: this.guard?.byteOffset ?? 0 };
    const last = this.segments.at(-1);
    if (Array.isArray(last)) last.push(operation);
    else this.segments.push([operation]);
  }

  runInJs(
    reads: readonly Numbers[],
    writes: readonly Numbers[],
    work: (...arrays: Float64Array[]) => void,
  ): void {
    const arrays = [...reads.map(numbersOf), ...writes.map(numbersOf)];
    if (this.isRecording) this.segments.push({ guard: this.guard, arrays, work });
    else work(...arrays);
  }

  whereFinite(value: Numbers, body: () => void): void {
    const guard = numbersOf(value);
    if (!this.isRecording) {
      if (Number.isFinite(guard[0])) body();
      return;
    }
    const outer = this.guard;
    if (outer !== null) throw new MlpError('bug', 'whereFinite within whereFinite');
    this.guard = guard;
    body();
    this.guard = outer;
  }
}
