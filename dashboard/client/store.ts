import { useEffect, useState } from 'preact/hooks';

/** A value that parts of the page watch. */
export type Store<Value> = {
  readonly get: () => Value;
  readonly set: (value: Value) => void;
  readonly watch: (listener: () => void) => () => void;
};

export const createStore = <Value>(first: Value): Store<Value> => {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      value = next;
      for (const listener of listeners) listener();
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};

/** The value of a store, drawn again whenever it changes. */
export const useStore = <Value>(store: Store<Value>): Value => {
  const [value, setValue] = useState<{ readonly of: Value }>({ of: store.get() });
  useEffect(() => {
    setValue({ of: store.get() }); // it may have changed before this part was there
    return store.watch(() => setValue({ of: store.get() }));
  }, [store]);
  return value.of;
};
