import type { LoggedField } from './logged-message';

/**
 * One step of a layout:
 * - `name`: a field. `name@157`: a field since server version 157; `name@<164`: until the version before 164;
 *   `name@110<164`: both.
 * - `[count, items]`: a field with this name that says how many times `items` follow.
 * - `{ list, items }`: `items` repeat until the fields end.
 * - `{ when, is, items }`: `items` follow if the newest field named `when` has such a value.
 */
export type LayoutStep =
  | string
  | readonly [count: string, items: Layout]
  | { readonly list: string; readonly items: Layout }
  | { readonly when: string; readonly is: (value: string) => boolean; readonly items: Layout };

export type Layout = readonly LayoutStep[];

/** How a message is called and what its fields after the message number are. */
export interface MessageLayout {
  readonly name: string;
  readonly fields: Layout;
}

/** Most fields that a decoded message has. */
export const maximumFields = 400;

class FieldReader {
  readonly fields: LoggedField[] = [];
  readonly #values: readonly string[];
  readonly #serverVersion: number;
  readonly #newest = new Map<string, string>();
  #at = 0;

  constructor(values: readonly string[], serverVersion: number) {
    this.#values = values;
    this.#serverVersion = serverVersion;
  }

  read(layout: Layout, prefix: string): void {
    for (const step of layout) {
      if (this.#over) return;
      if (typeof step === 'string') this.#field(step, prefix);
      else if ('list' in step) {
        for (let index = 0; !this.#over; index += 1)
          this.read(step.items, `${prefix}${step.list}[${index}].`);
      } else if ('when' in step) {
        if (step.is(this.#newest.get(step.when) ?? '')) this.read(step.items, prefix);
      } else {
        this.#group(step[0], step[1], prefix);
      }
    }
  }

  /** What the layout does not name, by its place. */
  rest(): void {
    while (!this.#over) this.#take(`field ${this.#at + 1}`);
  }

  get #over(): boolean {
    return this.#at >= this.#values.length || this.fields.length >= maximumFields;
  }

  /** How many fields there are that have no place any more. */
  get left(): number {
    return this.#values.length - this.#at;
  }

  #group(count: string, items: Layout, prefix: string): void {
    const name = this.#field(count, prefix);
    const times = name === null ? 0 : Number(this.#newest.get(name) ?? '');
    const list = (name ?? '').replace(/Count$/, '');
    for (let index = 0; index < times && !this.#over; index += 1) {
      this.read(items, `${prefix}${list}[${index}].`);
    }
  }

  #field(step: string, prefix: string): string | null {
    const [name = '', versions] = step.split('@');
    if (versions !== undefined) {
      const [since = '', until = ''] = versions.split('<');
      if (since !== '' && this.#serverVersion < Number(since)) return null;
      if (until !== '' && this.#serverVersion >= Number(until)) return null;
    }
    this.#newest.set(name, this.#values[this.#at] ?? '');
    this.#take(prefix + name);
    return name;
  }

  #take(name: string): void {
    this.fields.push({ name, value: this.#values[this.#at] ?? '' });
    this.#at += 1;
  }
}

/** Names the values of a message, which begin behind its number. What the layout does not know gets its place as name. */
export function nameFields(layout: Layout, values: readonly string[], serverVersion: number): LoggedField[] {
  const reader = new FieldReader(values, serverVersion);
  reader.read(layout, '');
  reader.rest();
  if (reader.left > 0) {
    reader.fields.pop();
    reader.fields.push({ name: '…', value: `${reader.left + 1} more fields` });
  }
  return reader.fields;
}
