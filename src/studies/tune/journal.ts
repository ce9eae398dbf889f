import { join } from 'node:path';
import { MlpError } from '../../errors.js';
import {
  AppendedFile,
  type FileSystem,
  makeDirectories,
  nodeFileSystem,
  readFileIfThere,
  writeFileAtomic,
} from '../../files/index.js';
import { firstDifference } from '../../run/first_difference.js';
import { recordSchema, type TrialRecord } from './record.js';
import type { StudyHeader } from './study_header.js';

/** Name of a file of a study, of the process of a rank: the first one's is the study's own. */
const named = (name: string, rank: number): string =>
  rank === 0 ? `${name}.jsonl` : `${name}.${rank}.jsonl`;
const isPart = (name: string, file: string): boolean => new RegExp(`^${name}(\\.\\d+)?\\.jsonl$`).test(file);
/** Name of the file by which a process of a rank says that it has failed. */
const failedName = (rank: number): string => `failed.${rank}.txt`;
const isFailure = (file: string): boolean => /^failed\.\d+\.txt$/.test(file);

/** Results in a directory: whether any are there, of whatever study. */
export const hasJournal = (directory: string, fileSystem: FileSystem = nodeFileSystem): boolean =>
  filesOf(directory, 'trials', fileSystem).length > 0;

function filesOf(directory: string, name: string, fileSystem: FileSystem): string[] {
  try {
    return fileSystem
      .readdirSync(directory)
      .filter((file) => isPart(name, file))
      .sort();
  } catch {
    return []; // it is not there yet
  }
}

/** Removes the journals of a directory, of whatever study. */
export function removeJournals(directory: string, fileSystem: FileSystem = nodeFileSystem): void {
  for (const name of ['trials', 'times'])
    for (const file of filesOf(directory, name, fileSystem)) fileSystem.unlinkSync(join(directory, file));
}

/** Removes what processes that have failed left in a directory. */
export function removeFailures(directory: string, fileSystem: FileSystem = nodeFileSystem): void {
  for (const file of fileSystem.readdirSync(directory).filter(isFailure))
    fileSystem.unlinkSync(join(directory, file));
}

/**
 * Journal of a study: results, a line each, appended and forced to the disk when they are there. Each process writes a
 * file of its own, and reads those of all; at the end the first one has all of it, in the order of trials. Seconds
 * stand in files of their own, as they differ from run to run.
 */
export class Journal {
  private file: AppendedFile | undefined;
  private times: AppendedFile | undefined;
  private readonly path: string;

  constructor(
    private readonly directory: string,
    private readonly header: StudyHeader,
    private readonly rank = 0,
    private readonly fileSystem: FileSystem = nodeFileSystem,
  ) {
    this.path = join(directory, named('trials', rank));
  }

  /**
   * Reads all results that are there.
   *
   * @throws MlpError `data` where a file is of another study, or damaged.
   */
  read(): TrialRecord[] {
    const records = filesOf(this.directory, 'trials', this.fileSystem).flatMap(
      (file) => this.readFile(join(this.directory, file)).records,
    );
    return inOrder(records);
  }

  /** Whether the file of the first process is there. */
  get isBegun(): boolean {
    return (
      readFileIfThere(join(this.directory, named('trials', 0)), 'journal', this.fileSystem) !== undefined
    );
  }

  /** Begins to write: cuts what was not written to the end. */
  begin(): void {
    if (this.file !== undefined) return;
    makeDirectories(this.directory, this.fileSystem);
    const { records, isWhole } = this.readFile(this.path);
    if (!isWhole) writeFileAtomic(this.path, textOf(this.header, records), this.fileSystem);
    this.file = new AppendedFile(this.path, this.fileSystem);
  }

  /** Appends a result, and forces it to the disk. */
  append(record: TrialRecord): void {
    this.begin();
    this.file!.append(`${JSON.stringify(record)}\n`, { sync: true });
  }

  /** Writes all results in the order of trials into the file of the first process, and removes the others'. */
  finish(records: readonly TrialRecord[], seconds: ReadonlyMap<string, number>): void {
    this.close();
    writeFileAtomic(this.path, textOf(this.header, records), this.fileSystem);
    const times = inOrder(records).flatMap((record) => {
      const taken = seconds.get(keyOf(record));
      return taken === undefined ? [] : [timeLine(record, taken)];
    });
    writeFileAtomic(join(this.directory, named('times', 0)), times.join(''), this.fileSystem);
    for (const name of ['trials', 'times'])
      for (const file of filesOf(this.directory, name, this.fileSystem))
        if (file !== named(name, 0)) this.fileSystem.unlinkSync(join(this.directory, file));
  }

  /** Appends the seconds of a result: nothing depends on them, so that nothing waits for the disk. */
  appendSeconds(record: TrialRecord, seconds: number): void {
    this.times ??= new AppendedFile(join(this.directory, named('times', this.rank)), this.fileSystem);
    this.times.append(timeLine(record, seconds), { sync: false });
  }

  /** Reads the seconds of results, by `keyOf`; what is damaged is left out. */
  readSeconds(): Map<string, number> {
    const seconds = new Map<string, number>();
    for (const file of filesOf(this.directory, 'times', this.fileSystem))
      for (const line of this.text(join(this.directory, file))?.split('\n') ?? [])
        try {
          const record = JSON.parse(line);
          if (typeof record.seconds === 'number') seconds.set(keyOf(record), record.seconds);
        } catch {}
    return seconds;
  }

  /** Tells the other processes that this one has failed, and why. */
  fail(reason: string): void {
    writeFileAtomic(join(this.directory, failedName(this.rank)), `${reason}\n`, this.fileSystem);
  }

  /** Reason why another process has failed; undefined where none has. */
  failure(): string | undefined {
    const file = this.fileSystem.readdirSync(this.directory).find(isFailure);
    return file && this.text(join(this.directory, file))?.trim();
  }

  close(): void {
    for (const file of [this.file, this.times]) file?.close();
    this.file = undefined;
    this.times = undefined;
  }

  private text(path: string): string | undefined {
    const bytes = readFileIfThere(path, 'journal', this.fileSystem);
    return bytes && Buffer.from(bytes).toString();
  }

  /** Results of a file, and whether it is there and was written to its end. */
  private readFile(path: string): { records: TrialRecord[]; isWhole: boolean } {
    const text = this.text(path);
    if (text === undefined) return { records: [], isWhole: false };
    const lines = text.split('\n');
    const isCut = lines.pop() !== '';
    if (lines.length === 0) return { records: [], isWhole: false };
    const header = parsed(lines[0]);
    if ((header as Partial<StudyHeader> | undefined)?.format !== 'mlp-study')
      throw new MlpError(
        'data',
        `${path}:1: is no journal of mlp tune; move it away, or choose another --out`,
      );
    const difference = firstDifference(header, JSON.parse(JSON.stringify(this.header)), 'study');
    if (difference !== null)
      throw new MlpError(
        'data',
        `${path}: is the journal of another study: ${difference.replace(/^study\./, '')}; go back to what it was, ` +
          'choose another directory with --out, or replace that study with --force',
      );
    const records: TrialRecord[] = [];
    for (const [i, line] of lines.slice(1).entries()) {
      const record = recordSchema.safeParse(parsed(line));
      if (record.success) records.push(record.data);
      else if (i === lines.length - 2) return { records, isWhole: false };
      else
        throw new MlpError(
          'data',
          `${path}:${i + 2}: is no result of a trial: the file was changed; remove this line, and that trial is ` +
            'done again',
        );
    }
    return { records, isWhole: !isCut };
  }
}

/** Name of a result among those of a study. */
export const keyOf = ({ trial, rung = 0 }: Pick<TrialRecord, 'trial' | 'rung'>): string => `${trial}.${rung}`;

/** Results by rung, then trial: those that others depend on first. */
const inOrder = (records: readonly TrialRecord[]): TrialRecord[] =>
  [...records].sort((a, b) => (a.rung ?? 0) - (b.rung ?? 0) || a.trial - b.trial);

const textOf = (header: StudyHeader, records: readonly TrialRecord[]): string =>
  [header, ...inOrder(records)].map((line) => `${JSON.stringify(line)}\n`).join('');

const timeLine = ({ trial, rung }: TrialRecord, seconds: number): string =>
  `${JSON.stringify({ trial, ...(rung !== undefined && { rung }), seconds })}\n`;

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
