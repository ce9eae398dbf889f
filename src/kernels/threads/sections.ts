import type { Operation } from '../wasm/recorder.js';
import { areSmall, attach, type Chain, conflicts, examine, goesAlong, join, type Work } from './chains.js';
import { type Part, partFor, parts } from './parts.js';

/** Parts that need nothing of each other: all of a section are done before the next begins. */
export type Section = readonly Part[];

/**
 * Sorts a program's operations into sections and parts for so many threads, each part worth `grain` nanoseconds or
 * undivided. Each operation comes as early as what it reads and overwrites allows, so that a step of training has few
 * sections: all that goes row by row, and what adds up rows of one part alone; then what adds up the others; then the
 * update. No number of an output is the work of two parts: none depends on the split.
 */
export function divide(operations: readonly Operation[], threads: number, grain: number): readonly Section[] {
  const sections: Chain[][] = [];
  for (const operation of operations) place(sections, examine(operation), threads, grain);
  return sections.map((chains) =>
    chains.flatMap((chain) => parts(chain, threads, grain)).sort((a, b) => b.nanoseconds - a.nanoseconds),
  );
}

function place(sections: Chain[][], work: Work, threads: number, grain: number): void {
  let at = sections.length - 1;
  let conflicting: Chain[] = [];
  for (; at >= 0 && conflicting.length === 0; at--)
    conflicting = sections[at].filter((chain) => conflicts(chain, work).length > 0);
  if (conflicting.length === 1) {
    const [chain] = conflicting;
    if (goesAlong(chain, work) || areSmall(chain, work, grain)) {
      join(chain, work);
      return;
    }
    const part = partFor(chain, work, threads, grain);
    if (part !== null) {
      attach(chain, work, part);
      return;
    }
  }
  if (conflicting.length > 0) at++;
  sections[at + 1] ??= [];
  const section = sections[at + 1];
  const chain =
    section.find((chain) => goesAlong(chain, work)) ??
    // a chain that is divided by units stays so: later work may go along with it
    section.find((chain) => chain.units === 1 && work.units === 1 && areSmall(chain, work, grain));
  if (chain) join(chain, work);
  else section.push({ units: work.units, nanoseconds: work.nanoseconds, works: [work] });
}
