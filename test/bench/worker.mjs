import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { environmentOf } from './systems.mjs';

/** Longer than any run may take: a process that says nothing for so many seconds has hung. */
const PATIENCE = 300;

/**
 * A process that answers each line of JSON with one (see peers/serve.mjs), and says its version and peak when it is
 * ready.
 */
export class Worker {
  #process;
  #answers;
  #errors = '';

  constructor(system) {
    const { name, command, options } = system;
    this.name = name;
    this.#process = spawn(command, options, { env: environmentOf(system) });
    this.#process.on('error', (error) => {
      this.#errors += error.message;
    });
    this.#process.stderr.on('data', (text) => {
      this.#errors = (this.#errors + text).slice(-2000);
    });
    this.#process.stdin.on('error', () => {}); // the process is gone: #answer says so
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** Returns the message that the worker is ready. */
  ready() {
    return this.#answer();
  }

  /** Has the data of a task put into memory. */
  load(task) {
    return this.#ask({ load: task });
  }

  /** Whole trainings for at least `minimum` seconds, ended at `limit`: seconds, steps, peak. */
  train(how) {
    return this.#ask({ train: how });
  }

  end() {
    this.#process.kill();
  }

  #ask(request) {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    return this.#answer();
  }

  async #answer() {
    const hung = setTimeout(() => this.end(), 1000 * PATIENCE);
    const { done, value } = await this.#answers.next();
    clearTimeout(hung);
    if (done) throw new Error(`${this.name} ended: ${this.#errors.trim().split('\n').at(-1)}`);
    return JSON.parse(value);
  }
}
