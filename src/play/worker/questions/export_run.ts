import { finalMetrics, historyText, metricsText, modelBytes } from '../../../run/run_files.js';
import { version } from '../../../version.js';
import type { Desk } from '../desk.js';

/** Files of a run, by their names: those that `mlp train` writes. */
export type RunFiles = Readonly<
  Record<'config.json' | 'metrics.json' | 'metrics.jsonl' | 'model.safetensors', Uint8Array>
>;

/** Makes the files of a run by the best weights so far; training goes on from where it was when it is told to. */
export async function exportRun({ session }: Desk): Promise<RunFiles> {
  const fitted = await session.fitted();
  const { prepared } = session;
  const { config } = prepared;
  const text = new TextEncoder();
  const metrics = finalMetrics(config, fitted, { mlp: version, node: 'a browser' });
  const files = {
    'config.json': text.encode(`${JSON.stringify(config, null, 2)}\n`),
    'metrics.json': text.encode(metricsText(metrics)),
    'metrics.jsonl': text.encode(historyText(fitted.result.history, config)),
    'model.safetensors': modelBytes(prepared, fitted),
  };
  session.resume();
  return files;
}
