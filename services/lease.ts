import type { Socket } from 'node:net';
import { SweepError } from '../core/errors.ts';
import { attach, type Attachment, type Needs, type View } from './attachment.ts';
import type { ServerStates, SlotWish } from './messages.ts';
import { reachSupervisor } from './supervisor-process.ts';

/** A client's hold on the servers of a home. It lasts until `close` or the end of this process, over any number of supervisors. */
export type Lease = {
  readonly servers: () => ServerStates;
  readonly slots: () => number;
  readonly close: () => void;
};

export type LeaseOptions = {
  readonly home: string;
  readonly needs: Needs;
  readonly slots: SlotWish;
  readonly onSlots: (granted: number) => void;
  readonly onLost: (error: unknown) => void; // the servers were taken away and will not come back
};

/** @throws {SweepError} SERVER_UNAVAILABLE if a server does not become ready */
export async function openLease({ home, needs, slots, onSlots, onLost }: LeaseOptions): Promise<Lease> {
  const view: View = { servers: {}, slots: 0 };
  let socket: Socket | undefined;
  let closed = false;

  const attachOnce = async (): Promise<Attachment | undefined> => {
    socket = await reachSupervisor(home);
    if (closed) socket.destroy();
    const attachment = attach(socket, { home, needs, slots, view, onSlots });
    return (await attachment.ready) ? attachment : undefined;
  };
  const attachAgain = async (): Promise<Attachment> => {
    for (;;) {
      const attachment = await attachOnce();
      if (attachment !== undefined) return attachment;
      if (closed) throw new Error('closed');
    }
  };
  const hold = async (first: Attachment): Promise<void> => {
    for (let attachment = first; ; attachment = await attachAgain()) {
      const end = await attachment.ended;
      if (closed) return;
      if (end === 'stopped') throw stopped();
    }
  };

  hold(await attachAgain()).catch((error: unknown) => {
    if (!closed) onLost(error);
  });
  return {
    servers: () => view.servers,
    slots: () => view.slots,
    close() {
      closed = true;
      socket?.destroy();
    },
  };
}

const stopped = (): SweepError =>
  new SweepError({
    code: 'SERVER_UNAVAILABLE',
    message: 'The servers were stopped by "sweep services stop --force".',
    fix: 'any command starts them again, e.g. sweep resume',
  });
