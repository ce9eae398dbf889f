import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** An empty directory that is gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'mlp-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** An empty directory that is gone after all tests of a file, or of the block in which it is made. */
export function sharedDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'mlp-test-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
