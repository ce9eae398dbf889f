import type { Command } from 'commander';
import { exitCodes } from '../errors.js';
import { commandLine } from './command_line.js';
import type { Context } from './context.js';
import { note } from './messages.js';

const codes = { SIGINT: 'interrupted', SIGTERM: 'terminated' } as const;

/** A signal that asks a command to end. */
export type Signal = keyof typeof codes;

/** The exit code of a command that a signal has ended. */
export const exitCodeOf = (signal: Signal): number => exitCodes[codes[signal]];

/** Signals that interrupt a command, which ends by itself when it comes to look. */
export class Interruption {
  private signal: Signal | undefined;
  private removeListener = () => {};

  constructor(private readonly context: Context) {}

  /** Begins to listen; before, a signal ends the program at once. */
  listen(): void {
    this.removeListener = this.context.onSignal((received) => {
      this.signal = received;
    });
  }

  /** Stops listening. */
  release(): void {
    this.removeListener();
  }

  /** Reason to stop; null where there is none. */
  readonly reason = (): 'interrupted' | null => (this.signal === undefined ? null : 'interrupted');

  /**
   * Ends the command by the code of its signal, of another rank's by that of SIGINT, and says what there is.
   */
  end(text: string): void {
    this.context.exitCode = exitCodeOf(this.signal ?? 'SIGINT');
    note(this.context, {}, text);
  }

  /** Ends it likewise, and prints the line that goes on with it: what was given, and the flags in `added`. */
  endToGoOn(text: string, command: Command, added: readonly string[] = ['--resume']): void {
    this.end(`${text}; to go on:`);
    // a line by itself, which is not wrapped, to be copied as it is
    this.context.stderr.write(`${commandLine(command, ['force', 'resume'], added)}\n`);
  }
}
