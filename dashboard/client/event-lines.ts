export type StreamEvent = { readonly id: string; readonly event: string; readonly data: string };

/** Reads server-sent events out of pieces of text, however they are cut. */
export const createEventLines = () => {
  let rest = '';
  return (piece: string): readonly StreamEvent[] => {
    const blocks = (rest + piece).split(/\r?\n\r?\n/);
    rest = blocks.pop() as string;
    return blocks.flatMap((block) => {
      const fields = new Map<string, string>();
      for (const line of block.split(/\r?\n/)) {
        const [, name, value] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
        if (name !== undefined && value !== undefined)
          fields.set(name, fields.has(name) ? `${fields.get(name)}\n${value}` : value);
      }
      const data = fields.get('data');
      if (data === undefined) return [];
      return [{ id: fields.get('id') ?? '', event: fields.get('event') ?? 'message', data }];
    });
  };
};
