import type { SimBond } from '../../world/catalogue/bonds';
import { FieldWriter, readableText } from '../field-writer';
import { fieldSince } from '../handshake';
import { messageId } from '../message-ids';

/** Version that the message began with before server version 164. */
const BOND_DETAILS_VERSION = 6;
const NO_GROUP = 2_147_483_647;

/** The description of a bond, which has a message of its own in place of contractDetails. */
export function bondContractDetailsMessage(reqId: number, bond: SimBond, serverVersion: number): string {
  const has = (since: number): boolean => serverVersion >= since;
  const writer = new FieldWriter(messageId.bondContractDetails);
  if (!has(fieldSince.sizeRules)) writer.int(BOND_DETAILS_VERSION);
  writer
    .int(reqId)
    .text(bond.symbol)
    .text('BOND')
    .text(bond.cusip)
    .number(bond.coupon)
    .text(bond.maturity)
    .text(bond.issueDate)
    .text(bond.ratings)
    .text(bond.bondType)
    .text(bond.couponType)
    .flag(false) // convertible
    .flag(bond.callable)
    .flag(false) // putable
    .text(bond.description)
    .text('SMART')
    .text(bond.currency)
    .text(bond.tradingClass)
    .text(bond.tradingClass)
    .int(bond.conId)
    .number(bond.minTick);
  if (has(fieldSince.mdSizeMultiplier) && !has(fieldSince.sizeRules)) writer.int(1);
  writer
    .text('')
    .text('SMART')
    .texts('', '') // next option date and type
    .flag(false) // next option partial
    .text('')
    .text(readableText(bond.longName, serverVersion));
  if (has(fieldSince.bondTradingHours)) writer.text('US/Eastern').texts('', '');
  writer
    .texts('', '') // economic value rule and multiplier
    .int(2)
    .texts('CUSIP', bond.cusip)
    .texts('ISIN', bond.isin);
  if (has(fieldSince.aggGroup)) writer.int(NO_GROUP);
  if (has(fieldSince.marketRules)) writer.text('');
  if (has(fieldSince.sizeRules)) writer.number(1).number(1).number(1);
  return writer.end();
}
