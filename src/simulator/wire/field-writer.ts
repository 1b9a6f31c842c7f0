import { fieldSince } from './handshake';
import { javaDouble, plainNumber, UNSET_DOUBLE, UNSET_INTEGER } from './wire-number';

/**
 * Puts the fields of one message together, each ended by NUL. The result of `end()` is the payload of a frame.
 * A NUL inside a text would become a field of its own, so it is left out.
 */
export class FieldWriter {
  #payload: string;

  constructor(messageId: number) {
    this.#payload = `${messageId}\0`;
  }

  text(value: string): this {
    this.#payload += value.includes('\0') ? `${value.replaceAll('\0', '')}\0` : `${value}\0`;
    return this;
  }

  /** Writes several texts, mostly empty ones of a layout. */
  texts(...values: readonly string[]): this {
    for (const value of values) this.text(value);
    return this;
  }

  int(value: number): this {
    this.#payload += `${Math.trunc(value)}\0`;
    return this;
  }

  /** A number in its shortest form without exponent. */
  number(value: number): this {
    this.#payload += `${plainNumber(value)}\0`;
    return this;
  }

  /** A number as Java writes a double, null as an empty field. */
  doubleOrEmpty(value: number | null): this {
    return this.text(value === null ? '' : javaDouble(value));
  }

  /** A number as Java writes a double, null as TWS's largest double. */
  doubleOrMax(value: number | null): this {
    return this.text(value === null ? UNSET_DOUBLE : javaDouble(value));
  }

  intOrEmpty(value: number | null): this {
    return this.text(value === null ? '' : String(value));
  }

  intOrMax(value: number | null): this {
    return this.text(value === null ? UNSET_INTEGER : String(value));
  }

  flag(value: boolean): this {
    this.#payload += value ? '1\0' : '0\0';
    return this;
  }

  end(): string {
    return this.#payload;
  }
}

/** Error messages and names: in seven bits from server version 153 on, `é` as `\u00e9`; as they are before. */
export function readableText(text: string, serverVersion: number): string {
  return serverVersion >= fieldSince.encodeMsgAscii7 ? asciiEscaped(text) : text;
}

function asciiEscaped(text: string): string {
  return text.replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
