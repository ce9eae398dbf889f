import { type FileSystem, nodeFileSystem, writeError } from './file_system.js';

/** A file that texts are appended to; it is made where it is missing. */
export class AppendedFile {
  private readonly file: number;

  /**
   * Opens the file.
   *
   * @throws MlpError `cannot_create`.
   */
  constructor(
    private readonly path: string,
    private readonly fileSystem: FileSystem = nodeFileSystem,
  ) {
    try {
      this.file = fileSystem.openSync(path, 'a');
    } catch (error) {
      throw writeError(path, error);
    }
  }

  /**
   * Appends a text; with `sync` it is on the disk when this returns.
   *
   * @throws MlpError `io`; a part of the text may be in the file then.
   */
  append(text: string, { sync }: { readonly sync: boolean }): void {
    const bytes = Buffer.from(text);
    try {
      for (let done = 0; done < bytes.length; )
        done += this.fileSystem.writeSync(this.file, bytes, done, bytes.length - done);
      if (sync) this.fileSystem.fsyncSync(this.file);
    } catch (error) {
      throw writeError(this.path, error);
    }
  }

  close(): void {
    this.fileSystem.closeSync(this.file);
  }
}
