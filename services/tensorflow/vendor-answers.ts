import type { DeviceClass } from '../../core/engine.ts';
import { Missing } from './needs.ts';

const answerMs = 5_000; // a closed network must be told at once

/** Where the package's own script downloads from; it can be told another place. */
const vendorUrl = (device: DeviceClass, env: NodeJS.ProcessEnv): string => {
  const host = env['TFJS_NODE_CDN_STORAGE'] ?? env['CDN_STORAGE'] ?? 'https://storage.googleapis.com/';
  const base = env['TFJS_NODE_BASE_URI'] ?? `${host}tensorflow/libtensorflow/libtensorflow-`;
  const kind = device === 'cpu' ? 'cpu' : 'gpu';
  return `${base}${kind}-${process.platform}-${process.arch === 'x64' ? 'x86_64' : process.arch}-2.9.1.tar.gz`;
};

/** @throws {Missing} where the vendor's download does not answer; behind a proxy only the script itself can tell */
export async function vendorAnswers(device: DeviceClass, env: NodeJS.ProcessEnv): Promise<void> {
  if (['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => Boolean(env[name]))) return;
  const url = vendorUrl(device, env);
  const fix = 'allow that host, set HTTPS_PROXY, or use --from pypi';
  let status: number;
  try {
    ({ status } = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(answerMs) }));
  } catch (error) {
    const { cause, message } = error as Error & { readonly cause?: Error };
    throw new Missing(`${new URL(url).host} does not answer: ${cause?.message ?? message}`, fix);
  }
  // Other systems than Linux on Intel get archives of other names from the same host.
  if (status >= 400 && process.platform === 'linux' && process.arch === 'x64') {
    throw new Missing(`${url} answers ${status}`, fix);
  }
}
