import type { Fault, Scene } from '../fault.ts';
import type { Life } from '../life.ts';
import { drawMoment } from './moments.ts';

/** Two commands at once, of which one may be killed; the other must carry the sweep alone. */
const sideBySide =
  (first: 'start' | 'resume', second: 'start' | 'resume'): Fault['strike'] =>
  async (scene) => {
    const begin = (what: 'start' | 'resume'): Life => (what === 'start' ? scene.start() : scene.resume());
    if (first === 'resume') {
      await drawMoment(scene);
      scene.kill(scene.processes()); // what is resumed was cut off
      await scene.life().ended;
      if (!(await wasInserted(scene))) return;
      scene.resume();
    }
    await scene.pause(0, first === 'start' && second === 'start' ? 300 : 2_000);
    scene.struck(`${second} beside ${first}`);
    begin(second);
    if (scene.stream.below(2) === 0) return;
    await scene.pause(500, 5_000);
    const commands = scene.processes().filter(({ role }) => role === 'cli');
    scene.kill(commands.slice(0, 1));
  };

/** Whether the store that was killed has the sweep; a reading command starts it. */
const wasInserted = async (scene: Scene): Promise<boolean> => {
  const { code } = await scene.spawn(['status', 'chaos', '--json']).ended;
  return code === 0;
};

/** Workers come and go all the time: by SIGTERM, Ctrl-C and SIGKILL, one every few seconds, until the sweep is done. */
const comeAndGo: Fault['strike'] = async (scene) => {
  for (let times = 0; times < 12 && !scene.life().hasEnded(); times++) {
    scene.spawn(['worker', '--slots', String(scene.stream.below(3))]);
    await scene.pause(300, 3_000);
    const workers = scene.processes().filter(({ role }) => role === 'worker' || role === 'orchestrator');
    if (workers.length < 2) continue;
    const leaver = workers[scene.stream.below(workers.length)];
    const signal = (['SIGTERM', 'SIGINT', 'SIGKILL'] as const)[scene.stream.below(3)];
    if (leaver !== undefined) scene.kill([leaver], signal);
  }
};

export const together: readonly Fault[] = [
  { name: 'two starts at once', strike: sideBySide('start', 'start') },
  { name: 'two resumes at once', strike: sideBySide('resume', 'resume') },
  { name: 'resume beside start', strike: sideBySide('start', 'resume') },
  { name: 'workers join and leave', lives: ['--slots', '1'], strike: comeAndGo },
];
