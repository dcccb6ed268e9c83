import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folders of a process's control group (version 2) and of those around it, innermost first; from /proc/self/cgroup. */
export const groupFolders = (text: string, root = '/sys/fs/cgroup'): readonly string[] => {
  const folders: string[] = [];
  for (let path = /^0::(\/.*)$/m.exec(text)?.[1] ?? '/'; path !== '/'; path = dirname(path)) {
    folders.push(join(root, path));
  }
  return [...folders, root];
};

const readText = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // no such control group on this system
  }
};

const ownFolders = (): readonly string[] => groupFolders(readText('/proc/self/cgroup') ?? '');

/** Bytes that the groups around this process allow it and its children together; Infinity where none sets a limit. */
export const groupLimit = (folders = ownFolders()): number =>
  Math.min(
    ...folders.map((folder) => {
      const text = readText(join(folder, 'memory.max'))?.trim() ?? 'max';
      return /^\d+$/.test(text) ? Number(text) : Infinity;
    }),
  );

/** How often the kernel has killed a process of this group for memory, its own or the machine's; 0 where none can tell. */
export const groupKills = (folders = ownFolders()): number => {
  for (const folder of folders) {
    const found = /^oom_kill (\d+)$/m.exec(readText(join(folder, 'memory.events')) ?? '');
    if (found !== null) return Number(found[1]);
  }
  return 0;
};
