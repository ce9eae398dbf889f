import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { short, spread, table } from '../markdown.mjs';
import { progress, summary } from '../measure.mjs';
import { randomData } from '../peers/serve.mjs';
import { environmentOf, pythonWith, systems } from '../systems.mjs';

export const settings = { thorough: { runs: 7 }, quick: { runs: 2 } };

const program = join(import.meta.dirname, '../../../bin/mlp.js');
const script = join(import.meta.dirname, '../peers/program.py');

/** Numbers in a file above which its reading would be all that is measured. */
const MOST_NUMBERS = 1e7;

/**
 * Whole processes from shell to shell, in turn: read a CSV file, divide its rows, train, score. Seconds of `mlp train`
 * by each backend, and of a script with pandas and scikit-learn with one thread and with all.
 */
export function measure({ tasks, mine, settings: { runs } }) {
  const directory = mkdtempSync(join(tmpdir(), 'mlp-bench-'));
  try {
    const small = Object.entries(tasks).filter(([, { rows, inputs }]) => rows * inputs <= MOST_NUMBERS);
    return Object.fromEntries(
      small.map(([name, task]) => [name, one(name, task, { directory, mine, runs })]),
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function one(name, task, { directory, mine, runs }) {
  const data = join(directory, `${name}.csv`);
  const bytes = writeTable(data, task);
  const config = join(directory, `${name}.json`);
  writeFileSync(config, JSON.stringify(configOf(data, task)));
  const train = [program, 'train', config, '--force', '--quiet', '--out', join(directory, 'run')];
  const python = pythonWith('sklearn');
  const scripts = systems.filter(({ peer }) => peer === 'sklearn' && python);
  const commands = [
    ...mine.map(({ id, name }) => ({
      id,
      name,
      command: process.execPath,
      args: [...train, '--backend', id],
    })),
    ...scripts.map(({ id, name, env, usesOpenBlas }) => ({
      ...{ id, name, env, usesOpenBlas },
      command: python,
      args: [script, data, JSON.stringify(task)],
    })),
  ];
  const taken = commands.map(() => []);
  for (let run = 0; run <= runs; run++) {
    progress(`programs: ${name}, run ${run} of ${runs}`);
    commands.forEach((command, i) => {
      const seconds = timed(command);
      if (run > 0) taken[i].push(seconds);
    });
  }
  return {
    bytes,
    systems: Object.fromEntries(
      commands.map(({ id, name }, i) => [id, { name, seconds: summary(taken[i]) }]),
    ),
  };
}

/** Writes the rows of a task, normal numbers of four digits; the bytes of the file. */
function writeTable(file, { rows, inputs, classes }) {
  const { x, t } = randomData({ rows, inputs, classes });
  const header = [...Array.from({ length: inputs }, (_, j) => `x${j}`), 'label'].join();
  const lines = Array.from(
    { length: rows },
    (_, i) =>
      `${Array.from(x.subarray(i * inputs, (i + 1) * inputs), (value) => value.toFixed(4)).join()},c${t[i]}`,
  );
  const text = `${header}\n${lines.join('\n')}\n`;
  writeFileSync(file, text);
  return text.length;
}

const configOf = (train, { hidden, activation, batch_size, epochs }) => ({
  task: 'classification',
  data: { train, target: 'label', scale: 'none', split: { type: 'random', test: 0.1 } },
  layers: hidden.map((units) => ({ type: 'dense', units, activation })),
  optimizer: 'adam',
  training: { epochs, batch_size },
});

function timed(system) {
  const { command, args } = system;
  const start = performance.now();
  const { status, stderr, error } = spawnSync(command, args, { env: environmentOf(system) });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${command} ${args.slice(0, 3).join(' ')}: ${error ?? stderr}`);
  return seconds;
}

export function report(results, { systems, settings: { runs } }) {
  const [{ systems: measured }] = Object.values(results);
  const mine = systems.filter(({ id, ours }) => ours && measured[id]);
  const rows = Object.entries(results).map(([task, { bytes, systems: byId }]) => {
    const scripts = Object.keys(byId).filter((id) => !mine.some((system) => system.id === id));
    const best = Math.min(...scripts.map((id) => byId[id].seconds.median));
    return [
      task,
      `${short(bytes / 1e6)} MB`,
      ...Object.values(byId).map(({ seconds }) => spread(seconds)),
      ...mine.map(({ id }) => (scripts.length > 0 ? `${short(best / byId[id].seconds.median)}x` : '–')),
    ];
  });
  return [
    '## Whole programs',
    '',
    `Seconds from shell to shell, the median of ${runs} runs (least–most), in turn: a CSV file of normal numbers ` +
      'with four digits is read, a tenth of its rows set aside, a network trained, and scored on both parts; by ' +
      '`mlp train`, and by a Python script with pandas and scikit-learn.',
    '',
    table(
      [
        'task',
        'file',
        ...Object.values(measured).map(({ name }) => name),
        ...mine.map(({ name }) => `${name}: times as fast`),
      ],
      rows,
    ),
  ].join('\n');
}
