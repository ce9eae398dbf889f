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
    const doubt = 'all of its dates can be of the format %y.%m.%d as well as of %d.%m.%y';
    expect(stderr).toContain(doubt);
    const warned = (await world.done('train bare.json')).stderr;
    expect(warned).toContain(doubt);
    const [, advice] = warned.split('for the other, ');
    const [other, confirmed] = advice.split('\n')[0].split('; to confirm, ').map(flagsIn);
    const begins = (await world.done(`train bare.json --out other ${other.join(' ')}`)).stderr;
    expect(begins).toContain('column q holds dates (%y.%m.%d)');
    const sure = (await world.done(`train bare.json --out sure ${confirmed.join(' ')}`)).stderr;
    expect(sure).not.toContain('as well as');
  });
});
