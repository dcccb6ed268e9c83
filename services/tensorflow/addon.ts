import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The addon in a package's folder that was built for the highest Node-API of this Node; undefined where there is none. */
export const addonOf = (folder: string): string | undefined => {
  const lib = join(folder, 'lib');
  const most = Number(process.versions.napi);
  return (existsSync(lib) ? readdirSync(lib) : [])
    .flatMap((name) => /^napi-v(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .filter((version) => version <= most)
    .toSorted((a, b) => b - a)
    .map((version) => join(lib, `napi-v${version}`, 'tfjs_binding.node'))
    .find((file) => existsSync(file));
};
