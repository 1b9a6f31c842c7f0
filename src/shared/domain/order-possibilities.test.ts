import { describe, expect, it } from 'vitest';
import { isOrderKey, type Order } from './order';
import { orderOf } from './order-fixtures';
import { elsewhereReason, ownerOf, whyNotCancel, whyNotModify, whyNotReplace } from './order-possibilities';

const key = '00000000-0000-4000-8000-000000000001';
const orderKey = isOrderKey(key) ? key : null;

const order = (changes: Partial<Order> = {}) => orderOf({ orderKey, ...changes });

const byHand = { own: false, orderKey: null, clientId: 0, orderId: null };
const byOther = { own: false, orderKey: null, clientId: 7, orderId: 5 };

describe('an order that was placed elsewhere', () => {
  it('has its owner', () => {
    expect(ownerOf(order())).toBe('this app');
    expect(ownerOf(order(byHand))).toBe('TWS');
    expect(ownerOf(order({ ...byHand, clientId: null }))).toBe('TWS');
    expect(ownerOf(order({ ...byOther, clientId: 0 }))).toBe('client 0');
    expect(ownerOf(order(byOther))).toBe('client 7');
  });

  it('says what can be done about it from here', () => {
    expect(elsewhereReason(order())).toBeNull();
    expect(elsewhereReason(order(byHand))).toContain('in TWS or a mobile app');
    expect(elsewhereReason(order(byOther))).toContain('client id 7');
    expect(elsewhereReason(order({ ...byOther, orderKey }))).toContain(
      'set the client id in the settings to 7',
    );
    for (const changes of [byHand, byOther])
      for (const why of [whyNotCancel, whyNotModify, whyNotReplace])
        expect(why(order(changes))).toContain('"Cancel all" reaches it');
  });
});

describe('an order of ours', () => {
  it('can be cancelled while it lives', () => {
    for (const state of ['sending', 'uncertain', 'working', 'partially-filled', 'inactive'] as const)
      expect(whyNotCancel(order({ state }))).toBeNull();
    for (const state of ['draft', 'refused', 'filled', 'cancelled', 'rejected', 'cancelling'] as const)
      expect(whyNotCancel(order({ state }))).not.toBeNull();
  });

  it('can be changed where IB lets it change', () => {
    expect(whyNotModify(order())).toBeNull();
    expect(whyNotModify(order({ state: 'inactive' }))).toContain('only a working order');
    expect(whyNotModify(order({ orderType: 'TRAIL' }))).toContain('TRAIL');
    expect(whyNotModify(order({ tif: 'OPG' }))).toContain('OPG');
    expect(whyNotModify(order({ copyOf: 'original' }))).toContain('cancel it');
  });

  it('can be replaced where nothing hangs on it', () => {
    expect(whyNotReplace(order({ orderType: 'TRAIL' }))).toBeNull();
    expect(whyNotReplace(order({ role: 'entry' }))).toContain('bracket');
    expect(whyNotReplace(order({ state: 'uncertain' }))).toContain('not confirmed');
  });
});
