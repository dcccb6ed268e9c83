import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

export const temporalVersion = '1.5.1'; // the last tag that a plain Go module proxy can build
export const mongodVersion = '8.0.11';
export const ferretdbVersion = '1.24.2'; // the last of v1, which needs no PostgreSQL

/** An archive of the vendor's: where it is, where its SHA-256 is told, and how the program's path in it ends. */
export type Archive = { readonly url: string; readonly checksums: string; readonly program: string };

const goArchitectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const mongoArchitectures: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

export function temporalArchive(platform: string, arch: string): Archive | undefined {
  const cpu = goArchitectures[arch];
  if (cpu === undefined || !['linux', 'darwin'].includes(platform)) return undefined;
  const release = `https://github.com/temporalio/cli/releases/download/v${temporalVersion}`;
  return {
    url: `${release}/temporal_cli_${temporalVersion}_${platform}_${cpu}.tar.gz`,
    checksums: `${release}/checksums.txt`,
    program: 'temporal',
  };
}

/** MongoDB's tarball for this system; undefined where it makes none (Alpine, unknown distributions). */
export function mongodArchive(platform: string, arch: string, osRelease: string): Archive | undefined {
  const cpu = mongoArchitectures[arch];
  if (cpu === undefined) return undefined;
  if (platform === 'darwin')
    return mongoTarball('osx', `mongodb-macos-${arch === 'arm64' ? 'arm64' : 'x86_64'}-${mongodVersion}`);
  const system = mongoSystem(osRelease, arch);
  return system === undefined || platform !== 'linux'
    ? undefined
    : mongoTarball('linux', `mongodb-linux-${cpu}-${system}-${mongodVersion}`);
}

function mongoTarball(folder: string, name: string): Archive {
  const url = `https://fastdl.mongodb.org/${folder}/${name}.tgz`;
  return { url, checksums: `${url}.sha256`, program: 'bin/mongod' };
}

/** MongoDB's name for the distribution of an /etc/os-release. */
function mongoSystem(osRelease: string, arch: string): string | undefined {
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)`, 'm').exec(osRelease)?.[1] ?? '';
  const [ids, version] = [[field('ID'), ...field('ID_LIKE').split(' ')], field('VERSION_ID')];
  const major = Number.parseInt(version, 10);
  if (field('ID') === 'debian') return arch === 'x64' && major >= 12 ? 'debian12' : undefined;
  if (field('ID') === 'amzn') return major >= 2023 ? 'amazon2023' : undefined;
  if (ids.includes('ubuntu')) return `ubuntu${field('UBUNTU_CODENAME') === 'noble' || major >= 24 ? '2404' : '2204'}`;
  if (ids.some((id) => ['rhel', 'centos', 'fedora'].includes(id)))
    return arch === 'x64' ? (major === 8 ? 'rhel8' : 'rhel93') : 'rhel93';
  if (ids.some((id) => ['suse', 'sles'].includes(id))) return arch === 'x64' ? 'suse15' : undefined;
  return undefined;
}

/** One of our Go modules: what to build and which version a build of these very sources is. */
export type GoProgram = {
  readonly folder: string;
  readonly files: readonly string[];
  readonly package: string;
  readonly ldflags: string;
  readonly version: string;
};

export function temporalProgram(): GoProgram {
  return {
    folder: join(packageRoot(), 'services', 'go', 'temporal'),
    files: ['go.mod', 'go.sum'],
    package: 'github.com/temporalio/cli/cmd/temporal',
    ldflags: `-s -w -X github.com/temporalio/cli/temporalcli.Version=${temporalVersion}`,
    version: temporalVersion,
  };
}

export function ferretdbProgram(): GoProgram {
  const folder = join(packageRoot(), 'services', 'go', 'mongo');
  const files = ['go.mod', 'go.sum', 'main.go', 'index.go'];
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(folder, file)));
  return {
    folder,
    files,
    package: '.',
    ldflags: '-s -w',
    version: `${ferretdbVersion}-${hash.digest('hex').slice(0, 8)}`,
  };
}
