import type { ComponentChildren } from 'preact';

import type { Refusal } from './server.ts';
import type { Resource } from './resource.ts';

/** What stands where numbers are not there yet. */
export const Loading = ({ what }: { readonly what: string }) => (
  <p class="state" role="status">
    <span class="spinner" aria-hidden="true" /> Reading {what} …
  </p>
);

export const Failed = ({ refusal }: { readonly refusal: Refusal }) => (
  <div class="state failed" role="alert">
    <p>{refusal.message}</p>
    {refusal.fix !== '' && <p class="note">{refusal.fix}</p>}
  </div>
);

type OfProps<Value> = {
  readonly resource: Resource<Value>;
  readonly what: string;
  readonly children: (value: Value) => ComponentChildren;
};

/** A part of the page that shows what was read, or that it is being read, or why it could not be. */
export const Of = <Value,>({ resource, what, children }: OfProps<Value>) => {
  switch (resource.state) {
    case 'loading':
      return <Loading what={what} />;
    case 'failed':
      return <Failed refusal={resource.refusal} />;
    case 'here':
      return <>{children(resource.value)}</>;
    default:
      return resource satisfies never;
  }
};
