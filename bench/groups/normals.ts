import type { Stream } from '../../core/random.ts';

/** Standard normals from a stream, two from each pair of uniforms. @see Box & Muller 1958 */
export const normals = (stream: Stream): (() => number) => {
  let held: number | null = null;
  return () => {
    if (held !== null) {
      const value = held;
      held = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - stream.uniform()));
    const angle = 2 * Math.PI * stream.uniform();
    held = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
};
