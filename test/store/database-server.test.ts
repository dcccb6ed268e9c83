import { expect, it } from 'vitest';

import { serverOf } from '../../store/database-server.ts';

it.each([
  ['mongod', { version: '6.0.5', storageEngines: ['devnull', 'ephemeralForTest', 'wiredTiger'] }, '6.0.5'],
  ['ferretdb', { version: '7.0.42', ferretdbVersion: 'unknown', ferretdbFeatures: {} }, '1'],
  ['ferretdb', { version: '7.0.42', ferretdbVersion: 'v1.24.2' }, '1'],
  ['other', { version: '7.0.77', ferretdbVersion: 'v2.7.0' }, 'FerretDB v2.7.0'],
  ['other', { version: '5.0.0' }, 'a server that answers as MongoDB 5.0.0'],
  ['other', {}, 'a server that answers as MongoDB of an unknown version'],
])('tells %s by what it says of its build', (kind, info, version) => {
  expect(serverOf(info)).toEqual({ kind, version });
});
