import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { ConId } from '../../shared/domain/instrument';
import type { Quote } from '../../shared/domain/quote';
import { quoteBus } from './quote-bus';

const noStop = () => undefined;

/** The live quote of one instrument; renders its component at most once per frame. For many cells use the bus itself. */
export function useQuote(conId: ConId | null): Quote | null {
  useEffect(() => (conId === null ? undefined : quoteBus.watch(conId)), [conId]);
  const listen = useCallback(
    (changed: () => void) => (conId === null ? noStop : quoteBus.listen(conId, changed)),
    [conId],
  );
  return useSyncExternalStore(listen, () => (conId === null ? null : quoteBus.get(conId)));
}
