import { MlpError } from '../errors.js';

/** Reasons why an address cannot be listened on, and what to do, by the code of the system. */
const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use; choose another one by --port, or a free one by --port 0',
  EACCES: 'this user may not listen on the port; choose one from 1024 on by --port',
  EADDRNOTAVAIL: 'this machine does not have the address',
  ENOTFOUND: 'there is no such address',
};

/** The error of a server whose port cannot be listened on. */
export function listenError(address: string, port: number, error: unknown): MlpError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const reason = reasons[code] ?? `cannot be listened on (${code || message}); choose another --port`;
  return new MlpError('io', `${address}:${port}: ${reason}`, { cause: error });
}
