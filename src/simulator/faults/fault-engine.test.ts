import { describe, expect, it } from 'vitest';
import { type FaultEvent, FaultEngine } from './fault-engine';
import type { FaultStep } from './fault-script';

const swallow = { kind: 'swallow' } as const;

function step(when: FaultStep['when'], more: Partial<FaultStep> = {}): FaultStep {
  return { when, fault: swallow, ...more };
}

/** Which of the events set the only step off. */
function firing(only: FaultStep, events: readonly FaultEvent[]): readonly boolean[] {
  const engine = new FaultEngine({ steps: [only] });
  return events.map((event) => engine.occur(event).length > 0);
}

const incoming = (message: number, clientId: number): FaultEvent => ({
  kind: 'message',
  direction: 'in',
  message,
  clientId,
});

describe('when a step fires', () => {
  it('is at the first event by default, and as often as it says from the nth on', () => {
    const events = [1, 2, 3, 4, 5].map(() => incoming(1, 1));
    const when = { on: 'message', direction: 'in', message: 'reqMktData' } as const;
    expect(firing(step(when), events)).toEqual([true, false, false, false, false]);
    expect(firing(step({ ...when, nth: 2 }, { times: 2 }), events)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(firing(step({ ...when, nth: 4 }, { times: 'always' }), events)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('counts only events of its client, direction and message', () => {
    const when = { on: 'message', direction: 'in', message: 1, nth: 2 } as const;
    const events = [
      incoming(1, 7),
      incoming(2, 7),
      incoming(1, 8),
      { ...incoming(1, 7), direction: 'out' } as FaultEvent,
      incoming(1, 7),
    ];
    expect(firing(step(when, { clientId: 7 }), events)).toEqual([false, false, false, false, true]);
  });

  it('is at each message with any', () => {
    const when = { on: 'message', direction: 'out', message: 'any' } as const;
    const out = (message: number): FaultEvent => ({
      kind: 'message',
      direction: 'out',
      message,
      clientId: 1,
    });
    expect(firing(step(when, { times: 'always' }), [out(4), out(5)])).toEqual([true, true]);
  });

  it('is at the stage of an order with its orderRef', () => {
    const order = (stage: 'after-accept' | 'on-cancel', orderRef: string): FaultEvent => ({
      kind: 'order',
      stage,
      clientId: 1,
      orderRef,
    });
    const when = { on: 'order', stage: 'after-accept', orderRef: 'b' } as const;
    const events = [order('after-accept', 'a'), order('on-cancel', 'b'), order('after-accept', 'b')];
    expect(firing(step(when), events)).toEqual([false, false, true]);
  });

  it('is before START_API without a client id and at START_API with one', () => {
    const events: FaultEvent[] = [
      { kind: 'connection', clientId: undefined },
      { kind: 'connection', clientId: 5 },
    ];
    expect(firing(step({ on: 'connection' }), events)).toEqual([true, false]);
    expect(firing(step({ on: 'connection' }, { clientId: 5 }), events)).toEqual([false, true]);
  });

  it('is at each command with its name', () => {
    const run = (name: string): FaultEvent => ({ kind: 'command', name });
    const when = { on: 'command', name: 'break' } as const;
    expect(firing(step(when), [run('break'), run('other'), run('break')])).toEqual([true, false, true]);
    expect(firing(step(when, { times: 1 }), [run('break'), run('break')])).toEqual([true, true]);
    expect(firing(step(when, { times: 2 }), [run('break'), run('break'), run('break')])).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('leaves times to its owner, for each session of the clients that count', () => {
    const sinceStart = step({ on: 'time', afterMs: 10, since: 'start' });
    const sinceSession = step({ on: 'time', afterMs: 20, since: 'session' }, { clientId: 3 });
    const engine = new FaultEngine({ steps: [sinceStart, sinceSession] });
    expect(engine.timed('start')).toEqual([sinceStart]);
    expect(engine.timed('session', 3)).toEqual([sinceSession]);
    expect(engine.timed('session', 4)).toEqual([]);
  });

  it('lets several steps fire at one event, in their order', () => {
    const when = { on: 'command', name: 'x' } as const;
    const steps = [step(when), step(when, { fault: { kind: 'dead-feeds' } })];
    const engine = new FaultEngine({ steps });
    expect(engine.occur({ kind: 'command', name: 'x' })).toEqual(steps);
  });
});
