// node ensemble.mjs BACKEND TASK MEMBERS LIMIT: microseconds a step of a network, and of an ensemble of such networks
// that share weights, as one line of JSON. Both are trained in turn, so that what slows one down slows the other.
import { backends, prepareTask, trainTask } from '../task.mjs';

const [backend, json, members, limit] = process.argv.slice(2);
const task = JSON.parse(json);
const turns = 5;

const networks = {
  plain: prepareTask(task, backends[backend]),
  shared: prepareTask({ ...task, ensemble: { type: 'shared', members: Number(members) } }, backends[backend]),
};
const taken = { plain: [], shared: [] };
for (let turn = 0; turn <= turns; turn++) {
  for (const [name, prepared] of Object.entries(networks)) {
    const start = performance.now();
    const deadline = start + 1000 * Number(limit);
    let steps = 0;
    await trainTask(prepared, {
      onSteps(run) {
        steps = run.step;
      },
      stop: () => (performance.now() > deadline ? 'time_limit' : null),
    });
    // the first turn compiles
    if (turn > 0) taken[name].push((1000 * (performance.now() - start)) / steps);
  }
}
console.log(JSON.stringify(taken));
