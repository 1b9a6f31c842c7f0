import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Fault, malformations, refusalManners } from './fault';
import { type FaultTrigger, orderStages } from './fault-script';
import { parseFaultScript } from './fault-script-schema';

const triggers: readonly FaultTrigger[] = [
  { on: 'connection', nth: 2 },
  { on: 'message', direction: 'in', message: 'placeOrder' },
  { on: 'message', direction: 'in', message: 'reqMktDepth' },
  { on: 'message', direction: 'out', message: 'openOrder', nth: 3 },
  { on: 'message', direction: 'out', message: 5 },
  { on: 'message', direction: 'out', message: 'any' },
  { on: 'order', stage: 'after-accept', orderRef: 'abc' },
  { on: 'time', afterMs: 1_000, since: 'start' },
  { on: 'command', name: 'break' },
];

/** One of each kind. */
const faultOf: { readonly [K in Fault['kind']]: Extract<Fault, { kind: K }> } = {
  refuse: { kind: 'refuse', how: 'reset' },
  drop: { kind: 'drop', how: 'close', message: 'kept' },
  'stop-listening': { kind: 'stop-listening' },
  restart: { kind: 'restart', goodbye: false, away: 'resetting', nextValidId: 7 },
  silence: { kind: 'silence', direction: 'in', noticesClose: false },
  slow: { kind: 'slow', latencyMs: 5, bytesPerSecond: 100 },
  split: { kind: 'split', bytes: 2 },
  merge: { kind: 'merge', everyMs: 50 },
  swallow: { kind: 'swallow' },
  duplicate: { kind: 'duplicate', count: 3 },
  delay: { kind: 'delay', messages: 2 },
  malformed: { kind: 'malformed', how: 'negative-length' },
  'answer-error': { kind: 'answer-error', code: 162, text: 'no' },
  notice: { kind: 'notice', code: 2104, id: -1, text: 'x' },
  'notice-storm': { kind: 'notice-storm', count: 10 },
  connectivity: { kind: 'connectivity', comesBack: 1101, says: 2110, orderCallbacks: 'late' },
  farm: { kind: 'farm', farm: 'history', data: 'dead' },
  'competing-session': { kind: 'competing-session' },
  'delayed-data': { kind: 'delayed-data' },
  'no-permission': { kind: 'no-permission', code: 354 },
  'dead-feeds': { kind: 'dead-feeds' },
  'depth-reset': { kind: 'depth-reset', refilled: false },
  'wrong-clock': { kind: 'wrong-clock', offsetMs: -3_600_000 },
  'fill-order': { kind: 'fill-order', quantity: 1, price: 2, orderRef: 'a' },
  'reject-order': { kind: 'reject-order', code: 201, text: 'no', orderRef: 'a' },
  'cancel-order': { kind: 'cancel-order' },
  'mute-order': { kind: 'mute-order' },
  'two-copies': { kind: 'two-copies' },
  'roll-back-order-ids': { kind: 'roll-back-order-ids', nextValidId: 1 },
};

const faults: readonly Fault[] = Object.values(faultOf);

describe('the JSON form of a fault script', () => {
  it('has every trigger and every fault', () => {
    const steps = [
      ...triggers.map((when) => ({ when, fault: { kind: 'swallow' } as const })),
      ...faults.map((fault) => ({ when: { on: 'command', name: 'x' } as const, fault })),
      { when: { on: 'connection' }, fault: { kind: 'swallow' }, clientId: 0, times: 'always', forMs: 5 },
    ];
    expect(parseFaultScript(JSON.stringify({ steps }))).toEqual({ ok: true, script: { steps } });
  });

  it.each([
    ['{', 'JSON'],
    ['{}', 'steps'],
    [{ steps: [{ when: { on: 'nothing' }, fault: { kind: 'swallow' } }] }, 'steps[0].when'],
    [{ steps: [{ when: { on: 'connection' }, fault: { kind: 'explode' } }] }, 'steps[0].fault'],
    [{ steps: [{ when: { on: 'connection' }, fault: { kind: 'swallow' }, wehn: 1 }] }, 'wehn'],
    [
      {
        steps: [
          { when: { on: 'message', direction: 'in', message: 'openOrder' }, fault: { kind: 'swallow' } },
        ],
      },
      'steps[0].when.message',
    ],
    [{ steps: [{ when: { on: 'connection' }, fault: { kind: 'swallow' }, times: 0 }] }, 'steps[0].times'],
  ])('is refused when it is %j, and says where', (script, words) => {
    const result = parseFaultScript(typeof script === 'string' ? script : JSON.stringify(script));
    expect(result).toMatchObject({ ok: false, problem: expect.stringContaining(words) });
  });
});

describe('docs/simulator.md', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/simulator.md'), 'utf8');

  it('names every fault, stage and manner', () => {
    const names = [...faults.map(({ kind }) => kind), ...orderStages, ...refusalManners, ...malformations];
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('has fault scripts that can be read', () => {
    const scripts = Array.from(text.matchAll(/```json\n(.*?)```/gs), ([, json = '']) => json);
    expect(scripts.length).toBeGreaterThan(0);
    for (const json of scripts) expect(parseFaultScript(json)).toMatchObject({ ok: true });
  });
});
