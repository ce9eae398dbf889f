import { c } from './formats/c/index.js';
import type { Format } from './formats/format.js';
import { js } from './formats/js/index.js';
import { onnx } from './formats/onnx/index.js';

/** Formats that models are exported to, by their names. */
export const formats = { js, c, onnx } satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;
export type { ExportedFile, Format } from './formats/format.js';
