import type { SimInstrument } from '../listing';

/** True for an option, be it on a stock, an index or a future. */
export function isOption({ secType }: Pick<SimInstrument, 'secType'>): boolean {
  return secType === 'OPT' || secType === 'FOP';
}
