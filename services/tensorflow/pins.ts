import type { DeviceClass } from '../../core/engine.ts';
import type { PackageName } from './installation.ts';

/** The binding is used as npm has it, which did not change since 2024. */
export const bindingVersion = '4.22.0';

/** SHA-512 of the packages' archives, in base64 as npm writes it. */
export const bindingDigests: Readonly<Record<PackageName, string>> = {
  '@tensorflow/tfjs-node': 'uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==',
  '@tensorflow/tfjs-node-gpu':
    'p//NN6DGiN4hInUmIkRffaFVMcdTREUMjPyjW04J7OXvB2zBlQimj61eFKSgRrH3f5TnOfKzb0n56he/B6a4bw==',
};

/** The library of the wheels. */
export const libraryVersion = '2.21.0';

/** One wheel of the Python package index: what pip is asked for, and what must arrive. */
export type Wheel = {
  readonly name: string;
  readonly version: string;
  readonly platform: string; // of the wheel's tags
  readonly sha256: string;
  readonly bytes: number;
};

/** The wheels of one device class on one processor, and what their libraries take once unpacked. */
export type WheelSet = { readonly wheels: readonly Wheel[]; readonly keptBytes: number };

const library = (name: string, platform: string, sha256: string, bytes: number): Wheel => ({
  name,
  version: libraryVersion,
  platform: `manylinux_2_27_${platform}`,
  sha256,
  bytes,
});
const nvidia = (name: string, version: string, platform: string, sha256: string, bytes: number): Wheel => ({
  name: `nvidia-${name}-cu12`,
  version,
  platform: `${platform}_x86_64`,
  sha256,
  bytes,
});

/** What `tensorflow[and-cuda]` asks for, without NCCL, which speaks between cards, and without the compiler of XLA. */
const cudaWheels: readonly Wheel[] = [
  library('tensorflow', 'x86_64', '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124', 572_440_367),
  nvidia(
    'cublas',
    '12.9.3.13',
    'manylinux_2_27',
    'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
    581_217_458,
  ),
  nvidia(
    'cuda-cupti',
    '12.8.90',
    'manylinux2014',
    'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182',
    10_248_621,
  ),
  nvidia(
    'cuda-nvrtc',
    '12.9.86',
    'manylinux2010',
    '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
    89_568_129,
  ),
  nvidia(
    'cuda-runtime',
    '12.9.79',
    'manylinux2014',
    '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
    3_493_179,
  ),
  nvidia(
    'cudnn',
    '9.28.0.42',
    'manylinux_2_27',
    '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
    716_538_495,
  ),
  nvidia(
    'cufft',
    '11.4.1.4',
    'manylinux2014',
    'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
    200_877_592,
  ),
  nvidia(
    'curand',
    '10.3.10.19',
    'manylinux_2_27',
    '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
    68_295_626,
  ),
  nvidia(
    'cusolver',
    '11.7.5.82',
    'manylinux_2_27',
    '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
    338_117_415,
  ),
  nvidia(
    'cusparse',
    '12.5.10.65',
    'manylinux2014',
    '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
    366_465_088,
  ),
  nvidia(
    'nvjitlink',
    '12.9.86',
    'manylinux2010',
    'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
    39_748_338,
  ),
];

const cpuDigest = '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c';
const armDigest = '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c';

/** The wheels for a device class on this kind of machine; undefined where there are none. */
export const wheelSet = (device: DeviceClass, platform: string, arch: string): WheelSet | undefined => {
  if (platform !== 'linux') return undefined;
  if (device === 'cuda') return arch === 'x64' ? { wheels: cudaWheels, keptBytes: 4_900_000_000 } : undefined;
  if (arch === 'x64') {
    return { wheels: [library('tensorflow-cpu', 'x86_64', cpuDigest, 274_000_000)], keptBytes: 870_000_000 };
  }
  if (arch !== 'arm64') return undefined;
  return { wheels: [library('tensorflow', 'aarch64', armDigest, 300_000_000)], keptBytes: 900_000_000 };
};
