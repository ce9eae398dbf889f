import { MlpError } from '../../errors.js';

/** A call of a function of the module that has been noted. */
export interface Operation {
  readonly name: string;
  readonly values: readonly number[];
  /** The address of the number that has to be finite for the call to be made; 0: none has. */
  readonly guard: number;
}

/** What no function of the module does. */
export interface HostStep {
  readonly guard: Float64Array | null;
  work(): void;
}

/** Operations, until there is something else to do. */
export type Segment = readonly Operation[] | HostStep;

/** Notes, while a program is recorded, what would be done otherwise. */
export class Recorder {
  isRecording = false;
  private segments: (Operation[] | HostStep)[] = [];
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

  host(work: () => void): void {
    if (this.isRecording) this.segments.push({ guard: this.guard, work });
    else work();
  }

  whereFinite(value: Float64Array, body: () => void): void {
    if (!this.isRecording) {
      if (Number.isFinite(value[0])) body();
      return;
    }
    const outer = this.guard;
    if (outer !== null) throw new MlpError('bug', 'whereFinite within whereFinite');
    this.guard = value;
    body();
    this.guard = outer;
  }
}
