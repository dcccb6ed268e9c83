/** One list behind the other. */
export const joined = (first: Uint32Array, second: Uint32Array): Uint32Array => {
  if (second.length === 0) return first;
  const both = new Uint32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
};

/** Token sequences one after the other: text i is tokens[offsets[i]] up to tokens[offsets[i + 1]]. */
type Texts = { readonly tokens: Uint32Array; readonly offsets: Uint32Array };

/** Texts one after the other, those of the second behind all of the first. */
export const joinedTexts = (first: Texts, second: Texts): Texts => ({
  tokens: joined(first.tokens, second.tokens),
  offsets: joined(
    first.offsets,
    second.offsets.subarray(1).map((end) => first.tokens.length + end),
  ),
});
