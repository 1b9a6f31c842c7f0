import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../shared/ipc/settings';
import { formOf, readForm } from './connection-form';

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
