import type { AccountPnl, AccountValue, SimInstrument, SimPosition } from '../../world/world';
import { FieldWriter } from '../field-writer';
import { fieldSince } from '../handshake';
import { messageId } from '../message-ids';
import { marketSize, ownQuantity } from '../sizes';

export function accountSummaryMessage(reqId: number, account: string, value: AccountValue): string {
  return new FieldWriter(messageId.accountSummary)
    .int(1)
    .int(reqId)
    .text(account)
    .text(value.key)
    .text(value.value)
    .text(value.currency)
    .end();
}

export function accountSummaryEndMessage(reqId: number): string {
  return new FieldWriter(messageId.accountSummaryEnd).int(1).int(reqId).end();
}

export function accountValueMessage(account: string, value: AccountValue): string {
  return new FieldWriter(messageId.accountValue)
    .int(2)
    .text(value.key)
    .text(value.value)
    .text(value.currency)
    .text(account)
    .end();
}

/** `time` is hours and minutes, `10:19`. */
export function accountUpdateTimeMessage(time: string): string {
  return new FieldWriter(messageId.accountUpdateTime).int(1).text(time).end();
}

export function accountDownloadEndMessage(account: string): string {
  return new FieldWriter(messageId.accountDownloadEnd).int(1).text(account).end();
}

export function portfolioValueMessage(account: string, position: SimPosition, serverVersion: number): string {
  const { instrument } = position;
  return new FieldWriter(messageId.portfolioValue)
    .int(8)
    .int(instrument.conId)
    .text(instrument.symbol)
    .text(instrument.secType)
    .text(instrument.lastTradeDate)
    .number(instrument.strike)
    .text(instrument.right === '' ? '0' : instrument.right)
    .text(instrument.multiplier)
    .text(instrument.primaryExchange === '' ? instrument.exchange : instrument.primaryExchange)
    .text(instrument.currency)
    .text(instrument.localSymbol)
    .text(instrument.tradingClass)
    .number(ownQuantity(position.position, serverVersion))
    .number(position.marketPrice)
    .number(position.marketValue)
    .number(position.averageCost)
    .number(position.unrealizedPnl)
    .number(position.realizedPnl)
    .text(account)
    .end();
}

export function positionMessage(
  account: string,
  instrument: SimInstrument,
  position: number,
  averageCost: number,
  serverVersion: number,
): string {
  const writer = new FieldWriter(messageId.position).int(3).text(account);
  writePositionContract(writer, instrument);
  return writer.number(ownQuantity(position, serverVersion)).number(averageCost).end();
}

export function positionEndMessage(): string {
  return new FieldWriter(messageId.positionEnd).int(1).end();
}

export function positionMultiMessage(
  reqId: number,
  account: string,
  instrument: SimInstrument,
  position: number,
  averageCost: number,
): string {
  const writer = new FieldWriter(messageId.positionMulti).int(1).int(reqId).text(account);
  writePositionContract(writer, instrument);
  return writer.number(position).number(averageCost).text('').end();
}

export function positionMultiEndMessage(reqId: number): string {
  return new FieldWriter(messageId.positionMultiEnd).int(1).int(reqId).end();
}

export function accountUpdateMultiMessage(reqId: number, account: string, value: AccountValue): string {
  return new FieldWriter(messageId.accountUpdateMulti)
    .int(1)
    .int(reqId)
    .text(account)
    .text('')
    .text(value.key)
    .text(value.value)
    .text(value.currency)
    .end();
}

export function accountUpdateMultiEndMessage(reqId: number): string {
  return new FieldWriter(messageId.accountUpdateMultiEnd).int(1).int(reqId).end();
}

export function pnlMessage(reqId: number, pnl: AccountPnl, serverVersion: number): string {
  const writer = new FieldWriter(messageId.pnl).int(reqId).number(pnl.dailyPnl);
  if (serverVersion >= fieldSince.unrealizedPnl) writer.number(pnl.unrealizedPnl);
  if (serverVersion >= fieldSince.realizedPnl) writer.number(pnl.realizedPnl);
  return writer.end();
}

/** Null stands for an instrument that is not held: every number is then unset, the position 0. */
export function pnlSingleMessage(reqId: number, position: SimPosition | null, serverVersion: number): string {
  const writer = new FieldWriter(messageId.pnlSingle)
    .int(reqId)
    .number(marketSize(position?.position ?? 0, serverVersion))
    .doubleOrMax(position?.dailyPnl ?? null);
  if (serverVersion >= fieldSince.unrealizedPnl) writer.doubleOrMax(position?.unrealizedPnl ?? null);
  if (serverVersion >= fieldSince.realizedPnl) writer.doubleOrMax(position?.realizedPnl ?? null);
  return writer.doubleOrMax(position?.marketValue ?? null).end();
}

/** An account that belongs to no family is told with an empty code. */
export function familyCodesMessage(
  families: readonly { readonly accountId: string; readonly familyCode: string }[],
): string {
  const writer = new FieldWriter(messageId.familyCodes).int(families.length);
  for (const { accountId, familyCode } of families) writer.text(accountId).text(familyCode);
  return writer.end();
}

export function userInfoMessage(reqId: number, whiteBrandingId: string): string {
  return new FieldWriter(messageId.userInfo).int(reqId).text(whiteBrandingId).end();
}

export interface SoftDollarTier {
  readonly name: string;
  readonly value: string;
  readonly displayName: string;
}

export function softDollarTiersMessage(reqId: number, tiers: readonly SoftDollarTier[]): string {
  const writer = new FieldWriter(messageId.softDollarTiers).int(reqId).int(tiers.length);
  for (const { name, value, displayName } of tiers) writer.text(name).text(value).text(displayName);
  return writer.end();
}

function writePositionContract(writer: FieldWriter, instrument: SimInstrument): void {
  writer
    .int(instrument.conId)
    .text(instrument.symbol)
    .text(instrument.secType)
    .text(instrument.lastTradeDate)
    .number(instrument.strike)
    .text(instrument.right)
    .text(instrument.multiplier)
    .text(instrument.primaryExchange === '' ? instrument.exchange : instrument.primaryExchange)
    .text(instrument.currency)
    .text(instrument.localSymbol)
    .text(instrument.tradingClass);
}
