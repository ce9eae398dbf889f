import { describe, expect, it } from 'vitest';
import type { Json, Project } from '../cli/project.js';
import { publicCase } from './public_case.js';

describe('a right gradient on targets of 4e5 and more (tesseract-core#740)', () => {
  const gradcheck = async (world: Project, flags: string): Promise<Json> =>
    JSON.parse((await world.done(`gradcheck ${flags} --json`)).stdout);
  const kinks = ({ tensors }: Json) => tensors.flatMap((tensor: Json) => tensor.kinks);

  it.each([0, 1, 2, 3, 4])('passes with default flags, and tanh has no kinks (seed %d)', async (seed) => {
    const result = await gradcheck(publicCase('num-23-gradcheck'), `h.json --seed ${seed}`);
    expect(result.passed).toBe(true);
    expect(kinks(result)).toEqual([]);
    expect(result.undecidable).toBeGreaterThan(0);
    expect(result.undecidable).toBeLessThan(257);
  });

  it('says how many elements rounding leaves undecided, and what decides them', async () => {
    const world = publicCase('num-23-gradcheck');
    const { stdout, stderr } = await world.done('gradcheck h.json');
    expect(stdout).toMatch(/^tensor +shape +elements +kinks +undecidable +error \/ tolerance +result$/m);
    const [, count, advice] =
      /^warning: (\d+) of 257 elements could not be decided: .+; (--eps \S+) or smaller targets/m.exec(
        stderr,
      )!;
    expect(Number(count)).toBe((await gradcheck(world, 'h.json')).undecidable);
    for (const flags of [advice, '--set data.target_scale=standard']) {
      const result = await gradcheck(world, `h.json ${flags}`);
      expect([result.passed, kinks(result)]).toEqual([true, []]);
      // with the larger step a derivative of 17 among those of 1e6 is left
      expect(result.undecidable).toBeLessThanOrEqual(advice === flags ? 1 : 0);
    }
  });

  it('targets of 5e6 pass, those of 5e9 are undecidable for the greater part', async () => {
    const world = publicCase('num-23-gradcheck');
    expect((await gradcheck(world, 'c.json')).passed).toBe(true);
    const { passed, undecidable } = await gradcheck(world, 'c.json --set data.train=d9.csv');
    expect(passed).toBe(true);
    expect(undecidable).toBeGreaterThan(5);
  });
});
