import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { iris, project } from './project.js';

const trained = async () => {
  const here = project({ 'iris.json': iris() });
  await here.done('train iris.json --quiet');
  return here;
};

test('writes report.html into the run and prints where; notes go to stderr', async () => {
  const { done, directory, read } = await trained();
  const { stdout, stderr } = await done('report runs/iris');
  expect(resolve(stdout.trimEnd())).toBe(join(directory, 'runs/iris/report.html'));
  expect(stderr).toMatch(/^note: \d+ charts\n$/);
  expect(read('runs/iris/report.html')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
  expect((await done('report runs/iris --quiet')).stderr).toBe('');
  const before = read('runs/iris/report.html');
  await done('report runs/iris/model.safetensors');
  expect(read('runs/iris/report.html')).toBe(before);
});

test('sweeps what a killed process left of its files, and nothing else', async () => {
  const { done, directory } = await trained();
  const { pid: dead } = spawnSync(process.execPath, ['--version']);
  const write = (name: string) => writeFileSync(join(directory, 'runs/iris', name), 'half');
  const others = [`.report.html.${process.pid}-0123456789ab.tmp`, `.other.html.${dead}-0123456789ab.tmp`];
  for (const name of [...others, `.report.html.${dead}-0123456789ab.tmp`]) write(name);
  await done('report runs/iris');
  expect(readdirSync(join(directory, 'runs/iris')).filter((name) => name.endsWith('.tmp'))).toEqual(
    others.sort(),
  );
});

test('--out: another file, or stdout; --svg: each picture; --json: what was drawn', async () => {
  const { done, directory, read } = await trained();
  await done('report runs/iris --out other.html --quiet');
  const { stdout } = await done('report runs/iris --out -');
  expect(stdout).toBe(read('other.html'));
  expect(existsSync(join(directory, 'runs/iris/report.html'))).toBe(false);

  const json = JSON.parse((await done('report runs/iris --svg a/b --json')).stdout);
  expect(json.charts[0]).toEqual({ name: 'learning_curves', title: 'Learning curves' });
  expect(readdirSync(join(directory, 'a/b')).sort()).toEqual([...json.pictures].sort());
  expect(json.pictures).toContain('confusion-matrix.svg');
  expect(json.html).toMatch(/report\.html$/);
});

test('what cannot be read or written is said', async () => {
  const { mlp, directory, write } = await trained();
  const failed = async (args: string) => {
    const { code, stdout, stderr } = await mlp(`report ${args}`);
    expect(stdout).toBe('');
    return `${code} ${stderr}`;
  };
  expect(await failed('nowhere')).toMatch(/^66 error: .*nowhere: model not found/);
  expect(await failed('iris.json')).toMatch(/^65 error: .*is a JSON file, not a model/);
  expect(await failed('runs/iris --out nowhere/x.html')).toMatch(/^73 error: .*nowhere\/x\.html/);
  writeFileSync(join(directory, 'taken'), '');
  expect(await failed('runs/iris --svg taken')).toMatch(/^73 error: .*taken/);
  write('runs/iris/metrics.jsonl', '{"epoch": 1}\n');
  expect(await failed('runs/iris')).toMatch(/^65 error: .*metrics\.jsonl:1: is not what mlp train writes/);
});
