import { exact, isDecimalText } from '../../shared/domain/decimal';
import type { DecimalText } from '../../shared/domain/decimal';
import { isConId } from '../../shared/domain/instrument';
import type { ContractRef } from '../../shared/domain/instrument';
import { err, ok } from '../../shared/domain/result';
import type { BrokerError, BrokerResult } from './port';

/** An error for a value that must not go on the wire. */
export function invalid(text: string): { readonly ok: false; readonly error: BrokerError } {
  return err({ kind: 'invalid', code: null, text });
}

/** Text for a wire field: a NUL in it would start another field. @param maxLength in UTF-16 units. */
export function checkText(name: string, text: unknown, maxLength: number): BrokerResult<string> {
  if (typeof text !== 'string') return invalid(`The ${name} is not text.`);
  if (text.length > maxLength) return invalid(`The ${name} is longer than ${maxLength} characters.`);
  return hasControlCharacter(text) ? invalid(`The ${name} has characters that cannot be sent.`) : ok(text);
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true;
  }
  return /\p{Surrogate}/u.test(text);
}

/** A word of TWS's vocabulary: letters, digits, and a few separators. */
export function checkWord(name: string, text: unknown, maxLength: number): BrokerResult<string> {
  const checked = checkText(name, text, maxLength);
  if (!checked.ok) return checked;
  return /^[A-Za-z0-9 ._:/&+-]+$/.test(checked.value) ? checked : invalid(`The ${name} is not valid.`);
}

/** An integer id within 32 bits. */
export function checkId(name: string, value: unknown): BrokerResult<number> {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= 2147483647) {
    return invalid(`The ${name} is not a valid number.`);
  }
  return ok(value);
}

/**
 * The number for the library whose text on the wire is exactly this decimal. The library writes `String(number)`, so
 * what would come out with an exponent (`1e-8`) or changed by rounding is refused.
 */
export function checkDecimal(name: string, text: DecimalText): BrokerResult<number> {
  if (typeof text !== 'string' || !isDecimalText(text))
    return invalid(`The ${name} is not a plain decimal number.`);
  const value = Number(text);
  const written = String(value);
  if (!isDecimalText(written) || !exact(written).equals(exact(text))) {
    return invalid(`The ${name} ${text} has more digits than can be sent.`);
  }
  return ok(value);
}

/** The contract as it goes on the wire: conId and exchange say everything. */
export function checkContract(
  contract: ContractRef,
): BrokerResult<{ readonly conId: number; readonly exchange: string }> {
  if (typeof contract.conId !== 'number' || !isConId(contract.conId))
    return invalid('The instrument has no valid conId.');
  const exchange = checkWord('exchange', contract.exchange, 32);
  return exchange.ok ? ok({ conId: contract.conId, exchange: exchange.value }) : exchange;
}

/** An account id such as `DU1234567`. */
export function checkAccountId(accountId: unknown): BrokerResult<string> {
  return typeof accountId === 'string' && /^[A-Za-z0-9]{1,20}$/.test(accountId)
    ? ok(accountId)
    : invalid('The account id is not valid.');
}
