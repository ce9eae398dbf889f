/**
 * Interface to the platform that this code runs on. `#platform` is node.ts, or browser.ts where the condition `browser`
 * holds: the `imports` of package.json say so, which Node, rolldown, vitest and tsc all read.
 */
export interface Platform {
  /** The name of the operating system, as `process.platform` has it, or `browser`. */
  readonly name: string;

  /** Threads that can compute at once: cores, or 1 where no thread may wait for another. */
  cores(): number;

  /** Bytes of memory that the machine has, or seems to have. */
  memoryBytes(): number;

  /** Gives memory back that nothing refers to any more, at once where the engine can be asked to. */
  collectGarbage(): void;

  /** Has the engine keep its memory for new objects as small as it is from now on, and so collect them more often. */
  limitNewObjects(): void;

  /** Starts a thread that runs an ES module given as text; null where there are none that the caller may wait for. */
  readonly startThread: ((code: string, data: object) => Thread) | null;

  /** The bytes that a text in base64 stands for. */
  decodeBase64(text: string): Uint8Array<ArrayBuffer>;

  /** The bytes of a text in UTF-8. */
  encodeText(text: string): Uint8Array;

  /** The text of bytes[start, end) in UTF-8, a byte order mark included; what is not UTF-8 becomes U+FFFD. */
  decodeText(bytes: Uint8Array, start?: number, end?: number): string;

  /** The text with a character for each of bytes[start, end), of the code that the byte is. */
  decodeLatin1(bytes: Uint8Array, start?: number, end?: number): string;

  isUtf8(bytes: Uint8Array): boolean;
  isAscii(bytes: Uint8Array): boolean;

  /** Bytes in a buffer, in the form of which texts are made fastest. */
  bytesIn(buffer: ArrayBuffer, start: number, length: number): Uint8Array<ArrayBuffer>;

  /** Starts a SHA-256. */
  sha256(): Hash;

  /**
   * An addon that the build has made, of this name, loaded; null where there is none.
   *
   * @throws Error where it cannot be loaded.
   */
  addon(name: string): { readonly path: string; readonly functions: unknown } | null;

  /**
   * Loads an installed package that is no part of the bundle, such as one with native code.
   *
   * @throws Error where it is missing, or has no build for this platform.
   */
  loadPackage(name: string): unknown;
}

/** A hash that takes in bytes, and texts as UTF-8. */
export interface Hash {
  update(bytes: Uint8Array | string): this;
  /** The hash of all, in hexadecimal digits. */
  digest(encoding: 'hex'): string;
}

/** A thread, as the one that started it sees it. */
export interface Thread {
  postMessage(message: unknown): void;
  on<Message>(event: 'message', listener: (message: Message) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (exitCode: number) => void): unknown;
  /** Lets the process end though this thread has not. */
  unref(): void;
  terminate(): Promise<number>;
}
