import { describe, expect, test } from 'vitest';
import { bare, flagsIn, rows } from './doubts.js';
import { project } from './project.js';

const two = (number: number) => String(number).padStart(2, '0');

describe('years of two digits', () => {
  test('the ends of quarters can begin with their year: both say so, with a flag that works', async () => {
    const quarters = ['31.03', '30.06', '30.09', '31.12'];
    const content = rows('q,x,y', (i) => `${quarters[i % 4]}.${two(5 + (i >> 2))},${(i * 7) % 31},${i / 8}`);
    const world = project({ 'data.csv': content, 'bare.json': bare('y') });
    const { stdout, stderr } = await world.done('init data.csv');
    expect(JSON.parse(stdout).data.columns.q.format).toBe('%d.%m.%y');
    const doubt = 'all of its dates can be of the format %1930y.%m.%d as well as of %d.%m.%y';
    expect(stderr).toContain(doubt);
    expect(stderr).toContain('the flags in these notes on columns and the split are for mlp train');
    const [flag] = flagsIn(stderr);
    expect((await world.mlp(`init data.csv ${flag}`)).stderr).toContain(
      'give other keys to mlp train, or write them',
    );
    const warned = (await world.done('train bare.json')).stderr;
    expect(warned).toContain(doubt);
    const [, advice] = warned.split('for the other, ');
    const [other, confirmed] = advice.split('\n')[0].split('; to confirm, ').map(flagsIn);
    const begins = (await world.done(`train bare.json --out other ${other.join(' ')}`)).stderr;
    expect(begins).toContain('column q holds dates (%1930y.%m.%d)');
    const sure = (await world.done(`train bare.json --out sure ${confirmed.join(' ')}`)).stderr;
    expect(sure).not.toContain('as well as');
  });

  test('that go on over 68 | 69 are in one century, and both say which it is, with a flag for another', async () => {
    const content = rows(
      'born,x,y',
      (i) => `24.${two((i % 12) + 1)}.${45 + (i % 25)},${(i * 7) % 31},${i / 8}`,
    );
    const world = project({ 'data.csv': content, 'bare.json': bare('y') });
    const years =
      'born: its years of two digits are 1930 to 2029: 1945-01-24 to 1969-02-24; for 2000 to 2099, --set';
    const { stdout, stderr } = await world.done('init data.csv');
    expect(stderr).toContain(`note: ${years}`);
    world.write('c.json', stdout);
    expect((await world.done('train c.json --out settled --set training.epochs=1')).stderr).not.toContain(
      years,
    );
    const noted = (await world.done('train bare.json')).stderr;
    expect(noted).toContain(`note: column ${years}`);
    const [, advice] = noted.split('for 2000 to 2099, ');
    await world.done(`train bare.json --out later ${flagsIn(advice.split('\n')[0]).join(' ')}`);
    const days = async (run: string) => {
      const { stdout } = await world.done(`explain ${run} --column born --grid 2 --json --quiet`);
      return JSON.parse(stdout).points.map(({ value }: { value: string }) => value.slice(0, 2));
    };
    expect(await days('runs/bare')).toEqual(['19', '19']);
    expect(await days('later')).toEqual(['20', '20']);
  });
});

test('clocks with an offset beside others are counted, by init and by train', async () => {
  const hour = (i: number) => new Date(Date.UTC(2024, 0, 1) + i * 31 * 60_000).toISOString().slice(0, 19);
  for (const count of [40, 1200]) {
    const content = rows('t,y', (i) => `${hour(i)}${i % 4 ? '' : '+02:00'},${(i * 7) % 24}.5`, count);
    const world = project({ 'data.csv': content, 'bare.json': bare('y') });
    const note = `t: ${count / 4} of ${count} dates have an offset from UTC and are moved to UTC, the others have none`;
    expect((await world.done('init data.csv')).stderr).toContain(`note: ${note}`);
    expect((await world.done('train bare.json')).stderr).toContain(`warning: column ${note}`);
  }
  const alike = rows('t,y', (i) => `${hour(i)}Z,${(i * 7) % 24}.5`);
  const world = project({ 'data.csv': alike, 'bare.json': bare('y') });
  expect((await world.done('train bare.json')).stderr).not.toContain('offset');
});
