import net from 'node:net';
import tls from 'node:tls';
import { MongoNetworkError } from 'mongodb';

/** The same maker of sockets, whose sockets fail for who waits for them to be written out when they close. */
const telling = <Make extends (...to: never[]) => net.Socket>(make: Make): Make =>
  ((...to: Parameters<Make>) => {
    const socket = make(...to);
    socket.once('close', () => {
      if (socket.listenerCount('drain') === 0 || socket.listenerCount('error') === 0) return;
      socket.emit('error', new MongoNetworkError('the connection was closed before everything was sent'));
    });
    return socket;
  }) as Make;

let isDone = false;

/**
 * Lets no command of the driver wait for ever: up to 7.9 it waits until a socket has sent what was written to it, or
 * has an error, but one that is closed without an error has neither: by the server, or by the driver's own time-out.
 * The driver takes no sockets of ours, so that those which Node.js makes are told to speak.
 */
export const failWritesOnClose = (): void => {
  if (isDone) return;
  isDone = true;
  net.createConnection = telling(net.createConnection);
  tls.connect = telling(tls.connect);
};
