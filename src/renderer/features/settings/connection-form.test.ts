import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../shared/ipc/settings';
import { formAfterSaving, formOf, readForm } from './connection-form';

const good = formOf(defaultSettings.paper);

describe('the form of a gateway', () => {
  it('reads what it was filled with', () => {
    expect(readForm(good)).toEqual({ ok: true, connection: defaultSettings.paper });
  });

  it('forgives blanks around', () => {
    expect(readForm({ host: ' gateway.lan ', port: ' 7497', clientId: '0 ' })).toEqual({
      ok: true,
      connection: { host: 'gateway.lan', port: 7497, clientId: 0 },
    });
  });

  it('shows what was saved, without the blanks', () => {
    const typed = { ...good, host: ' 127.0.0.1 ' };
    expect(formAfterSaving(typed, typed, defaultSettings.paper)).toEqual(good);
  });

  it('keeps what is typed while the answer is on its way', () => {
    const typedOn = { ...good, host: 'gateway.lan' };
    expect(formAfterSaving(good, typedOn, defaultSettings.paper)).toBe(typedOn);
  });

  it.each([
    ['host', ''],
    ['host', 'http://localhost'],
    ['host', 'two words'],
    ['port', ''],
    ['port', '0'],
    ['port', '65536'],
    ['port', '4e3'],
    ['port', '-1'],
    ['port', '40.5'],
    ['clientId', '10000'],
    ['clientId', 'one'],
  ])('refuses %s “%s” beside that field and no other', (field, value) => {
    const outcome = readForm({ ...good, [field]: value });
    if (outcome.ok) throw new Error('it was taken');
    const wrong = Object.entries(outcome.errors).filter(([, text]) => text !== null);
    expect(wrong.map(([name]) => name)).toEqual([field]);
  });
});
