import { runStudy, type Task } from '../../../src/studies/tune/run_study.js';
import { parseSpace } from '../../../src/studies/tune/space/space.js';
import { type StrategyName, strategies } from '../../../src/studies/tune/strategies/index.js';
import { Study, type StudyOptions } from '../../../src/studies/tune/study.js';

/** Study of a plain function of the values, in as many steps as there are, one after the other. */
export function simulate(
  space: object,
  f: (values: Record<string, number>) => number,
  { strategy, ...options }: { strategy: StrategyName } & Partial<Omit<StudyOptions, 'strategy' | 'space'>>,
): Study {
  const study = new Study({
    ...{ trials: 50, ahead: 1, seed: 0, direction: 'lower' },
    ...options,
    space: parseSpace(JSON.stringify(space), 'space.json'),
    strategy: strategies[strategy],
  });
  for (let step = 0; step < study.length; step++) {
    const { trial, values, ...rung } = study.trial(step);
    study.add({ trial, ...rung, values: values as never, value: f(values as Record<string, number>) });
  }
  return study;
}

/** Runs a study by so many workers, whose trials end after as many turns as `turns` says. */
export async function runBy(
  study: Study,
  workers: number,
  value: (task: Task) => number,
  turns: (task: Task) => number,
): Promise<Study> {
  await runStudy(study, {
    workers,
    async train(task) {
      for (let i = 0; i < turns(task); i++) await new Promise((resolve) => setImmediate(resolve));
      const { trial, values, ...rung } = task;
      return { trial, ...rung, values: values as never, value: value(task) };
    },
    onResult() {},
    stop: () => null,
  });
  return study;
}
