// Moving rows between tables; `bytes` is a row's size and a multiple of 16.

/** to[i] = from[index[i]] */
export function gatherRows(count: i32, index: usize, bytes: usize, from: usize, to: usize): void {
  if ((bytes & 15) != 0) unreachable();
  const whole = bytes & ~63; // four values at a time: more rows are on their way from memory at once
  for (let i = 0; i < count; i++, index += 4, to += bytes) {
    const source = from + <usize>load<u32>(index) * bytes;
    let at: usize = 0;
    for (; at < whole; at += 64) {
      v128.store(to + at, v128.load(source + at));
      v128.store(to + at, v128.load(source + at, 16), 16);
      v128.store(to + at, v128.load(source + at, 32), 32);
      v128.store(to + at, v128.load(source + at, 48), 48);
    }
    for (; at < bytes; at += 16) v128.store(to + at, v128.load(source + at));
  }
}

/** to[index[i]] = from[i] */
export function scatterRows(count: i32, index: usize, bytes: usize, from: usize, to: usize): void {
  for (let i = 0; i < count; i++, index += 4, from += bytes) {
    const target = to + <usize>load<u32>(index) * bytes;
    for (let at: usize = 0; at < bytes; at += 16) v128.store(target + at, v128.load(from + at));
  }
}

/** to[index[i]] += from[i], in ascending i. */
export function addRows(count: i32, index: usize, bytes: usize, from: usize, to: usize): void {
  for (let i = 0; i < count; i++, index += 4, from += bytes) {
    const target = to + <usize>load<u32>(index) * bytes;
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(target + at, f32x4.add(v128.load(target + at), v128.load(from + at)));
    }
  }
}

/** values[i] *= factors[i]; count a multiple of 4. */
export function scaleEach(count: i32, factors: usize, values: usize): void {
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    v128.store(values + at, f32x4.mul(v128.load(values + at), v128.load(factors + at)));
  }
}

/** to[p] = from[p] · factors[text of p], over packed rows (see recurrence.ts): at each step the first counts[t] rows of `factors`. */
export function scaleSteps(steps: i32, counts: usize, bytes: usize, from: usize, factors: usize, to: usize): void {
  for (let t = 0; t < steps; t++) {
    const size = <usize>load<i32>(counts + ((<usize>t) << 2)) * bytes;
    for (let at: usize = 0; at < size; at += 16) v128.store(to + at, f32x4.mul(v128.load(from + at), v128.load(factors + at)));
    from += size;
    to += size;
  }
}

/** to[p] += from[p] · factors[text of p], likewise. */
export function addScaledSteps(steps: i32, counts: usize, bytes: usize, from: usize, factors: usize, to: usize): void {
  for (let t = 0; t < steps; t++) {
    const size = <usize>load<i32>(counts + ((<usize>t) << 2)) * bytes;
    for (let at: usize = 0; at < size; at += 16) {
      v128.store(to + at, f32x4.add(v128.load(to + at), f32x4.mul(v128.load(from + at), v128.load(factors + at))));
    }
    from += size;
    to += size;
  }
}
