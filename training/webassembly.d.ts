// What this folder uses of WebAssembly: only TypeScript's "dom" library declares it, together with all of the browser.
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
    /** Adds pages of 64 KiB and detaches the old buffer; returns the old number of pages. */
    grow(pages: number): number;
  }
  const RuntimeError: new (message?: string) => Error;
  const Module: new (bytes: Uint8Array) => Module;
  const Instance: new (
    module: Module,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => Instance;
  const Memory: new (limits: { readonly initial: number; readonly maximum?: number }) => Memory;
}
