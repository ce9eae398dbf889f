import { platform } from '#platform';
import { binary } from './binary.js';

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly width: { readonly value: number };
  readonly blankLines: { readonly value: number };
  readonly nextLine: { readonly value: number };
  split(text: number, length: number, delimiter: number, starts: number, lines: number, line: number): number;
  readColumns(
    text: number,
    starts: number,
    first: number,
    width: number,
    rows: number,
    kinds: number,
    values: number,
    counts: number,
  ): void;
  readColumn(
    text: number,
    starts: number,
    k: number,
    width: number,
    rows: number,
    isLast: number,
    values: number,
    kind: number,
  ): number;
}

/** The part of the standard's WebAssembly that is used here, which TypeScript declares for browsers only. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
  readonly CompileError: new () => Error;
}

const page = 65536;

/** An instance of the module, whose memory holds one block of records at a time and what was found in it. */
export class Workspace {
  constructor(readonly exports: Exports) {}

  /** The memory, grown to hold so many bytes: what was asked for before is of no use then. */
  reserve(bytes: number): ArrayBuffer {
    const { memory } = this.exports;
    const lacking = bytes - memory.buffer.byteLength;
    if (lacking > 0) memory.grow(Math.ceil(lacking / page));
    return memory.buffer;
  }
}

/** The compiled module; null where this engine has no WebAssembly with SIMD. */
let compiled: object | null | undefined;

/** Workspaces that nobody uses now. */
const idle: Workspace[] = [];

/** A workspace for one reader until it is released; undefined where there can be none. */
export function acquireWorkspace(): Workspace | undefined {
  const workspace = idle.pop();
  if (workspace || compiled === null) return workspace;
  const { WebAssembly: engine } = globalThis as { WebAssembly?: Engine };
  if (!engine) return undefined;
  try {
    compiled ??= new engine.Module(platform.decodeBase64(binary));
    return new Workspace(new engine.Instance(compiled).exports as Exports);
  } catch (error) {
    if (!(error instanceof engine.CompileError || error instanceof RangeError)) throw error;
    compiled = null;
    return undefined;
  }
}

export function releaseWorkspace(workspace: Workspace): void {
  idle.push(workspace);
}
