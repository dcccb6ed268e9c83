/**
 * Opens a training at its checkpoint, or afresh where that cannot be read: an earlier version wrote it, or a sweep whose
 * corpus numbers the same words otherwise. It would be found again at every try, so the training must not depend on it.
 * @throws {RangeError} on input that cannot be trained, or no memory: not the checkpoint's fault
 */
export const goOn = <Opened>(
  checkpoint: Uint8Array | null,
  open: (checkpoint: Uint8Array | undefined) => Opened,
): Opened => {
  if (checkpoint === null) return open(undefined);
  try {
    return open(checkpoint);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return open(undefined);
  }
};
