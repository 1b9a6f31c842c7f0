import type { ConId } from '../../shared/domain/instrument';
import type { DecimalText } from '../../shared/domain/decimal';
import type { Broker, BrokerResult, PositionEvent } from '../broker/port';
import type { Clock } from '../platform/clock';
import type { Account } from './account';

/** Pause after the last fill or change before the positions are listed, ms. */
const quietMs = 2_000;

/** Lists the positions, so that a word of IB that never came does not leave a wrong one for good. */
export interface PositionAudit {
  /** Asks IB for all positions and takes them over; null when the connection changed meanwhile. */
  list(): Promise<BrokerResult<readonly PositionEvent[]> | null>;
  /** Lists them soon: something was filled. */
  soon(): void;
  stop(): void;
}

export interface PositionAuditDeps {
  readonly broker: Pick<Broker, 'snapshot' | 'requestPositions'>;
  readonly account: Pick<Account, 'positionMark' | 'applySnapshot' | 'onPosition'>;
  readonly clock: Pick<Clock, 'after'>;
  /** Called after a list that {@link PositionAudit.soon} brought, or that a changed position did. */
  readonly onListed: () => void;
}

/**
 * IB tells each position by itself after a fill, and each fill by itself; either word may be lost. So the list is asked
 * for after fills and after every change of a quantity.
 */
export function createPositionAudit({ broker, account, clock, onListed }: PositionAuditDeps): PositionAudit {
  const quantities = new Map<ConId, DecimalText>();
  let stopTimer = (): void => undefined;
  let stopped = false;
  const stopListening = account.onPosition(({ conId, quantity }) => {
    if ((quantities.get(conId) ?? '0') === quantity) return;
    if (quantity === '0') quantities.delete(conId);
    else quantities.set(conId, quantity);
    soon();
  });

  async function list(): Promise<BrokerResult<readonly PositionEvent[]> | null> {
    const { epoch } = broker.snapshot();
    const mark = account.positionMark();
    const positions = await broker.requestPositions();
    if (broker.snapshot().epoch !== epoch || stopped) return null;
    if (positions.ok) account.applySnapshot(positions.value, mark);
    return positions;
  }

  function soon(): void {
    stopTimer();
    if (stopped) return;
    stopTimer = clock.after(quietMs, () => {
      const { kind } = broker.snapshot().state;
      // Every connect lists them anyway.
      if (kind !== 'reconciling' && kind !== 'ready') return;
      void list().then((positions) => {
        if (positions === null) return;
        if (positions.ok) onListed();
        else soon();
      });
    });
  }

  return {
    list,
    soon,
    stop() {
      stopped = true;
      stopTimer();
      stopListening();
    },
  };
}
