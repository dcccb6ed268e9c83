import type { SlotWish } from '../services/messages.ts';
import { physicalCores } from '../services/physical-cores.ts';
import { bothAddresses } from './session.ts';

/** How many slots to ask for: as many as told, else one per core of the machine, shared with other starts. */
export const slotWish = (slots: number | undefined): SlotWish => {
  if (slots !== undefined) return { wanted: slots, force: true };
  return { wanted: bothAddresses() ? 0 : physicalCores(), force: false };
};
