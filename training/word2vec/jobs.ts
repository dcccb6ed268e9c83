/** One piece of an epoch: whole sentences, at most 10,000 words unless one sentence is longer. */
export type Job = {
  readonly from: number; // first sentence
  readonly to: number; // one past the last
  readonly words: number; // of all sentences, known or not
};

/** Most words of a job, and most that are trained of one sentence. */
export const jobWords = 10_000;

const startAlpha = 0.025;
const endAlpha = 0.0001;

/** The jobs of one epoch; the first is empty where the first sentence alone is too long (gensim seeds it all the same). */
export const packJobs = (offsets: Uint32Array): readonly Job[] => {
  const jobs: Job[] = [];
  let from = 0;
  let words = 0;
  const sentences = Math.max(0, offsets.length - 1);
  for (let sentence = 0; sentence < sentences; sentence++) {
    const length = (offsets[sentence + 1] as number) - (offsets[sentence] as number);
    if (words + length > jobWords) {
      jobs.push({ from, to: sentence, words });
      from = sentence;
      words = 0;
    }
    words += length;
  }
  if (from < sentences) jobs.push({ from, to: sentences, words });
  return jobs;
};

/** Learning rate of a job: falls linearly with the sentences behind it. */
export const alphaOf = (job: Job, sentences: number, epoch: number, epochs: number): number => {
  const progress = (epoch + job.from / sentences) / epochs;
  return Math.max(endAlpha, startAlpha - (startAlpha - endAlpha) * progress);
};
