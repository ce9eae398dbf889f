/**
 * npm run bench:serve: requests a second and their 99th percentile, of `mlp serve` on this machine, for 1, 64 and 1,000
 * rows of iris a request.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';

const seconds = Number(process.argv[2] ?? 5);
const repository = join(import.meta.dirname, '../..');
const program = join(repository, 'bin/mlp.js');
const run = join(mkdtempSync(join(tmpdir(), 'mlp-serve-')), 'iris');
const train = spawn(
  process.execPath,
  [program, 'train', join(repository, 'configs/iris.json'), '--out', run, '--quiet'],
  { stdio: 'ignore' },
);
await once(train, 'exit');
const server = spawn(process.execPath, [program, 'serve', run, '--port', '0', '--quiet']);
const [address] = await once(server.stdout, 'data');

const [header, ...lines] = readFileSync(join(repository, 'datasets/iris.csv'), 'utf8').trim().split('\n');
const names = header.split(',');
const row = (i) => {
  const fields = lines[i % lines.length].split(',');
  return Object.fromEntries(names.slice(0, 4).map((name, j) => [name, Number(fields[j])]));
};
const rows = (count) => Array.from({ length: count }, (_, i) => row(i));
const bodies = {
  'application/json': (count) => JSON.stringify(rows(count)),
  'application/x-ndjson': (count) =>
    rows(count)
      .map((each) => `${JSON.stringify(each)}\n`)
      .join(''),
  'text/csv': (count) =>
    [names.slice(0, 4), ...rows(count).map(Object.values)].map((each) => `${each.join(',')}\n`).join(''),
};

console.log('| body | rows | requests/s | rows/s | p50 ms | p99 ms | failed |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const [type, bodyOf] of Object.entries(bodies))
  for (const count of [1, 64, 1000]) {
    const options = { url: `${String(address).trim()}/predict`, method: 'POST', connections: 8 };
    const request = { ...options, headers: { 'content-type': type }, body: bodyOf(count) };
    await autocannon({ ...request, duration: 1 });
    const { requests, latency, non2xx, errors } = await autocannon({ ...request, duration: seconds });
    const figures = [requests.average, requests.average * count, latency.p50, latency.p99, non2xx + errors];
    console.log(`| ${type} | ${count} | ${figures.map((n) => n.toLocaleString('en')).join(' | ')} |`);
  }
server.kill();
