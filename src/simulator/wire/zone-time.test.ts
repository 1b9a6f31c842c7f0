import { describe, expect, it } from 'vitest';
import { dateText, momentText, parseMoment, timeText, utcText, zonedText } from './zone-time';

const saturdayNight = Date.UTC(2026, 9, 4, 3, 50, 14);

describe('times on the wire', () => {
  it('are written in the zone of the instrument', () => {
    expect(zonedText(saturdayNight, 'US/Eastern')).toBe('20261003 23:50:14 US/Eastern');
    expect(dateText(saturdayNight, 'US/Eastern')).toBe('20261003');
    expect(timeText(saturdayNight, 'Europe/Berlin')).toBe('05:50:14');
    expect(utcText(saturdayNight, 193)).toBe('20261004-03:50:14');
  });

  it('are written in the zone of the gateway, without its name, before server version 174', () => {
    expect(momentText(saturdayNight, 'Europe/Berlin', 174)).toBe('20261004 05:50:14 Europe/Berlin');
    expect(momentText(saturdayNight, 'Europe/Berlin', 173)).toBe('20261003  23:50:14');
    expect(utcText(saturdayNight, 173)).toBe('20261004  03:50:14');
    expect(parseMoment('20261003  23:50:14', 'US/Eastern')).toBe(saturdayNight);
  });

  it('are read in each form that a client may send', () => {
    for (const text of ['20261003 23:50:14 US/Eastern', '20261004-03:50:14', '20261004 03:50:14 UTC']) {
      expect(parseMoment(text, 'US/Central')).toBe(saturdayNight);
    }
    expect(parseMoment('20261003 23:50:14', 'US/Eastern')).toBe(saturdayNight);
  });

  it('follow daylight saving time', () => {
    expect(parseMoment('20261030 09:30:00', 'US/Eastern')).toBe(Date.UTC(2026, 9, 30, 13, 30));
    expect(parseMoment('20261102 09:30:00', 'US/Eastern')).toBe(Date.UTC(2026, 10, 2, 14, 30));
  });

  it.each([
    '',
    'now',
    '20261331 10:00:00',
    '20260230 10:00:00',
    '20261003 25:00:00',
    '20261003 10:00:00 Mars/Base',
  ])('are refused when they name no moment: %j', (text) => {
    expect(parseMoment(text, 'US/Eastern')).toBeUndefined();
  });
});
