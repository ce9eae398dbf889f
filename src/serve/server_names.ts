import { isIP } from 'node:net';

/** Names of the machine itself, which reach nobody else. */
export const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/** Names that a server may be called by. */
export interface ServerNames {
  readonly names: readonly string[];
  /** Whether any address of numbers will do: a page that leads its own name here cannot have one. */
  readonly anyAddress?: boolean;
  /** Port that has to be named with it; default: any, as one may lead here from another. */
  readonly port?: number;
}

/**
 * Whether a Host header calls a server by a name of its own. Another one is that of a page whose owner made it lead
 * here, to read what this machine alone may read (DNS rebinding).
 */
export function isServerName(host: string | undefined, { names, anyAddress, port }: ServerNames): boolean {
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(host ?? '');
  if (!parts) return false;
  const name = (parts[1] ?? parts[2]).toLowerCase();
  if (port !== undefined && parts[3] !== String(port)) return false;
  return names.includes(name) || (anyAddress === true && isIP(name) !== 0);
}

/** Whether a request comes from a page of somebody else's: browsers say so by Origin. */
export function isForeignOrigin(origin: string | undefined, serverNames: ServerNames): boolean {
  if (origin === undefined) return false;
  const host = /^https?:\/\/([^/]+)$/.exec(origin)?.[1];
  return !isServerName(host, serverNames);
}
