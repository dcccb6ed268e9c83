import type { Document } from 'mongodb';
import type { Migration } from './migration.ts';

const upgradeSweep = (document: Document): Document => ({ ...document, engine: 'wasm' });

/** Sweeps of the second shape had one engine; those of today may have another, which older programs cannot train with. */
export const sweepsNameTheirEngine: Migration = {
  to: 3,
  what: 'sweeps name the engine, its library and the devices that they were started with',
  upgrades: { sweeps: upgradeSweep },
};
