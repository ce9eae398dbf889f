import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, resolve, sep } from 'node:path';
import { systemError } from '../files/faulty_file_system.js';

/**
 * Faults that a call on the disk can meet: an error of the system, once; a disk that is full from then on; a call that
 * moves a part of the bytes; the end of the process; or of the power, after which data that were not synced are lost,
 * and names that were not synced are there (`kept`) or not (`lost`).
 */
export const faultKinds = [
  'EIO',
  'ENOSPC',
  'short',
  'kill',
  'power, names kept',
  'power, names lost',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  /**
   * Index of the call that meets the fault, from 0; a number that never comes: a fault of the power then strikes when
   * all is done.
   */
  readonly at: number;
}

/** The calls that this kind of fault can happen to; the others are not counted as injected. */
export const befalls = (kind: FaultKind, call: string): boolean =>
  kind === 'short'
    ? call === 'readSync' || call === 'writeSync'
    : kind !== 'ENOSPC' || ['mkdirSync', 'openSync', 'linkSync', 'writeSync'].includes(call);

type Call = (...values: unknown[]) => unknown;
const patched = fs as unknown as Record<string, Call>;
const real = { ...fs };
const names = Object.keys(fs).filter((name) => name.endsWith('Sync'));

/**
 * Runs with the calls of node:fs on files under `root` counted, and the one at `fault.at` (and what follows from it)
 * going wrong. It is node's own module that is changed, so that no call can pass by. Returns the names of the calls.
 */
export async function onFaultyDisk(
  root: string,
  fault: Fault | null,
  run: () => Promise<unknown>,
): Promise<string[]> {
  const calls: string[] = [];
  const disk = new Disk();
  const open = new Map<number, string>();
  const roots = [root, real.realpathSync(root)].map((path) => path + sep);
  /** The path of a file of ours, by its name or number; undefined for others. */
  const pathOf = (file: unknown) => {
    if (typeof file === 'number') return open.get(file);
    const path = resolve(String(file));
    return roots.some((start) => (path + sep).startsWith(start)) ? path : undefined;
  };
  for (const name of names) {
    const call = patched[name];
    patched[name] = (...values) => {
      const path = pathOf(values[0]);
      if (path === undefined) return call(...values);
      const number = calls.push(name) - 1;
      if (fault !== null && number >= fault.at) strike(fault, number, name, values);
      const forget = disk.before(name, path, values);
      // what is synced is known by `disk`: nothing here outlives the test
      const result = name === 'fsyncSync' ? undefined : call(...values);
      forget();
      if (name === 'openSync') open.set(Number(result), path);
      if (name === 'closeSync') open.delete(Number(values[0]));
      return result;
    };
  }
  syncBuiltinESMExports();
  try {
    await run();
  } finally {
    for (const name of names) Object.assign(fs, { [name]: real[name as keyof typeof real] });
    syncBuiltinESMExports();
    for (const file of open.keys()) fs.closeSync(file);
  }
  if (fault?.kind.startsWith('power')) disk.fail(fault.kind);
  return calls;
}

/** Throws in the place of a call, or takes something off it. */
function strike({ kind, at }: Fault, number: number, name: string, values: unknown[]): void {
  const isFirst = number === at;
  if (kind === 'kill' || kind.startsWith('power')) throw new Error('killed');
  if (kind === 'EIO' && isFirst) throw systemError('EIO');
  if (kind === 'ENOSPC' && befalls(kind, name) && !(name === 'openSync' && values[1] === 'r'))
    throw systemError('ENOSPC');
  if (kind === 'short' && isFirst && befalls(kind, name)) {
    const [, buffer, offset = 0, length = (buffer as Uint8Array).length] = values as [
      number,
      Uint8Array,
      number?,
      number?,
    ];
    values.splice(2, 2, offset, Math.max(1, length >> 1));
  }
}

/**
 * Disk as a failure of the power would find it: which files hold data, and which directories names, that were not
 * synced.
 */
class Disk {
  /** Files by number, as their names change. */
  private readonly unsynced = new Set<number>();
  private changes: { readonly directory: string; readonly undo: () => void }[] = [];

  /** Looks at a call to come. Returns what is to be done once it went well. */
  before(name: string, path: string, values: unknown[]): () => void {
    const directory = dirname(path);
    const changed = (undo: () => void) => () => void this.changes.push({ directory, undo });
    if (name === 'openSync' && values[1] === 'wx') return changed(() => real.rmSync(path, { force: true }));
    if (name === 'mkdirSync') return changed(() => real.rmSync(path, { recursive: true, force: true }));
    if (name === 'linkSync') return changed(() => real.rmSync(String(values[1]), { force: true }));
    if (name === 'unlinkSync') {
      const content = real.readFileSync(path);
      return changed(() => real.writeFileSync(path, content));
    }
    if (name === 'renameSync') {
      const target = String(values[1]);
      const old = real.existsSync(target) ? real.readFileSync(target) : null;
      return changed(() => {
        real.renameSync(target, path);
        if (old) real.writeFileSync(target, old);
      });
    }
    if (name === 'writeSync') this.unsynced.add(real.fstatSync(Number(values[0])).ino);
    if (name === 'fsyncSync') {
      const status = real.fstatSync(Number(values[0]));
      return () => {
        if (status.isDirectory()) this.changes = this.changes.filter((change) => change.directory !== path);
        else this.unsynced.delete(status.ino);
      };
    }
    return () => {};
  }

  fail(kind: FaultKind): void {
    for (const { directory } of this.changes)
      for (const file of real.existsSync(directory) ? real.readdirSync(directory) : []) {
        const path = `${directory}${sep}${file}`;
        if (this.unsynced.has(real.statSync(path).ino)) real.truncateSync(path);
      }
    if (kind === 'power, names lost') for (const { undo } of this.changes.reverse()) undo();
  }
}
