import net from 'node:net';
import tls from 'node:tls';
import { MongoNetworkError } from 'mongodb';

const tellWhoWaits = (socket: net.Socket): void => {
  socket.once('close', () => {
    if (socket.listenerCount('drain') === 0 || socket.listenerCount('error') === 0) return;
    socket.emit('error', new MongoNetworkError('the connection was closed before everything was sent'));
  });
};

let isDone = false;

/**
 * Lets no command of the driver wait for ever: up to 7.9 it waits until a socket has sent what was written to it, or
 * has an error, but one that is closed without an error has neither: by the server, or by the driver's own time-out.
 * The driver takes no sockets of ours, so that those which Node.js makes are told to speak.
 */
export const failWritesOnClose = (): void => {
  if (isDone) return;
  isDone = true;
  const { createConnection } = net;
  net.createConnection = ((...to: Parameters<typeof createConnection>) => {
    const socket = createConnection(...to);
    tellWhoWaits(socket);
    return socket;
  }) as typeof createConnection;
  const { connect } = tls;
  tls.connect = ((...to: Parameters<typeof connect>) => {
    const socket = connect(...to);
    tellWhoWaits(socket);
    return socket;
  }) as typeof connect;
};
