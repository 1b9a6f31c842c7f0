/** A field that is missing or does not hold what its place asks for. */
export class FieldError extends Error {
  readonly field: string;

  constructor(field: string, problem: string) {
    super(problem);
    this.name = 'FieldError';
    this.field = field;
  }
}

const integerPattern = /^[+-]?\d{1,16}$/;
const doublePattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/**
 * Reads the fields of one message in order. Every method throws FieldError when the message has ended or the
 * field cannot be read; an empty number is 0 and an empty flag false, as TWS takes them.
 */
export class FieldReader {
  readonly #fields: readonly string[];
  #position = 0;

  constructor(fields: readonly string[]) {
    this.#fields = fields;
  }

  /** Number of fields not read yet. */
  get remaining(): number {
    return this.#fields.length - this.#position;
  }

  readText(field: string): string {
    const text = this.#fields[this.#position];
    if (text === undefined) throw new FieldError(field, `message ends before field '${field}'`);
    this.#position += 1;
    return text;
  }

  /** The next field without taking it, undefined at the end. */
  peek(): string | undefined {
    return this.#fields[this.#position];
  }

  skip(field: string): void {
    this.readText(field);
  }

  readInt(field: string): number {
    return this.#integer(field, this.readText(field)) ?? 0;
  }

  /** Null for an empty field and for TWS's 2147483647. */
  readIntOrNull(field: string): number | null {
    const value = this.#integer(field, this.readText(field));
    return value === 2147483647 ? null : value;
  }

  readDouble(field: string): number {
    return this.readDoubleOrNull(field) ?? 0;
  }

  /** Null for an empty field and for TWS's 1.7976931348623157E308. */
  readDoubleOrNull(field: string): number | null {
    const text = this.readText(field);
    if (text === '') return null;
    const value = doublePattern.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(value))
      throw new FieldError(field, `For input string: "${shorten(text)}" (${field})`);
    return value === Number.MAX_VALUE ? null : value;
  }

  readBoolean(field: string): boolean {
    const text = this.readText(field);
    if (text === '' || text === '0' || text === 'false') return false;
    if (text === '1' || text === 'true') return true;
    throw new FieldError(field, `For input string: "${shorten(text)}" (${field})`);
  }

  /** The number of entries of a list that follows; more than `limit` is an error. */
  readCount(field: string, limit: number): number {
    const count = this.readInt(field);
    if (count < 0 || count > limit)
      throw new FieldError(field, `${field} is ${count}, at most ${limit} are read`);
    return count;
  }

  #integer(field: string, text: string): number | null {
    if (text === '') return null;
    const value = integerPattern.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value))
      throw new FieldError(field, `For input string: "${shorten(text)}" (${field})`);
    return value;
  }
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
