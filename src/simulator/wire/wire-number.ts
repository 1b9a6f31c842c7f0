/** How the gateway writes "no value" in a double, an int and a long field. */
export const UNSET_DOUBLE = '1.7976931348623157E308';
export const UNSET_INTEGER = '2147483647';
export const UNSET_LONG = '9223372036854775807';

/** A double in the spelling of Java's `Double.toString`, which the gateway uses in order fields: `1.0`, `2.5E-4`. */
export function javaDouble(value: number): string {
  const magnitude = Math.abs(value);
  if (value === 0) return '0.0';
  if (magnitude >= 1e-3 && magnitude < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

/** A number without exponent or trailing zeros: `187.25`, `0.0001`, `40`. Rounded to 10 decimals. */
export function plainNumber(value: number): string {
  const text = String(value);
  if (text.length < 14 && !text.includes('e')) return text;
  const fixed = value.toFixed(10);
  return fixed.replace(/\.?0+$/, '');
}

/** An amount of money with two decimals. */
export function moneyText(value: number): string {
  return value.toFixed(2);
}
