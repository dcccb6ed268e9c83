import fc from 'fast-check';

/** What the formats are built of, and what is known to upset readers. */
export const pieces = [
  'text,label\n',
  'a,x\n',
  'b,y\n',
  '"',
  ',',
  ';',
  '\n',
  '\r',
  '\0',
  '{',
  '}',
  '[',
  ']',
  '"text":',
  '"label":',
  ': ',
  '- ',
  '&a ',
  '*a ',
  '!!binary ',
  'name: a\n',
  'data:\n',
  '  files: a.csv\n',
  'model:\n',
  '1e308',
  '-1',
  '4294967296',
  'null',
  '__proto__',
  '../../etc/passwd',
  '2 3\n',
  'a 1 2 3\n',
  'b nan 1 2\n',
  'a -> b\n',
  '# a\n',
  ' ',
  '\t',
  '\u001b[2J',
  '\ud800',
  'é',
  '[[[[[[[[[[[[[[[[',
];

/** Bytes that are noise, or built of what the formats are built of. */
export const hostile: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes)),
  fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((list) => Buffer.from(list.join(''))),
  fc
    .tuple(fc.constantFrom(...pieces), fc.integer({ min: 1, max: 20_000 }))
    .map(([piece, n]) => Buffer.from(piece.repeat(n))),
  fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)),
);
