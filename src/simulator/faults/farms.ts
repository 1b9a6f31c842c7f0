import type { Fault } from './fault';

export type FarmFault = Extract<Fault, { kind: 'farm' }>;

/** What TWS says when a farm goes and comes back. */
export const farmCodes: Readonly<
  Record<FarmFault['farm'], { readonly broken: number; readonly ok: number }>
> = {
  'market-data': { broken: 2103, ok: 2104 },
  history: { broken: 2105, ok: 2106 },
  definitions: { broken: 2157, ok: 2158 },
};
