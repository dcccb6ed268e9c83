import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findHome, openHome } from '../../services/home.ts';
import { parseMountCommand, parseProcMounts, unsafePlace } from '../../services/mounts.ts';

const root = mkdtempSync(join(tmpdir(), 'sweep-home-'));
afterAll(() => rmSync(root, { recursive: true }));

let count = 0;
const folder = (...parts: readonly string[]): string => {
  const path = join(root, String(count++), ...parts);
  mkdirSync(path, { recursive: true });
  return path;
};

describe('findHome', () => {
  test('SWEEP_HOME is the folder itself, taken from the working folder when relative', () => {
    const cwd = folder();

    expect(findHome({ cwd, env: { SWEEP_HOME: 'files' } })).toEqual({
      path: join(cwd, 'files'),
      exists: false,
      from: 'SWEEP_HOME',
    });
  });

  test('the nearest .sweep at or above the working folder is found', () => {
    const project = folder('project');
    const cwd = join(project, 'a', 'b');
    mkdirSync(join(project, '.sweep'));
    mkdirSync(cwd, { recursive: true });

    expect(findHome({ cwd, env: {} })).toEqual({ path: join(project, '.sweep'), exists: true, from: 'folder' });
  });

  test("the user's home folder has no .sweep that counts below it", () => {
    const userHome = folder('user');
    const cwd = join(userHome, 'project');
    mkdirSync(join(userHome, '.sweep'));
    mkdirSync(cwd);

    expect(findHome({ cwd, env: {}, userHome })).toEqual({ path: join(cwd, '.sweep'), exists: false, from: 'new' });
    expect(findHome({ cwd: userHome, env: {}, userHome }).exists).toBe(true);
  });
});

describe('openHome', () => {
  test.each(['folder', 'SWEEP_HOME'])('one of ours that others can enter is closed to them (%s)', (from) => {
    const cwd = folder();
    const path = join(cwd, '.sweep');
    mkdirSync(join(path, 'logs'), { recursive: true });
    chmodSync(path, 0o777);

    openHome({ create: false, cwd, env: from === 'folder' ? {} : { SWEEP_HOME: path } });

    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  test('a folder of the user’s with other things in it is left as it is, and refused where others may write', () => {
    const path = folder();
    writeFileSync(join(path, 'notes.txt'), '');
    chmodSync(path, 0o755);

    const opened = openHome({ create: true, env: { SWEEP_HOME: path } });

    expect(opened).toBe(path);
    expect(statSync(path).mode & 0o777).toBe(0o755);
    expect(statSync(join(path, '.gitignore')).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o777);
    expect(() => openHome({ create: true, env: { SWEEP_HOME: path } })).toThrow(
      expect.objectContaining({ code: 'HOME', fix: expect.stringContaining('chmod go-w') }),
    );
  });

  test('a missing one is made when asked for, for its user alone and out of git’s sight', () => {
    const cwd = folder();

    expect(openHome({ create: false, cwd, env: {} })).toBeUndefined();
    expect(existsSync(join(cwd, '.sweep'))).toBe(false);
    const home = openHome({ create: true, cwd, env: {} }) ?? '';

    expect(home).toBe(join(cwd, '.sweep'));
    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(home, '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('a synced folder is refused with a local one as the way out', () => {
    const cwd = folder('Dropbox', 'thesis');

    expect(() => openHome({ create: true, cwd, env: {} })).toThrow(
      expect.objectContaining({
        code: 'HOME',
        message: `${join(cwd, '.sweep')} lies on a folder that a sync program copies ("Dropbox"); databases there can lose or mix up what is written.`,
        fix: expect.stringMatching(/SWEEP_HOME=.+\/sweep\/thesis$/),
      }),
    );
  });

  test('a file in its place is said to be no folder', () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'file'), '');

    expect(() => openHome({ create: true, cwd, env: { SWEEP_HOME: 'file' } })).toThrow(
      `${join(cwd, 'file')} is not a folder.`,
    );
  });

  test.skipIf(process.getuid?.() === 0)('a folder that cannot be written is said to be so', () => {
    const cwd = folder();
    chmodSync(cwd, 0o500);

    expect(() => openHome({ create: true, cwd, env: {} })).toThrow(
      `${join(cwd, '.sweep')} cannot be written (EACCES).`,
    );
  });
});

describe('unsafePlace', () => {
  const mounts = parseProcMounts(
    [
      '/dev/sda1 / ext4 rw 0 0',
      'server:/home /home nfs4 rw 0 0',
      '/dev/sdb1 /home/me/local\\040disk xfs rw 0 0',
      'C: /mnt/c 9p rw 0 0',
      'x /srv fuse.sshfs rw 0 0',
    ].join('\n'),
  );

  test.for([
    ['/home/me/project', 'a network file system (nfs4 at /home)'],
    ['/mnt/c/Users/me', 'a network file system (9p at /mnt/c)'],
    ['/srv/x', 'a network file system (fuse.sshfs at /srv)'],
    ['/Users/me/Library/Mobile Documents/x', 'a folder that a sync program copies ("Mobile Documents")'],
    ['/data/OneDrive - University/x', 'a folder that a sync program copies ("OneDrive - University")'],
    ['/home/me/local disk/project', undefined],
    ['/homework', undefined],
    ['/data/dropboxes', undefined],
  ] as const)('%s: %s', ([path, place]) => {
    expect(unsafePlace(path, mounts)).toBe(place);
  });

  test('reads what mount prints on macOS', () => {
    const text = '/dev/disk3s1s1 on / (apfs, sealed, local)\n//me@server/share on /Volumes/share (smbfs, nodev)\n';

    expect(unsafePlace('/Volumes/share/x', parseMountCommand(text))).toBe(
      'a network file system (smbfs at /Volumes/share)',
    );
    expect(unsafePlace('/Users/me', parseMountCommand(text))).toBeUndefined();
  });
});
