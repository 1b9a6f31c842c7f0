/** When IBKR resets its servers and gateways restart, in minutes of a day in New York. */
interface DailyWindow {
  readonly fromMinute: number;
  readonly untilMinute: number;
}

/**
 * Every night: gateways restart themselves at 23:45 unless told otherwise, and the servers for North America are reset
 * between 00:15 and 01:45. Source: IBKR, "System Status", server reset times; TWS API, "Auto Restart".
 */
const everyNight: readonly DailyWindow[] = [
  { fromMinute: 23 * 60 + 40, untilMinute: 24 * 60 },
  { fromMinute: 0, untilMinute: 60 + 50 },
];
/** From Friday to Saturday the reset is longer: 23:00 to 03:00. */
const fridayNight: DailyWindow = { fromMinute: 22 * 60 + 55, untilMinute: 24 * 60 };
const saturdayMorning: DailyWindow = { fromMinute: 0, untilMinute: 3 * 60 + 10 };

const newYork = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** Whether a gateway that goes away at this moment (UTC ms) is most likely being restarted. */
export function isRestartTime(atMs: number): boolean {
  const parts = new Map(newYork.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
  const weekday = parts.get('weekday');
  const windows = [
    ...everyNight,
    ...(weekday === 'Fri' ? [fridayNight] : []),
    ...(weekday === 'Sat' ? [saturdayMorning] : []),
  ];
  return windows.some(({ fromMinute, untilMinute }) => minute >= fromMinute && minute < untilMinute);
}

/** Whether the gateway announces with these words that it is about to restart. */
export function announcesRestart(code: number, text: string): boolean {
  return code === 1100 || code === 1300 || /restart|shut(ting)? ?down|reset/i.test(text);
}
