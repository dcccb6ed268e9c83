import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A certificate and its key, as PEM. */
export type Identity = { readonly certificate: string; readonly key: string };
/** An identity that signs others. */
export type Authority = Identity & { readonly name: string; readonly signer: KeyObject };

const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const bytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), content]);
};
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const flag = der(0x01, Buffer.from([0xff]));
const time = (at: number): Buffer =>
  der(
    0x17,
    Buffer.from(
      new Date(at)
        .toISOString()
        .slice(2)
        .replaceAll(/[-:T]|\.\d+/g, ''),
    ),
  );

const ecdsaWithSha256 = sequence(identifier('2a8648ce3d040302'));
const named = (name: string): Buffer =>
  sequence(der(0x31, sequence(identifier('550403'), der(0x0c, Buffer.from(name)))));
const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(identifier(id), ...(critical ? [flag] : []), der(0x04, value));

const address = (name: string): Buffer =>
  /^[\d.]+$/.test(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name));

type Wanted = {
  readonly name: string;
  readonly issuer: { readonly name: string; readonly signer: KeyObject } | null; // null: itself
  readonly hosts: readonly string[];
  readonly isAuthority: boolean;
  readonly days: readonly [from: number, to: number]; // from now
};

const pem = (kind: string, bytes: Uint8Array): string =>
  [
    `-----BEGIN ${kind}-----`,
    ...(Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []),
    `-----END ${kind}-----`,
    '',
  ].join('\n');

/** An X.509 certificate, version 3, on P-256, written by hand, so that tests need no program for it. */
const certify = ({ name, issuer, hosts, isAuthority, days }: Wanted): Authority => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const day = 86_400_000;
  const extensions = [
    extension('551d13', isAuthority ? sequence(flag) : sequence(), true),
    ...(hosts.length === 0 ? [] : [extension('551d11', sequence(...hosts.map(address)))]),
  ];
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    named(issuer?.name ?? name),
    sequence(time(Date.now() + days[0] * day), time(Date.now() + days[1] * day)),
    named(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', body, issuer?.signer ?? privateKey);
  const certificate = pem('CERTIFICATE', sequence(body, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature)));
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  return { certificate, key, name, signer: privateKey };
};

export const createAuthority = (name: string): Authority =>
  certify({ name, issuer: null, hosts: [], isAuthority: true, days: [-1, 30] });

/** A certificate that `by` signed: valid now, or since long not any more. */
export const createIdentity = (
  by: Authority,
  name: string,
  options: { readonly hosts?: readonly string[]; readonly expired?: boolean } = {},
): Identity =>
  certify({
    name,
    issuer: by,
    hosts: options.hosts ?? [],
    isAuthority: false,
    days: options.expired === true ? [-10, -2] : [-1, 30],
  });
