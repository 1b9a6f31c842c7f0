import { describe, expect, it } from 'vitest';
import { alignUp, barStart, completeBefore, nextBarStart } from './bar-time';

const at = (text: string) => Date.parse(`${text}Z`);

describe('the time of a bar', () => {
  it('keeps the moment of intraday bars and the date of daily ones', () => {
    expect(barStart('1 hour', at('2026-10-05T14:30:00'))).toBe(at('2026-10-05T14:30:00'));
    expect(barStart('1 day', at('2026-10-05T20:15:00'))).toBe(at('2026-10-05T00:00:00'));
  });

  it('calls a week by its Monday, whichever of its days the gateway names', () => {
    for (const day of ['05', '07', '09', '11']) {
      expect(barStart('1 week', at(`2026-10-${day}T00:00:00`))).toBe(at('2026-10-05T00:00:00'));
    }
    expect(barStart('1 week', at('1969-12-31T00:00:00'))).toBe(at('1969-12-29T00:00:00'));
  });

  it('calls a month by its first day', () => {
    expect(barStart('1 month', at('2026-02-27T00:00:00'))).toBe(at('2026-02-01T00:00:00'));
    expect(nextBarStart('1 month', at('2026-12-31T00:00:00'))).toBe(at('2027-01-01T00:00:00'));
    expect(alignUp('1 month', at('2026-02-01T00:00:00'))).toBe(at('2026-02-01T00:00:00'));
    expect(alignUp('1 month', at('2026-02-02T00:00:00'))).toBe(at('2026-03-01T00:00:00'));
  });
});

describe('which bars are finished', () => {
  it('takes a minute as finished only once it is over and its last trades had time to arrive', () => {
    const bar = at('2026-10-05T14:30:00');
    expect(bar < completeBefore('1 min', bar + 30_000)).toBe(false);
    expect(bar < completeBefore('1 min', bar + 60_000)).toBe(false);
    expect(bar < completeBefore('1 min', bar + 66_000)).toBe(true);
  });

  it('takes a day as finished when its late session is over too', () => {
    const bar = at('2026-10-05T00:00:00');
    expect(bar < completeBefore('1 day', at('2026-10-06T00:30:00'))).toBe(false);
    expect(bar < completeBefore('1 day', at('2026-10-06T06:00:00'))).toBe(true);
  });

  it('takes this week and this month as forming', () => {
    const now = at('2026-10-07T12:00:00');
    expect(completeBefore('1 week', now)).toBe(at('2026-10-05T00:00:00'));
    expect(completeBefore('1 month', now)).toBe(at('2026-10-01T00:00:00'));
  });
});
