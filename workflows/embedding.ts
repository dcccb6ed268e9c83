import { patched } from '@temporalio/workflow';

import type { EmbeddingInput } from '../core/messages.ts';
import { trainPages } from './embedding-pages.ts';
import { trainPasses } from './embedding-passes.ts';

/** All folds of one embedding; ends when looks at its pages find nothing missing. */
export async function embeddingWorkflow(input: EmbeddingInput): Promise<void> {
  await (patched('pages') ? trainPages(input) : trainPasses(input));
}
