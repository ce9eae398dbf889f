import type { FormatName } from '../../export/index.js';
import { runC } from './c.js';
import { runJs } from './js.js';
import { runOnnx } from './onnx.js';
import type { Runner } from './runner.js';

/** Runners of exports, by format. */
export const runners: Readonly<Record<FormatName, Runner>> = { js: runJs, c: runC, onnx: runOnnx };
