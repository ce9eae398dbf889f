// node mlp.mjs BACKEND: the built library, trained by `train` as the command does, without files.
import { readFileSync } from 'node:fs';
import { backends, prepareTask, trainTask } from '../task.mjs';
import { serve } from './serve.mjs';

const [backend] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));

await serve(version, (task) => {
  const prepared = prepareTask(task, backends[backend]);
  return async (deadline) => {
    let steps = 0;
    const { history } = await trainTask(prepared, {
      onSteps(run) {
        steps = run.step;
      },
      stop: () => (performance.now() > deadline ? 'time_limit' : null),
    });
    return { steps, loss: history.at(-1)?.train.loss };
  };
});
