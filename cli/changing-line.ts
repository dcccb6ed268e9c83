import { isTerminal } from './say.ts';

const showEveryMs = 500;

/** One line on the terminal that changes while something goes on; nothing where nobody looks. */
export const changingLine = () => {
  let shownAt = Date.now();
  let open = false;
  const show = (text: () => string): void => {
    if (!isTerminal() || Date.now() - shownAt < showEveryMs) return;
    shownAt = Date.now();
    open = true;
    process.stderr.write(`\r\u001B[2K${text()}`);
  };
  const end = (): void => {
    if (open) process.stderr.write('\r\u001B[2K');
    open = false;
  };
  return { show, end };
};
