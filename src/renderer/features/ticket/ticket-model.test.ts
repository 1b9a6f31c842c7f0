import { describe, expect, it } from 'vitest';
import type { RequestError } from '../../../shared/ipc/errors';
import { conIdOf, dec, stock } from './instrument.fixture';
import { initialValues, readDraft, type TicketValues, ticketPrice } from './ticket-draft';
import {
  doublePressMs,
  emptyTicket,
  readingOf,
  reduceTicket,
  shownErrors,
  type TicketEvent,
  type TicketState,
  withMarketPrice,
} from './ticket-model';

const instrument = stock();

function after(...events: readonly TicketEvent[]): TicketState {
  return events.reduce(reduceTicket, emptyTicket);
}

function press(key: string, atMs = 0): TicketEvent {
  return { type: 'pressed', key, epoch: 7, sentence: 'Buy 100 AAPL', atMs };
}

const ready: readonly TicketEvent[] = [
  { type: 'opened', conId: instrument.conId },
  { type: 'instrument-known', instrument },
  { type: 'changed', values: { limitPrice: '187.20' } },
];

function failure(code: RequestError['code'], fields?: RequestError['fields']): TicketEvent {
  return {
    type: 'answered',
    key: 'a',
    result: { ok: false, error: { code, text: 'No.', ...(fields === undefined ? {} : { fields }) } },
  };
}

describe('reading the ticket', () => {
  const values = (overrides: Partial<TicketValues>): TicketValues => ({
    ...initialValues(instrument),
    limitPrice: '187.20',
    ...overrides,
  });

  it('makes an order of valid values', () => {
    expect(
      readDraft(values({ quantity: '1,000', takeProfitOn: true, takeProfit: '190' }), instrument),
    ).toEqual({
      draft: {
        conId: instrument.conId,
        side: 'BUY',
        quantity: '1000',
        pricing: { orderType: 'LMT', limitPrice: '187.2' },
        tif: 'DAY',
        outsideRth: false,
        bracket: { takeProfit: '190', stopLoss: null },
      },
      errors: {},
    });
  });

  it.each([
    ['an empty quantity', { quantity: ' ' }, 'quantity', 'Enter a quantity.'],
    ['words for a quantity', { quantity: 'ten' }, 'quantity', 'This is not a number.'],
    ['a quantity of zero', { quantity: '0' }, 'quantity', 'The quantity must be greater than zero.'],
    ['an empty limit price', { limitPrice: '' }, 'limitPrice', 'Enter a limit price.'],
    [
      'a price off the tick',
      { limitPrice: '187.205' },
      'limitPrice',
      'The price must be a multiple of 0.01.',
    ],
    ['an empty stop price', { orderType: 'STP' as const }, 'stopPrice', 'Enter a stop price.'],
    [
      'a take profit without a price',
      { takeProfitOn: true },
      'takeProfit',
      'Enter the price of the take profit.',
    ],
    [
      'a take profit on the wrong side',
      { takeProfitOn: true, takeProfit: '180' },
      'takeProfit',
      'The take profit must be above the entry at 187.2.',
    ],
  ])('refuses %s beside its field', (_name, overrides, field, text) => {
    const reading = readDraft(values(overrides), instrument);
    expect(reading.draft).toBeNull();
    expect(reading.errors).toMatchObject({ [field]: text });
  });

  it('tells a wrong price before the quantity is typed', () => {
    const { errors } = readDraft(values({ quantity: '', limitPrice: '187.205' }), instrument);
    expect(Object.keys(errors).sort()).toEqual(['limitPrice', 'quantity']);
  });

  it('ignores prices that the order type does not ask for', () => {
    const { draft } = readDraft(values({ orderType: 'MKT', limitPrice: 'x', stopPrice: 'y' }), instrument);
    expect(draft?.pricing).toEqual({ orderType: 'MKT' });
  });

  it('starts with a round lot of a stock and the smallest quantity of the rest', () => {
    expect(initialValues(instrument).quantity).toBe('100');
    expect(initialValues(stock({ secType: 'FUT' })).quantity).toBe('1');
    expect(
      initialValues(stock({ secType: 'CRYPTO', minSize: dec('0.0001'), sizeIncrement: dec('0.00001') }))
        .quantity,
    ).toBe('0.0001');
  });

  it('takes prices of the market onto the tick', () => {
    expect(ticketPrice(187.2, instrument)).toBe('187.2');
    expect(ticketPrice(4501.13, stock({ minTick: dec('0.25') }))).toBe('4501.25');
    expect(ticketPrice(null, instrument)).toBeNull();
  });

  it('puts a clicked price where the order type has one', () => {
    expect(withMarketPrice('MKT', '10')).toEqual({ orderType: 'LMT', limitPrice: '10' });
    expect(withMarketPrice('STP', '10')).toEqual({ stopPrice: '10' });
    expect(withMarketPrice('STP LMT', '10')).toEqual({ limitPrice: '10' });
  });
});

describe('the ticket', () => {
  it('keeps quiet about fields that nobody touched, until a press', () => {
    const fresh = after(...ready.slice(0, 2));
    expect(shownErrors(fresh, readingOf(fresh))).toEqual({});
    const pressed = reduceTicket(fresh, press('a'));
    expect(pressed.phase.kind).toBe('editing');
    expect(shownErrors(pressed, readingOf(pressed))).toEqual({ limitPrice: 'Enter a limit price.' });
  });

  it('forgets prices when another instrument is shown', () => {
    const other = reduceTicket(after(...ready), { type: 'opened', conId: conIdOf(5) });
    expect(other.values.limitPrice).toBe('');
    expect(other.instrument).toBeNull();
  });

  it('ignores an instrument that arrives after another was opened', () => {
    const state = after({ type: 'opened', conId: conIdOf(5) }, { type: 'instrument-known', instrument });
    expect(state.instrument).toBeNull();
  });

  it('sends once, however often it is pressed meanwhile', () => {
    const sending = after(...ready, press('a'));
    expect(sending.phase).toMatchObject({ kind: 'sending', placement: { idempotencyKey: 'a', epoch: 7 } });
    expect(reduceTicket(sending, press('b', 5_000))).toBe(sending);
  });

  it('takes the second click of a double click for what it is, also after a quick answer', () => {
    const placed = after(...ready, press('a'), {
      type: 'answered',
      key: 'a',
      result: { ok: true, value: { orderIds: ['x'] } },
    });
    expect(placed.phase.kind).toBe('placed');
    expect(reduceTicket(placed, press('b', doublePressMs - 1))).toBe(placed);
    expect(reduceTicket(placed, press('b', doublePressMs)).phase).toMatchObject({
      kind: 'sending',
      placement: { idempotencyKey: 'b' },
    });
  });

  it('sends the same order again, with its key and epoch, after a lost answer', () => {
    const lost = after(...ready, press('a'), failure('timeout'), {
      type: 'changed',
      values: { quantity: '5' },
    });
    expect(lost.phase.kind).toBe('unanswered');
    const again = reduceTicket(lost, { ...press('b', 9_000), epoch: 8 } as TicketEvent);
    expect(again.phase).toMatchObject({
      kind: 'sending',
      placement: { idempotencyKey: 'a', epoch: 7, draft: { quantity: '100' } },
    });
  });

  it('starts anew once the trader gives up on an answer', () => {
    const lost = after(...ready, press('a'), failure('internal'), { type: 'dismissed' });
    expect(reduceTicket(lost, press('b', 9_000)).phase).toMatchObject({ placement: { idempotencyKey: 'b' } });
  });

  it('keeps the values and shows what main said beside the fields', () => {
    const failed = after(...ready, press('a'), failure('rule', [{ field: 'quantity', text: 'Too large.' }]));
    expect(failed.phase.kind).toBe('failed');
    expect(failed.values.limitPrice).toBe('187.20');
    expect(shownErrors(failed, readingOf(failed))).toEqual({ quantity: 'Too large.' });
    const edited = reduceTicket(failed, { type: 'changed', values: { quantity: '10' } });
    expect(shownErrors(edited, readingOf(edited))).toEqual({});
  });

  it('ignores an answer to another placement', () => {
    const sending = after(...ready, press('a'));
    const stray: TicketEvent = {
      type: 'answered',
      key: 'z',
      result: { ok: true, value: { orderIds: ['x'] } },
    };
    expect(reduceTicket(sending, stray)).toBe(sending);
  });

  it('remembers an order on its way when another instrument is shown', () => {
    const moved = after(...ready, press('a'), { type: 'opened', conId: conIdOf(5) });
    expect(moved.phase.kind).toBe('sending');
    expect(reduceTicket(moved, press('b', 9_000))).toBe(moved);
  });
});
