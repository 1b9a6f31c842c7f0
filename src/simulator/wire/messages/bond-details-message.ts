import type { SimBond } from '../../world/catalogue/bonds';
import { asciiEscaped, FieldWriter } from '../field-writer';
import { fieldSince } from '../handshake';
import { messageId } from '../message-ids';

const NO_GROUP = 2_147_483_647;

/** The description of a bond, which has a message of its own in place of contractDetails. */
export function bondContractDetailsMessage(reqId: number, bond: SimBond, serverVersion: number): string {
  const writer = new FieldWriter(messageId.bondContractDetails)
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
    .number(bond.minTick)
    .text('')
    .text('SMART')
    .texts('', '') // next option date and type
    .flag(false) // next option partial
    .text('')
    .text(asciiEscaped(bond.longName));
  if (serverVersion >= fieldSince.bondTradingHours) writer.text('US/Eastern').texts('', '');
  return writer
    .texts('', '') // economic value rule and multiplier
    .int(2)
    .texts('CUSIP', bond.cusip)
    .texts('ISIN', bond.isin)
    .int(NO_GROUP)
    .text('')
    .number(1)
    .number(1)
    .number(1)
    .end();
}
