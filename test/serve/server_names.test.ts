import { expect, it } from 'vitest';
import { isForeignOrigin, isServerName, loopbackNames } from '../../src/serve/server_names.js';

const serverNames = { names: loopbackNames };

it.each([
  ['localhost:8080', true],
  ['LOCALHOST', true],
  ['127.0.0.1', true],
  ['[::1]:80', true],
  ['evil.example', false],
  ['localhost.evil.example', false],
  ['10.0.0.1', false],
  ['localhost:80@evil.example', false],
  ['', false],
  [undefined, false],
])('%s is a name of its serverNames: %s', (host, isName) => {
  expect(isServerName(host, serverNames)).toBe(isName);
});

it('any address of numbers is one, where it listens on all, but no other name', () => {
  const anywhere = { names: ['models.example'], anyAddress: true };
  expect(
    ['10.0.0.1:8080', '[fe80::1]', 'models.example', 'evil.example'].map((host) =>
      isServerName(host, anywhere),
    ),
  ).toEqual([true, true, true, false]);
});

it('a port has to be named, where it is said which', () => {
  const here = { ...serverNames, port: 8080 };
  expect(['localhost:8080', 'localhost:80', 'localhost'].map((host) => isServerName(host, here))).toEqual([
    true,
    false,
    false,
  ]);
});

it('pages of others say so', () => {
  expect(
    [undefined, 'http://localhost:8080', 'https://evil.example', 'null', 'file://'].map((origin) =>
      isForeignOrigin(origin, serverNames),
    ),
  ).toEqual([false, false, true, true, true]);
});
