import * as ensemble from './ensemble.mjs';
import * as growth from './growth.mjs';
import * as heap from './heap.mjs';
import * as memory from './memory.mjs';
import * as parts from './parts.mjs';
import * as play from './play.mjs';
import * as processes from './processes.mjs';
import * as programs from './programs.mjs';
import * as training from './training.mjs';

/**
 * Sections of the benchmark, in the order of the report. Each has `settings`, thorough and quick; `measure({ tasks,
 * systems, mine, settings })`, where `mine` are the backends of mlp; and `report(results, { tasks, systems, settings
 * })`, Markdown.
 */
export const sections = { training, programs, processes, parts, growth, ensemble, heap, memory, play };
