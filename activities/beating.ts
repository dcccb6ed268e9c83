const beatEveryMs = 1_000;

/** Beats while a promise is open: reading from the store and writing to it is work too, however long it takes. */
export const beating = async <Result>(promise: Promise<Result>, beat: () => void): Promise<Result> => {
  const timer = setInterval(beat, beatEveryMs);
  try {
    return await promise;
  } finally {
    clearInterval(timer);
  }
};
