import type { World } from '../world/world';

/** Told of an exception in a timer or a listener. */
export type FaultReport = (error: unknown) => void;

/**
 * The same world for one user of it, whose timers and listeners may throw: an exception is reported and goes no
 * further, so that neither the world nor its other users notice.
 */
export function guardedWorld(world: World, report: FaultReport): World {
  const { clock, market, account, exchange } = world;
  const guarded =
    <A extends readonly unknown[]>(run: (...args: A) => void) =>
    (...args: A): void => {
      try {
        run(...args);
      } catch (error) {
        report(error);
      }
    };
  return {
    ...world,
    clock: {
      nowMs: () => clock.nowMs(),
      schedule: (atMs, run) => clock.schedule(atMs, guarded(run)),
      start: () => clock.start(),
      stop: () => clock.stop(),
    },
    market: {
      quote: (conId) => market.quote(conId),
      subscribe: (conId, listener) => market.subscribe(conId, guarded(listener)),
    },
    account: withSubscribe(account, (listener) => account.subscribe(guarded(listener))),
    exchange: withSubscribe(exchange, (listener) => exchange.subscribe(guarded(listener))),
    stop: () => world.stop(),
  };
}

/** Everything of `source` but its `subscribe`. */
function withSubscribe<T extends object & { subscribe: unknown }>(source: T, subscribe: T['subscribe']): T {
  return new Proxy(source, {
    get: (target, key): unknown => {
      if (key === 'subscribe') return subscribe;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
