/** Cuts a stream of the MongoDB wire protocol into its messages: each begins with its length. */
export const createSplitter = (): ((chunk: Buffer) => readonly Buffer[]) => {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const messages: Buffer[] = [];
    while (rest.length >= headerBytes && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      messages.push(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    return messages;
  };
};

const headerBytes = 16;
const opMsg = 2013;

export const requestId = (message: Buffer): number => message.readInt32LE(4);
export const responseTo = (message: Buffer): number => message.readInt32LE(8);

/** The command of a request, its document's first key; '' of what is no OP_MSG. */
export const commandOf = (message: Buffer): string => {
  if (message.readInt32LE(12) !== opMsg) return '';
  const name = headerBytes + 4 + 1 + 4 + 1; // flags, kind of the section, length of the document, type of the field
  return message.toString('latin1', name, message.indexOf(0, name));
};

/** A reply with the server's clock (`localTime`, of `hello`) moved. */
export const withClockMoved = (message: Buffer, ms: number): Buffer => {
  const field = Buffer.from('\x09localTime\0', 'latin1');
  const at = message.indexOf(field);
  if (at < 0 || ms === 0) return message;
  const moved = Buffer.from(message);
  const value = at + field.length;
  moved.writeBigInt64LE(moved.readBigInt64LE(value) + BigInt(ms), value);
  return moved;
};
