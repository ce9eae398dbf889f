import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { type Program, start } from './program.js';
import { trainedProject } from './served.js';

const project = trainedProject();

const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });

/** Asks once; an error where no whole answer came. */
const ask = (agent: Agent, port: number, id: number) =>
  new Promise<{ id: number; sha: string }>((done, fail) => {
    const body = JSON.stringify({ id, color: 'red', x: id % 7, z: 2, day: '2024-01-01' });
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const options = { agent, host: '127.0.0.1', port, method: 'POST', path: '/predict?keep=id', headers };
    const asked = httpRequest(options, (response: IncomingMessage) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk)).on('error', fail);
      response.on('end', () => {
        const { predictions } = JSON.parse(text);
        if (response.statusCode !== 200) fail(new Error(text));
        else done({ id: Number(predictions[0].id), sha: String(response.headers['mlp-model-sha256']) });
      });
    });
    asked.on('error', fail);
    asked.end(body);
  });

it('loses none of 10,000 requests in which a model is trained anew and the server is ended and started', async () => {
  const { directory, done } = project();
  const port = await freePort();
  const serve = () => start(['serve', 'runs/class', '--port', String(port)], directory);
  let program: Program = await serve();
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const total = 10_000;
  const seen = new Set<number>();
  const shas = new Set<string>();
  const lost: unknown[] = [];
  let refused = 0;
  let next = 0;
  const worker = async () => {
    while (next < total) {
      const id = next++;
      for (;;) {
        try {
          const answer = await ask(agent, port, id);
          expect(answer.id).toBe(id);
          seen.add(id);
          shas.add(answer.sha);
          break;
        } catch (error) {
          // nobody has taken it while no server listens: it is asked again
          if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') {
            lost.push(error);
            break;
          }
          refused++;
          await new Promise((wait) => setTimeout(wait, 20));
        }
      }
    }
  };
  const all = Promise.all(Array.from({ length: 16 }, worker));
  await expect.poll(() => seen.size).toBeGreaterThan(1500);
  await done('train class.json --out runs/class --force --quiet --seed 11');
  await expect.poll(() => shas.size).toBe(2);
  const before = seen.size;
  expect(before).toBeLessThan(total);
  expect(await program.end('SIGTERM')).toBe(143);
  program = await serve();
  await all;
  expect(await program.end('SIGTERM')).toBe(143);
  agent.destroy();
  expect(lost).toEqual([]);
  expect(seen.size).toBe(total);
  expect(refused).toBeGreaterThan(0);
});
