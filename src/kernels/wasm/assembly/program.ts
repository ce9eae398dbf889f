// Programs: lists of commands in memory, each the number of a function and its arguments, 8 bytes each.
//
// A program that threads share falls into parts. A part may begin when so many parts before it are done; all threads
// take the next part from one counter, so that a thread that is late or gone costs nothing but what it has begun.
//
// The control block, by lines of the cache:
//   0    ticket: number of the run (upper half), next part (lower half)
//   64   parts done in this run
//   128  the run's table of parts (lower half) and their number (upper half)
// 192  not 0: a worker has failed; 196 parts that the main thread did itself, 200 naps that it took, in the latest runs
// A part is 16 bytes: how many parts have to be done before, then where its commands begin and end.

@external('program', 'execute')
declare function execute(at: usize, end: usize): void;

const DONE: usize = 64;
const TABLE: usize = 128;
const FAILED: usize = 192;
const MAIN_PARTS: usize = 196;
const NAPS: usize = 200;
const PART: usize = 16;
/** The lower half of a ticket that is for none. */
const NO_PART: i64 = 0x7fffffff;

/** Looks at the parts done before the main thread gives its core away, and nanoseconds until it looks again. */
const LOOKS: i32 = 60000;
const NAP: i64 = 50000;

// The series of a program: what its runs read and leave, see Series in kernels.ts.
let input: usize = 0;
let inputNumbers: i32 = 0;
let inputs: usize = 0;
let output: usize = 0;
let outputNumbers: i32 = 0;
let outputs: usize = 0;

/** Sets where the next runs of `run` and `runShared` find what changes from one to the next. */
export function useSeries(
  input_: usize, inputNumbers_: i32, inputs_: usize, output_: usize, outputNumbers_: i32, outputs_: usize,
): void {
  input = input_;
  inputNumbers = inputNumbers_;
  inputs = inputs_;
  output = output_;
  outputNumbers = outputNumbers_;
  outputs = outputs_;
}

/** Copies, before run k, its row of the inputs. */
@inline function read(k: i32): void {
  const from = inputs + (((k * inputNumbers) as usize) << 3);
  for (let i: usize = 0; i < ((inputNumbers as usize) << 3); i += 8) f64.store(input + i, f64.load(from + i));
}

/** Copies, after run k, its row of the outputs. Returns whether the first of them is finite. */
@inline function write(k: i32): bool {
  const to = outputs + (((k * outputNumbers) as usize) << 3);
  for (let i: usize = 0; i < ((outputNumbers as usize) << 3); i += 8) f64.store(to + i, f64.load(output + i));
  return isFinite(f64.load(output));
}

/** Runs commands `times` times, as long as the first output is finite. Returns how often. */
export function run(from: usize, to: usize, times: i32): i32 {
  for (let k = 0; k < times; k++) {
    read(k);
    execute(from, to);
    if (!write(k)) return k + 1;
  }
  return times;
}

/**
 * Runs a program with other threads; −1 where one has failed. `naps`: how often the main one may find nothing done
 * after a nap.
 */
export function runShared(control: usize, table: usize, parts: i32, times: i32, naps: i32): i32 {
  store<i32>(control + MAIN_PARTS, 0);
  store<i32>(control + NAPS, 0);
  for (let k = 0; k < times; k++) {
    read(k);
    const ticket = atomic.load<i64>(control);
    // no part of the last run's number may be taken from this run's table, should that have more
    atomic.store<i64>(control, ticket | NO_PART);
    atomic.store<i32>(control + DONE, 0);
    atomic.store<i64>(control + TABLE, ((parts as i64) << 32) | (table as i64));
    atomic.store<i64>(control, ((ticket >> 32) + 1) << 32);
    if (!finish(control, parts, naps)) return -1;
    if (!write(k)) return k + 1;
  }
  return times;
}

/** Takes parts until all are done. */
function finish(control: usize, parts: i32, naps: i32): bool {
  let looks = 0;
  while (true) {
    if (takePart(control)) {
      store<i32>(control + MAIN_PARTS, load<i32>(control + MAIN_PARTS) + 1);
      looks = 0;
      continue;
    }
    const done = atomic.load<i32>(control + DONE);
    if (done == parts) return true;
    if (++looks < LOOKS) continue;
    store<i32>(control + NAPS, load<i32>(control + NAPS) + 1);
    if (atomic.load<i32>(control + FAILED) != 0 || looks - LOOKS > naps) return false;
    atomic.wait<i32>(control + DONE, done, NAP);
  }
}

/** Does the next part, if there is one that may begin. */
function takePart(control: usize): bool {
  const ticket = atomic.load<i64>(control);
  const run = atomic.load<i64>(control + TABLE);
  const part = ticket as i32;
  if (part >= ((run >> 32) as i32)) return false;
  const entry = (run as usize) + ((part as usize) * PART);
  if (atomic.load<i32>(control + DONE) < load<i32>(entry)) return false;
  // fails where another thread was faster, or all is over and the next run has begun
  if (atomic.cmpxchg<i64>(control, ticket, ticket + 1) != ticket) return false;
  execute(load<u32>(entry, 4), load<u32>(entry, 8));
  atomic.add<i32>(control + DONE, 1);
  return true;
}

/** Does parts, in a worker, until none was there for so many looks. Returns how many it did. */
export function serve(control: usize, looks: i32): i32 {
  let parts = 0;
  for (let i = 0; i < looks; i++) {
    if (!takePart(control)) continue;
    parts++;
    i = 0;
  }
  return parts;
}

/** Whether there is a part that nobody has begun. */
export function hasParts(control: usize): bool {
  return (atomic.load<i64>(control) as i32) < ((atomic.load<i64>(control + TABLE) >> 32) as i32);
}
