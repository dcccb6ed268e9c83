const kept = 'sweep-token';

/** The token comes behind # in the printed address, which no server and no log ever sees, and leaves the address at once. */
const takeToken = (): string => {
  const found = /^#token=([\w-]+)$/.exec(location.hash)?.[1];
  if (found !== undefined) {
    localStorage.setItem(kept, found);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return localStorage.getItem(kept) ?? '';
};

const token = takeToken();

/** What the server answered in place of what was asked for. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number; // 0: no answer at all
  readonly fix: string;

  constructor(status: number, message: string, fix: string) {
    super(message);
    this.status = status;
    this.fix = fix;
  }
}

const refusalOf = async (response: Response): Promise<Refusal> => {
  const body = (await response.json().catch(() => ({}))) as { readonly message?: string; readonly fix?: string };
  return new Refusal(response.status, body.message ?? `The server answered ${response.status}.`, body.fix ?? '');
};

/** Asks the server. @throws {Refusal} */
export const ask = async (path: string, more: RequestInit = {}): Promise<Response> => {
  const headers = { ...(more.headers as Record<string, string> | undefined), Authorization: `Bearer ${token}` };
  const response = await fetch(path, { ...more, headers }).catch(() => {
    throw new Refusal(0, 'The server does not answer.', 'start it again: sweep dashboard');
  });
  if (response.ok) return response;
  throw await refusalOf(response);
};

export const readJson = async <Answer>(path: string): Promise<Answer> => (await (await ask(path)).json()) as Answer;

export const post = async (path: string): Promise<string> =>
  ((await (await ask(path, { method: 'POST' })).json()) as { readonly message: string }).message;
