import { describe, expect, it } from 'vitest';
import { ManualClock } from '../platform/manual-clock';
import { CircuitBreaker } from './circuit-breaker';
import type { BrokerError, BrokerResult } from './port';

const good: BrokerResult<null> = { ok: true, value: null };
const failed = (kind: BrokerError['kind'], code: number | null = null, text = ''): BrokerResult<null> => ({
  ok: false,
  error: { kind, code, text },
});
const late = failed('timeout');

function breaker() {
  const clock = new ManualClock();
  const told: BrokerError[] = [];
  const circuit = new CircuitBreaker(clock, {
    subject: 'bars',
    failures: 3,
    firstPauseMs: 10_000,
    longestPauseMs: 25_000,
  });
  circuit.onOpen((error) => told.push(error));
  const run = (result: BrokerResult<null>) => circuit.run(() => Promise.resolve(result));
  return { clock, circuit, told, run };
}

describe('CircuitBreaker', () => {
  it.each([
    ['time-outs', late],
    ['100', failed('refused', 100, 'Max rate of messages')],
    ['162', failed('refused', 162, 'Historical data request pacing violation')],
    ['420', failed('refused', 420, 'pacing violation')],
  ])('pauses after three %s in a row, and says until when', async (_name, failure) => {
    const { clock, circuit, told, run } = breaker();
    await run(failure);
    await run(failure);
    await run(good);
    await run(failure);
    await run(failure);
    expect(circuit.refusal()).toBeNull();
    await run(failure);
    expect(told).toHaveLength(1);
    expect(await run(good)).toMatchObject({
      error: { kind: 'paused', untilMs: clock.nowMs() + 10_000, text: expect.stringContaining('bars') },
    });
  });

  it('does not take other answers for failures', async () => {
    const { circuit, run } = breaker();
    for (const kind of ['not-connected', 'cancelled', 'invalid'] as const) {
      for (let time = 0; time < 5; time += 1) await run(failed(kind));
    }
    for (let time = 0; time < 5; time += 1) await run(failed('refused', 200, 'No security definition'));
    for (let time = 0; time < 5; time += 1) await run(failed('refused', 162, 'HMDS query returned no data'));
    expect(circuit.refusal()).toBeNull();
  });

  it('lets one try after the pause, and all when that one is answered', async () => {
    const { clock, circuit, run } = breaker();
    for (let time = 0; time < 3; time += 1) await run(late);
    clock.advance(10_000);
    expect(circuit.admit()).toBeNull();
    expect(circuit.admit()).toMatchObject({ kind: 'paused', untilMs: null });
    circuit.settle(good);
    expect(circuit.admit()).toBeNull();
    expect(circuit.admit()).toBeNull();
  });

  it('pauses for longer each time, up to a bound, and briefly again after it worked', async () => {
    const { clock, circuit, run } = breaker();
    const pauses: number[] = [];
    const pause = () => (circuit.refusal()?.untilMs ?? 0) - clock.nowMs();
    for (let time = 0; time < 3; time += 1) await run(late);
    for (let round = 0; round < 3; round += 1) {
      pauses.push(pause());
      clock.advance(pause());
      await run(late);
    }
    expect(pauses).toEqual([10_000, 20_000, 25_000]);
    clock.advance(pause());
    await run(good);
    for (let time = 0; time < 3; time += 1) await run(late);
    expect(pause()).toBe(10_000);
  });

  it('is not made longer by those that were under way when the pause began', async () => {
    const { clock, circuit, run } = breaker();
    for (let time = 0; time < 3; time += 1) await run(late);
    const until = circuit.refusal()?.untilMs;
    circuit.settle(late);
    circuit.settle(late);
    expect(circuit.refusal()?.untilMs).toBe(until);
    clock.advance(10_000);
    expect(circuit.refusal()).toBeNull();
  });

  it('lets one try at once on a new connection', async () => {
    const { circuit, run } = breaker();
    for (let time = 0; time < 3; time += 1) await run(late);
    circuit.reconnected();
    expect(await run(good)).toEqual(good);
    expect(circuit.refusal()).toBeNull();
  });

  it('lets the next one try when the one that tried ended with its connection', async () => {
    const { clock, circuit, run } = breaker();
    for (let time = 0; time < 3; time += 1) await run(late);
    clock.advance(10_000);
    await run(failed('not-connected'));
    expect(circuit.refusal()).toBeNull();
  });
});
