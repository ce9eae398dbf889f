import { backgroundText } from '../../../run/background_text.js';
import { finalMetrics, historyText, metricsText, modelBytes } from '../../../run/run_files.js';
import { version } from '../../../version.js';
import type { Desk } from '../desk.js';

/** Files of a run, by their names: those that `mlp train` writes. */
export interface RunFiles {
  readonly 'config.json': Uint8Array;
  readonly 'metrics.json': Uint8Array;
  readonly 'metrics.jsonl': Uint8Array;
  readonly 'model.safetensors': Uint8Array;
  /** Rows that `mlp explain` compares others with; only of a model that answers. */
  readonly 'background.json'?: Uint8Array;
}

/** Makes the files of a run by the best weights so far; training goes on from where it was when it is told to. */
export async function exportRun({ session }: Desk): Promise<RunFiles> {
  const fitted = await session.fitted();
  const { prepared } = session;
  const { config, dataset } = prepared;
  const text = new TextEncoder();
  const metrics = finalMetrics(config, fitted, { mlp: version, node: 'a browser' });
  const files = {
    'config.json': text.encode(`${JSON.stringify(config, null, 2)}\n`),
    'metrics.json': text.encode(metricsText(metrics)),
    'metrics.jsonl': text.encode(historyText(fitted.result.history, config)),
    'model.safetensors': modelBytes(prepared, fitted),
    ...(dataset.background && { 'background.json': text.encode(backgroundText(dataset.background)) }),
  };
  session.resume();
  return files;
}
