import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FileSystem, openRun, writeFileAtomic } from '../../src/files/index.js';
import { faultyFileSystem, systemError } from './faulty_file_system.js';
import { temporaryDirectory } from './temporary_directory.js';

const fresh = { force: false, resume: false };
const force = { force: true, resume: false };
const resume = { force: false, resume: true };

const refusedWith = (failure: string, message: RegExp) =>
  expect.objectContaining({ failure, message: expect.stringMatching(message) });

/** A process of this machine that is no more. */
const deadProcess = () => spawnSync(process.execPath, ['--version']).pid;

function lock(directory: string, holder: object): string {
  const path = join(directory, '.lock');
  fs.writeFileSync(
    path,
    JSON.stringify({ host: hostname(), started: 'unknown', token: 'feedfacefeedface', ...holder }),
  );
  return path;
}

describe('the directory', () => {
  it('is made with those above it, and gives the paths of the files', () => {
    const directory = join(temporaryDirectory(), 'runs', 'iris');
    const run = openRun(directory, fresh);
    expect(Object.fromEntries(Object.entries(run.paths).map(([key, path]) => [key, basename(path)]))).toEqual(
      {
        model: 'model.safetensors',
        checkpoint: 'checkpoint.safetensors',
        config: 'config.json',
        history: 'metrics.jsonl',
        metrics: 'metrics.json',
        background: 'background.json',
      },
    );
    writeFileAtomic(run.paths.model, 'x');
    expect(fs.readdirSync(directory).sort()).toEqual(['.lock', 'model.safetensors']);
    run.close();
    run.close();
    expect(fs.readdirSync(directory)).toEqual(['model.safetensors']);
  });

  it('may hold files of others, which stay', () => {
    const directory = temporaryDirectory();
    const others = [
      'notes.txt',
      '.hidden',
      '.model.safetensors.bak.tmp',
      '.other.1-0123456789ab.tmp',
      'a.tmp',
    ];
    for (const name of others) fs.writeFileSync(join(directory, name), 'mine');
    openRun(directory, force).close();
    expect(fs.readdirSync(directory).sort()).toEqual(others.sort());
  });

  it('is swept of the temporaries of a killed run', () => {
    const directory = temporaryDirectory();
    const killed = faultyFileSystem((_call, name) => {
      if (name === 'renameSync' || name === 'unlinkSync') throw new Error('killed');
    });
    const run = openRun(directory, fresh);
    for (const path of Object.values(run.paths)) {
      expect(() => writeFileAtomic(path, 'half', killed)).toThrow('killed');
    }
    expect(fs.readdirSync(directory)).toHaveLength(1 + 6);
    run.close();
    openRun(directory, fresh).close();
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it.each([
    'model.safetensors',
    'checkpoint.safetensors',
    'config.json',
    'metrics.jsonl',
    'metrics.json',
    'background.json',
  ])('with a %s is refused, and nothing is touched', (name) => {
    const directory = temporaryDirectory();
    fs.writeFileSync(join(directory, name), 'old');
    expect(() => openRun(directory, fresh)).toThrow(
      refusedWith('cannot_create', new RegExp(`already \\(${name}\\).*--force.*--resume.*--out`)),
    );
    expect(fs.readdirSync(directory)).toEqual([name]);
    expect(fs.readFileSync(join(directory, name), 'utf8')).toBe('old');
  });

  it('with a report: it goes, as soon as the run that it shows does', () => {
    for (const options of [force, resume]) {
      const directory = temporaryDirectory();
      fs.writeFileSync(join(directory, 'report.html'), 'drawn');
      fs.writeFileSync(join(directory, 'metrics.json'), '{}');
      openRun(directory, options).close();
      expect(fs.readdirSync(directory).filter((name) => name !== '.lock')).toEqual(['metrics.json']);
    }
  });

  it('with a run: --force takes only the checkpoint away, --resume nothing', () => {
    const directory = temporaryDirectory();
    const files = ['checkpoint.safetensors', 'metrics.json', 'model.safetensors'];
    for (const name of files) fs.writeFileSync(join(directory, name), 'old');
    openRun(directory, resume).close();
    openRun(directory, { force: true, resume: true }).close();
    expect(fs.readdirSync(directory).sort()).toEqual(files);
    openRun(directory, force).close();
    expect(fs.readdirSync(directory).sort()).toEqual(['metrics.json', 'model.safetensors']);
  });

  it('that is a file, or lies in one, is refused', () => {
    const file = join(temporaryDirectory(), 'file');
    fs.writeFileSync(file, '');
    expect(() => openRun(file, fresh)).toThrow(
      refusedWith('cannot_create', /file: cannot be created: file already/),
    );
    expect(() => openRun(join(file, 'a'), fresh)).toThrow(refusedWith('cannot_create', /not a directory/));
  });

  it('is unlocked again whichever call fails', () => {
    for (const code of ['EROFS', 'ENOSPC'] as const) {
      let opened = false;
      for (let k = 0; !opened; k++) {
        const directory = temporaryDirectory();
        fs.writeFileSync(join(directory, 'checkpoint.safetensors'), 'old');
        const failing = faultyFileSystem((call) => {
          if (call === k) throw systemError(code);
        });
        try {
          openRun(directory, force, failing).close();
          opened = true;
        } catch (error) {
          expect(error).toMatchObject({ failure: code === 'EROFS' ? 'cannot_create' : 'io' });
          openRun(directory, force).close();
        }
        expect(k).toBeLessThan(40);
      }
    }
  });
});

describe('the lock', () => {
  it('keeps a second run of this process out until the first closes', () => {
    const directory = temporaryDirectory();
    const run = openRun(directory, fresh);
    for (const options of [fresh, force, resume]) {
      expect(() => openRun(directory, options)).toThrow(
        refusedWith('cannot_create', new RegExp(`another run \\(process ${process.pid}\\) is writing into`)),
      );
    }
    run.close();
    openRun(directory, fresh).close();
  });

  it.skipIf(process.platform === 'win32')('keeps out while another process lives', () => {
    const directory = temporaryDirectory();
    lock(directory, { pid: process.ppid });
    expect(() => openRun(directory, force)).toThrow(refusedWith('cannot_create', /another run \(process/));
  });

  it('is on the disk, with the name of its holder, before the run begins', () => {
    const directory = temporaryDirectory();
    const calls: string[] = [];
    const run = openRun(
      directory,
      fresh,
      faultyFileSystem((_call, name) => calls.push(name)),
    );
    expect(calls.join(' ')).toMatch(
      /openSync writeSync fsyncSync closeSync linkSync unlinkSync readdirSync$/,
    );
    const holder = JSON.parse(fs.readFileSync(join(directory, '.lock'), 'utf8'));
    expect(holder).toMatchObject({ pid: process.pid, host: hostname() });
    run.close();
  });

  it('never stands there without the name of its holder', () => {
    for (let k = 0; ; k++) {
      const directory = temporaryDirectory();
      let died = false;
      const dying = faultyFileSystem((call) => {
        died = call >= k;
        if (died) throw new Error('killed');
      });
      try {
        openRun(directory, fresh, dying);
      } catch {}
      const path = join(directory, '.lock');
      if (fs.existsSync(path)) expect(JSON.parse(fs.readFileSync(path, 'utf8')).pid).toBe(process.pid);
      fs.rmSync(path, { force: true });
      openRun(directory, fresh).close();
      expect(fs.readdirSync(directory)).toEqual([]);
      if (!died) break;
    }
  });

  it('is made in its place where a file can have no second name', () => {
    for (const code of ['EPERM', 'ENOSYS', 'ENOTSUP'] as const) {
      const directory = temporaryDirectory();
      const without = faultyFileSystem((_call, name) => {
        if (name === 'linkSync') throw systemError(code);
      });
      const run = openRun(directory, fresh, without);
      expect(fs.readdirSync(directory)).toEqual(['.lock']);
      expect(() => openRun(directory, fresh, without)).toThrow(refusedWith('cannot_create', /another run/));
      run.close();
      expect(fs.readdirSync(directory)).toEqual([]);
    }
  });

  it('is waited for no longer where its holder sweeps the temporary of another', () => {
    const directory = temporaryDirectory();
    let holder: ReturnType<typeof openRun> | undefined;
    const late = faultyFileSystem((_call, name) => {
      if (name === 'linkSync') holder ??= openRun(directory, fresh);
    });
    expect(() => openRun(directory, fresh, late)).toThrow(refusedWith('cannot_create', /another run/));
    holder?.close();
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it('of a process that is gone is taken over', () => {
    const directory = temporaryDirectory();
    lock(directory, { pid: deadProcess() });
    const run = openRun(directory, fresh);
    expect(fs.readdirSync(directory)).toEqual(['.lock']);
    run.close();
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('of a process whose number another has now is taken over', () => {
    const directory = temporaryDirectory();
    lock(directory, { pid: process.pid, started: '1' });
    openRun(directory, fresh).close();
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it('of another machine is left alone', () => {
    const directory = temporaryDirectory();
    const path = lock(directory, { pid: deadProcess(), host: 'elsewhere' });
    expect(() => openRun(directory, resume)).toThrow(
      refusedWith('cannot_create', /process \d+ on "elsewhere"\).* if that run is over, remove .*\.lock$/),
    );
    expect(fs.existsSync(path)).toBe(true);
  });

  it.each(['', 'yarn', '[]', '{"pid":1}', '{"pid":1,"host":"x","started":"1","token":"../../x"}'])(
    'that says %j is not ours, and left alone',
    (content) => {
      const directory = temporaryDirectory();
      fs.writeFileSync(join(directory, '.lock'), content);
      expect(() => openRun(directory, force)).toThrow(
        refusedWith(
          'cannot_create',
          /\.lock: (another run is just starting|this lock was not made by mlp); .* remove that file$/,
        ),
      );
      expect(fs.readFileSync(join(directory, '.lock'), 'utf8')).toBe(content);
    },
  );

  it('taken over by another between our look and our move stays with that one', () => {
    const directory = temporaryDirectory();
    const path = lock(directory, { pid: deadProcess() });
    let other: { close(): void } | undefined;
    let reads = 0;
    const late = faultyFileSystem((_call, name) => {
      // 1: our own start, 2: the stale lock; now the other comes, and has done when we go on.
      if (name === 'closeSync' && fs.readFileSync(path, 'utf8').includes('feedface') && ++reads === 2) {
        other = openRun(directory, fresh);
      }
    });
    expect(() => openRun(directory, fresh, late)).toThrow(
      refusedWith('cannot_create', /another run \(process/),
    );
    expect(JSON.parse(fs.readFileSync(path, 'utf8')).token).not.toBe('feedfacefeedface');
    expect(fs.readdirSync(directory)).toEqual(['.lock']);
    other?.close();
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it('is taken over even where the process that began to do so was killed', () => {
    const directory = temporaryDirectory();
    lock(directory, { pid: deadProcess() });
    const takeover = JSON.stringify({
      pid: deadProcess(),
      host: hostname(),
      started: '1',
      token: '0'.repeat(16),
    });
    fs.writeFileSync(join(directory, '.lock.feedfacefeedface'), takeover);
    // of one that had ended its work but for this
    fs.writeFileSync(join(directory, '.lock.0123456789abcdef'), takeover);
    const run = openRun(directory, fresh);
    expect(fs.readdirSync(directory)).toEqual(['.lock']);
    run.close();
  });

  it('is not taken over while another process does so', () => {
    const directory = temporaryDirectory();
    const path = lock(directory, { pid: deadProcess() });
    const stale = fs.readFileSync(path, 'utf8');
    const takeover = { pid: process.pid, host: hostname(), started: 'unknown', token: '0'.repeat(16) };
    fs.writeFileSync(`${path}.feedfacefeedface`, JSON.stringify(takeover));
    expect(() => openRun(directory, fresh)).toThrow(refusedWith('cannot_create', /another run \(process/));
    expect(fs.readFileSync(path, 'utf8')).toBe(stale);
  });

  it('that is no longer ours is not removed on closing', () => {
    const directory = temporaryDirectory();
    const run = openRun(directory, fresh);
    const path = lock(directory, { pid: process.pid });
    run.close();
    expect(fs.existsSync(path)).toBe(true);
  });
});

it('makes a directory and those above it', () => {
  const directory = join(temporaryDirectory(), 'a', 'b', 'c');
  openRun(directory, fresh).close();
  expect(fs.statSync(directory).isDirectory()).toBe(true);
});

it('is refused where the file system makes no such directory, and does not try for ever', () => {
  const refusing = {
    ...fs,
    mkdirSync: () => {
      throw Object.assign(new Error('no such file or directory'), { code: 'ENOENT' });
    },
  } as unknown as FileSystem;
  expect(() => openRun('/proc/mlp', fresh, refusing)).toThrow(refusedWith('cannot_create', /\/proc\/mlp/));
});
