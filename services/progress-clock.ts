/** Told while something is fetched or built, every second: what, what is going on, since when. */
export type Progress = {
  readonly what: 'temporal' | 'mongodb' | 'tensorflow';
  readonly detail: string;
  readonly seconds: number;
};

export type Clock = {
  readonly begin: (detail: string) => void; // told at once
  readonly show: (detail: string) => void; // told with the next second
  readonly stop: () => void;
};

export function startClock(what: Progress['what'], onProgress: (progress: Progress) => void): Clock {
  const began = Date.now();
  let detail = '';
  const tell = () => onProgress({ what, detail, seconds: (Date.now() - began) / 1000 });
  const timer = setInterval(tell, 1000);
  const show = (next: string) => {
    detail = next;
  };
  return {
    show,
    begin(next) {
      show(next);
      tell();
    },
    stop: () => clearInterval(timer),
  };
}

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
