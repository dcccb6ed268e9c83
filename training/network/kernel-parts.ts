/** What kernels/optimisers.ts exports; pointers are bytes, all else counts. */
export type OptimiserKernel = {
  move(
    rule: number,
    count: number,
    constants: number,
    w: number,
    g: number,
    firstMoments: number,
    secondMoments: number,
  ): void;
  moveRows(
    rule: number,
    count: number,
    index: number,
    width: number,
    since: number,
    step: number,
    constants: number,
    w: number,
    g: number,
    firstMoments: number,
    secondMoments: number,
  ): void;
  catchUpRows(
    rule: number,
    count: number,
    index: number,
    width: number,
    since: number,
    base: number,
    step: number,
    constants: number,
    idle: number,
    w: number,
    firstMoments: number,
    secondMoments: number,
  ): void;
  sumOfSquares(count: number, from: number): number;
  scaleAll(count: number, factor: number, values: number): void;
  largest(count: number, from: number): number;
};

/** What kernels/pooling.ts exports; pointers are bytes, all else counts. */
export type PoolingKernel = {
  meanForward(steps: number, counts: number, width: number, h: number, to: number): void;
  meanBackward(steps: number, counts: number, width: number, d: number, dh: number): void;
  maxForward(steps: number, counts: number, width: number, h: number, to: number, places: number): void;
  maxBackward(steps: number, counts: number, width: number, d: number, places: number, dh: number): void;
  attentionScores(positions: number, width: number, u: number, context: number, scores: number): void;
  attentionSum(steps: number, counts: number, width: number, shares: number, h: number, to: number): void;
  attentionSpread(
    steps: number,
    counts: number,
    width: number,
    shares: number,
    h: number,
    d: number,
    dShares: number,
    dh: number,
  ): void;
  attentionBackward(
    positions: number,
    width: number,
    dScores: number,
    context: number,
    u: number,
    dContext: number,
  ): void;
};
