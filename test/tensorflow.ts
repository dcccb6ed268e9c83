import { execFileSync } from 'node:child_process';
import { findTensorflow } from '../services/tensorflow/find-tensorflow.ts';
import { installCommand } from '../services/tensorflow/install-command.ts';

/** Builds what child processes run and finds the library; these tests fail without it, and say how to get it. */
export default async function setup(): Promise<void> {
  execFileSync(process.execPath, ['build/prepare.js'], { stdio: 'inherit' });
  const [found] = await findTensorflow(process.env, 'cpu');
  if (found === undefined) throw new Error(`These tests need TensorFlow's library: npx ${installCommand('cpu')}`);
  process.stdout.write(`library: TensorFlow ${found.version}, ${found.from}\n`);
}
