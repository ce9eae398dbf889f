import { megabytes, short, spread, table } from '../markdown.mjs';
import { rivals } from '../systems.mjs';

export function report(results, { tasks, systems, settings: { rounds, warm, limit, share } }) {
  const shortened = share < 1 ? ` All took ${100 * share} % of the epochs.` : '';
  const there = systems.filter(({ command }) => command);
  return [
    '## Training',
    '',
    'Data in memory; timed is the building of the model, its training (Adam, cross-entropy, shuffled ' +
      'mini-batches), and nothing else: no',
    'imports, no files. Microseconds a step; "times as fast" is the time of the better of scikit-learn and ' +
      'PyTorch by ours, over 1 where we',
    'are faster. mlp, scikit-learn, PyTorch and ml-fnn compute in float64, TensorFlow.js in float32; ml-fnn has ' +
      'neither Adam nor relu.',
    'mlp uses as many threads as it does when nobody tells it; scikit-learn and PyTorch are measured with one ' +
      'and with all, and the faster counts.',
    coresOf(results),
    '',
    `Warm: the median of ${rounds * warm} runs (least–most), ${warm} for each new process of every system, after ` +
      'half a second of trainings.',
    `A run that was not done after ${limit} s ended there: * marks what took fewer than all steps.${shortened}`,
    '',
    times(results, there, 'warm'),
    '',
    `The first training of a process, what is compiled included: the median of ${rounds} (least–most).`,
    '',
    times(results, there, 'first'),
    '',
    'Mean loss in the last epoch of the first training, of systems that say it and did all steps: all learn the ' +
      'same task.',
    '',
    losses(results, there),
    '',
    'Memory: the peak of a process after its first training, and of one that has only loaded the system (idle).',
    '',
    memory(results, there, tasks),
    ...notes(results, systems),
  ].join('\n');
}

/** Text on the speed of the cores before each run: see cores.mjs. */
function coresOf(results) {
  const measured = Object.values(results)
    .flatMap(Object.values)
    .filter(({ failed }) => !failed);
  const sum = (of) => measured.reduce((total, result) => total + of(result), 0);
  const runs = sum(({ first, warm }) => first.runs + warm.runs);
  return (
    'Before a run all cores compute until each is as fast as one alone, for up to 3 s: in vain before ' +
    `${sum(({ busy }) => busy)} of ${runs} runs.`
  );
}

function times(results, systems, kind) {
  const mine = systems.filter(({ ours }) => ours);
  const header = [
    'task',
    ...systems.map(({ name }) => name),
    ...mine.map(({ name }) => `${name}: times as fast`),
  ];
  const rows = Object.entries(results).map(([task, byId]) => [
    task,
    ...systems.map(({ id }) => cell(byId[id], kind)),
    ...mine.map(({ id }) => ratio(byId, id, kind)),
  ]);
  return table(header, rows);
}

const cell = (result, kind) =>
  result.failed ? 'failed' : spread(result[kind], result.steps < result.planned ? '*' : '');

function losses(results, systems) {
  const loss = (result) => (result.failed || result.loss === null ? '–' : short(result.loss));
  return table(
    ['task', ...systems.map(({ name }) => name)],
    Object.entries(results).map(([task, byId]) => [task, ...systems.map(({ id }) => loss(byId[id]))]),
  );
}

/** The time of the better rival by that of `id`. */
function ratio(byId, id, kind) {
  const times = rivals.flatMap((rival) => byId[rival]?.[kind]?.median ?? []);
  if (times.length === 0 || byId[id].failed) return '–';
  return `${short(Math.min(...times) / byId[id][kind].median)}x`;
}

function memory(results, systems, tasks) {
  const [first] = Object.values(results);
  const value = ({ failed, memory }, what) => (failed ? '–' : megabytes(memory[what]));
  const rows = Object.entries(results).map(([task, byId]) => [
    task,
    megabytes(8 * tasks[task].rows * tasks[task].inputs),
    ...systems.map(({ id }) => value(byId[id], 'peak')),
  ]);
  return table(
    ['task', 'x in float64', ...systems.map(({ name }) => name)],
    [['idle', '–', ...systems.map(({ id }) => value(first[id], 'idle'))], ...rows],
  );
}

/** Notes on systems that were not there, and on runs that failed. */
function notes(results, systems) {
  const absent = systems
    .filter(({ command }) => !command)
    .map(({ name, missing }) => `- ${name}: ${missing}`);
  const failures = Object.entries(results).flatMap(([task, byId]) =>
    Object.values(byId).flatMap(({ failed }) => (failed ? [`- ${task}: ${failed}`] : [])),
  );
  return absent.length + failures.length > 0 ? ['', ...absent, ...failures] : [];
}
