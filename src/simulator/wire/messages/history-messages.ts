import type { SimBar, WhatToShow } from '../../world/world';
import { FieldWriter } from '../field-writer';
import { fieldSince } from '../handshake';
import { messageId } from '../message-ids';
import { marketSize } from '../sizes';
import { plainNumber } from '../wire-number';

/** Version that historicalData began with before server version 124. */
const HISTORICAL_DATA_VERSION = 3;

/** A bar with its time as the client asked for it. */
export interface WireBar {
  readonly time: string;
  readonly bar: SimBar;
}

/** Bars of quotes have no volume, average or count: TWS writes -1. */
export function hasVolume(whatToShow: WhatToShow): boolean {
  return whatToShow === 'TRADES' || whatToShow === 'ADJUSTED_LAST';
}

/**
 * `start` and `end` bound the requested span, as text. Before server version 124 the message had a version, and each
 * bar told whether there are gaps in it.
 */
export function historicalDataMessage(
  reqId: number,
  start: string,
  end: string,
  bars: readonly WireBar[],
  withVolume: boolean,
  serverVersion: number,
): string {
  const older = serverVersion < fieldSince.syntRealtimeBars;
  const hasGaps = older ? 'false\0' : '';
  const rows = bars.map(({ time, bar }) => {
    const prices = `${time}\0${plainNumber(bar.open)}\0${plainNumber(bar.high)}\0${plainNumber(bar.low)}\0`;
    const volume = withVolume
      ? `${plainNumber(marketSize(bar.volume, serverVersion))}\0${plainNumber(bar.wap)}\0${hasGaps}${bar.count}\0`
      : `-1\0-1\0${hasGaps}-1\0`;
    return `${prices}${plainNumber(bar.close)}\0${volume}`;
  });
  const head = new FieldWriter(messageId.historicalData);
  if (older) head.int(HISTORICAL_DATA_VERSION);
  return head.int(reqId).text(start).text(end).int(bars.length).end() + rows.join('');
}

/** The bar that is forming. Its fields stand in another order than those of historicalData. */
export function historicalDataUpdateMessage(
  reqId: number,
  { time, bar }: WireBar,
  withVolume: boolean,
  serverVersion: number,
): string {
  return new FieldWriter(messageId.historicalDataUpdate)
    .int(reqId)
    .int(withVolume ? bar.count : -1)
    .text(time)
    .number(bar.open)
    .number(bar.close)
    .number(bar.high)
    .number(bar.low)
    .number(withVolume ? bar.wap : -1)
    .number(withVolume ? marketSize(bar.volume, serverVersion) : -1)
    .end();
}

export function headTimestampMessage(reqId: number, moment: string): string {
  return new FieldWriter(messageId.headTimestamp).int(reqId).text(moment).end();
}

export function realTimeBarMessage(
  reqId: number,
  bar: SimBar,
  withVolume: boolean,
  serverVersion: number,
): string {
  return new FieldWriter(messageId.realTimeBar)
    .int(3)
    .int(reqId)
    .int(bar.startMs / 1000)
    .number(bar.open)
    .number(bar.high)
    .number(bar.low)
    .number(bar.close)
    .number(withVolume ? marketSize(bar.volume, serverVersion) : -1)
    .number(withVolume ? bar.wap : -1)
    .int(withVolume ? bar.count : -1)
    .end();
}

/** One session of a trading day; times as `20261005-09:30:00` in the zone of the message. */
export interface ScheduleSession {
  readonly start: string;
  readonly end: string;
  /** `20261005`: the trading day, which an evening session belongs to. */
  readonly refDate: string;
}

export function historicalScheduleMessage(
  reqId: number,
  start: string,
  end: string,
  zone: string,
  sessions: readonly ScheduleSession[],
): string {
  const writer = new FieldWriter(messageId.historicalSchedule).int(reqId).texts(start, end, zone);
  writer.int(sessions.length);
  for (const session of sessions) writer.texts(session.start, session.end, session.refDate);
  return writer.end();
}
