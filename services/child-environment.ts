type Env = NodeJS.ProcessEnv;

/** What any program may need to find its files, its language, its clock and its libraries. */
const everyProgram =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TZDIR|TMPDIR|TMP|TEMP|XDG_\w+|LD_\w+|DYLD_\w+|MALLOC_\w+|FAKETIME\w*|SWEEP_\w+)$/;
const goPrograms = /^GO(?:MAXPROCS|MEMLIMIT|GC|DEBUG|TRACEBACK)$/;
const trainers =
  /^(?:NODE_\w+|UV_\w+|CUDA_\w+|NVIDIA_\w+|TF_\w+|XLA_\w+|OMP_\w+|KMP_\w+|MKL_\w+|OPENBLAS_\w+|HIP_\w+|ROCR_\w+)$/;

/** Names that hold secrets, whatever else they match: SWEEP_TEST_MONGODB_URI, NODE_AUTH_TOKEN. */
const secret = /URI|URL|KEY|TOKEN|SECRET|PASSW|CREDENTIAL|AUTH/i;

const only = (env: Env, ...patterns: readonly RegExp[]): Env =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => patterns.some((pattern) => pattern.test(name)) && !secret.test(name)),
  );

/**
 * The environment of a process that needs no server of the user's and none of his secrets: the servers and what holds
 * them. Not Node's options either: a debugger or a loader of this process is not theirs.
 */
export const serverEnvironment = (env: Env = process.env): Env => only(env, everyProgram, goPrograms);

/** The environment of a trainer, which speaks with its parent alone. */
export const trainerEnvironment = (env: Env = process.env): Env => only(env, everyProgram, trainers);

/** The environment of a compiler that fetches modules: all but what Sweep's own servers are reached with. */
export const buildEnvironment = (env: Env = process.env): Env =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^TEMPORAL_|MONGODB_/.test(name)));
