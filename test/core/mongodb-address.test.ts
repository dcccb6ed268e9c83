import { describe, expect, it } from 'vitest';
import { databaseOf } from '../../core/mongodb-address.ts';
import { masked } from '../../core/secrets.ts';
import { atDatabase } from '../store/contract/databases.ts';

describe('an address', () => {
  it.each([
    ['mongodb://127.0.0.1:27017', 'mongodb://127.0.0.1:27017'],
    ['mongodb://me@host/x', 'mongodb://me@host/x'],
    ['mongodb://me:s3cret@host:1/x?tls=true', 'mongodb://me:***@host:1/x?tls=true'],
    ['mongodb+srv://me:p%40ss@cluster.example/x', 'mongodb+srv://me:***@cluster.example/x'],
    ['mongodb://me:not/encoded@at@host/x', 'mongodb://me:***@host/x'],
    [
      'mongodb://h/?authMechanismProperties=AWS_SESSION_TOKEN:abc&tls=true',
      'mongodb://h/?authMechanismProperties=***&tls=true',
    ],
    ['mongodb://%2Ftmp%2Fa.sock/x', 'mongodb://%2Ftmp%2Fa.sock/x'],
  ])('%s is printed as %s', (uri, printed) => {
    expect(masked(uri)).toBe(printed);
  });

  it.each([
    ['mongodb://127.0.0.1:27017', null],
    ['mongodb://127.0.0.1:27017/', null],
    ['mongodb://127.0.0.1:27017/?tls=true', null],
    ['mongodb://127.0.0.1:27017/team', 'team'],
    ['mongodb://me:p%2Fw@a,b:2/team%20one?replicaSet=r', 'team one'],
    ['mongodb://%2Ftmp%2Fa.sock/team', 'team'],
  ])('%s names the database %s', (uri, database) => {
    expect(databaseOf(uri)).toBe(database);
  });

  it('never shows its password in a message, plain or encoded', () => {
    const uri = 'mongodb://me:p%40ss@host/x';

    const shown = masked(`cannot use ${uri}, user me with p@ss (p%40ss)`, uri);

    expect(shown).toBe('cannot use mongodb://me:***@host/x, user me with *** (***)');
  });

  it('leaves a message alone where there is no password', () => {
    expect(masked('it: failed', 'mongodb://host/x')).toBe('it: failed');
  });

  it('is turned to another database of the same server in tests', () => {
    expect(atDatabase('mongodb://me:x@h:1/old?tls=true', 'new')).toBe('mongodb://me:x@h:1/new?tls=true');
    expect(atDatabase('mongodb://%2Ftmp%2Fa.sock', 'new')).toBe('mongodb://%2Ftmp%2Fa.sock/new');
  });
});
