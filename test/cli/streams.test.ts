import { Readable, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.js';
import { mlp, repository, shell } from '../helpers/cli.js';
import { isLong, sample } from '../helpers/runs.js';

const isColoured = (text: string) => text !== stripVTControlCharacters(text);

describe('colour', () => {
  const cases: [
    what: string,
    args: string[],
    env: Record<string, string>,
    isTerminal: boolean,
    wanted: boolean,
  ][] = [
    ['a terminal', [], {}, true, true],
    ['a pipe', [], {}, false, false],
    ['NO_COLOR', [], { NO_COLOR: '1' }, true, false],
    ['NO_COLOR, but empty', [], { NO_COLOR: '' }, true, true],
    ['TERM=dumb', [], { TERM: 'dumb' }, true, false],
    ['--no-color', ['--no-color'], {}, true, false],
    ['FORCE_COLOR in a pipe', [], { FORCE_COLOR: '1' }, false, true],
    ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, true, false],
    ['FORCE_COLOR before NO_COLOR', [], { FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    ['--no-color before FORCE_COLOR', ['--no-color'], { FORCE_COLOR: '1' }, true, false],
  ];
  test.each(cases)('%s', async (_, args, env, isTerminal, wanted) => {
    const terminals = isTerminal ? (['stdout', 'stderr'] as const) : [];
    const list = await mlp(['generate', ...args], { env, terminals });
    expect(isColoured(list.stdout)).toBe(wanted);
    const help = await mlp(['generate', '--help', ...args], { env, terminals });
    expect(isColoured(help.stdout)).toBe(wanted);
    for (const bad of [['--nonsense'], ['nonsense']]) {
      const error = await mlp(['generate', ...bad, ...args], { env, terminals });
      expect(isColoured(error.stderr)).toBe(wanted);
    }
  });

  test('each stream is judged by itself', async () => {
    const { stdout, stderr } = await mlp(['check', 'configs/iris.json'], { terminals: ['stderr'] });
    expect([isColoured(stdout), isColoured(stderr)]).toEqual([false, true]);
  });
});

// what rows 56, 57, 58, 65 and 73 of bad_inputs ask, too, which are in the short form
const whole = test.runIf(isLong);

describe('output', () => {
  whole('`| head -1` ends quietly', async () => {
    const { code, stdout, stderr } = await shell('mlp generate xor --rows 200000 | head -1');
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'x1,x2,label\n', stderr: '' });
  });

  whole('/dev/full is an error of writing', async () => {
    for (const call of ['schema', 'generate xor', '--help', '--version']) {
      const { code, stderr } = await shell(`mlp ${call} > /dev/full`);
      expect({ call, code }).toEqual({ call, code: 74 });
      expect(stderr).toBe('error: stdout: cannot be written: no space left on device\n');
    }
  });

  whole('stderr that cannot be written changes nothing', async () => {
    expect((await shell('mlp generate nonsense 2> /dev/full')).code).toBe(2);
    expect((await shell('mlp check configs/iris.json 2> /dev/full')).code).toBe(0);
  });

  whole('10 MB arrive whole through a slow pipe', async () => {
    const { code, stdout } = await shell('mlp generate xor --rows 250000 | (sleep 1; wc -lc)');
    const [lines, bytes] = stdout.trim().split(/\s+/).map(Number);
    expect({ code, lines }).toEqual({ code: 0, lines: 250_001 });
    expect(bytes).toBeGreaterThan(9e6);
  });

  test('a slow reader is waited for, so that memory stays bounded', async () => {
    let most = 0;
    const stdout = new Writable({
      highWaterMark: 1,
      write(_, __, done) {
        most = Math.max(most, this.writableLength);
        setImmediate(done);
      },
    });
    const code = await run(['generate', 'xor', '--rows', '20000'], { ...silent(), stdout });
    expect(code).toBe(0);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(100_000);
  });
});

describe('input', () => {
  test('a closed stdin and a directory hold no data', async () => {
    for (const stdin of sample(['<&-', '< /dev/null', '< datasets'], 1)) {
      const { code, stderr } = await shell(`mlp init - ${stdin}`);
      expect({ stdin, code }).toEqual({ stdin, code: 65 });
      expect(stderr).toContain('no data');
    }
  });

  whole('neither a home nor a writable directory is needed', async () => {
    const { code } = await shell('cd / && mlp generate xor --rows 1', { env: { HOME: '/nonexistent' } });
    expect(code).toBe(0);
  });
});

describe('a bug of ours', () => {
  const broken = () =>
    new Writable({
      write() {
        throw new Error('boom');
      },
    });
  const outcome = async (args: readonly string[], env = {}) => {
    let text = '';
    const stderr = new Writable({
      write(chunk, _, done) {
        text += chunk;
        done();
      },
    });
    return { code: await run(args, { ...silent(), env, stdout: broken(), stderr }), text };
  };

  test('says so with 70, and without a stack', async () => {
    const { code, text } = await outcome(['schema']);
    expect(code).toBe(70);
    expect(text).toMatch(
      /^error: a bug of mlp .*: Error: boom; please report it, with what --debug shows\n$/,
    );
  });

  test('has its stack with --debug or MLP_DEBUG', async () => {
    expect((await outcome(['schema', '--debug'])).text).toMatch(/^ +at .*streams\.test/m);
    expect((await outcome(['schema'], { MLP_DEBUG: '1' })).text).toMatch(/^ +at /m);
    expect((await outcome(['schema'], { MLP_DEBUG: '0' })).text).not.toMatch(/^ +at /m);
  });
});

test('a known error has its stack with --debug alone', async () => {
  expect((await mlp(['init', 'nowhere.csv'])).stderr).not.toMatch(/^ +at /m);
  expect((await mlp(['init', 'nowhere.csv', '--debug'])).stderr).toMatch(/^ +at /m);
});

const silent = () => ({
  stdin: Readable.from([]),
  stdout: new Writable({ write: (_, __, done) => done() }),
  stderr: new Writable({ write: (_, __, done) => done() }),
  env: {},
  cwd: repository,
  onSignal: () => () => {},
});
