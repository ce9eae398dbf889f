import { parse as parsePath } from 'node:path';
import { type ConfigOptions, type NamedConfig, parseConfig } from '../config/index.js';
import { decodeText, type FileSystem, readFileChecked } from '../files/index.js';

/**
 * Reads a config file. What the file leaves out is its default; the name is that of the file.
 *
 * @throws MlpError `no_input` where there is no such file, `usage` where a flag is at fault, `config` where the file
 * is.
 */
export function loadConfig(path: string, options: ConfigOptions = {}, fileSystem?: FileSystem): NamedConfig {
  const text = decodeText(readFileChecked(path, 'config', fileSystem), path);
  const { name = parsePath(path).name, ...config } = parseConfig(text, path, options);
  return { name, ...config };
}
