import { lazy, Suspense, useState } from 'react';
import { cancelAllOrders } from '../../app/actions';
import { type BottomTab, useLayout } from '../../app/layout-store';
import { useStatus } from '../../app/status-store';
import { Button, TableSkeleton, Tabs, ToggleGroup } from '../../ui';
import { FillsTable } from './fills-table';
import { MessagesList } from './messages-list';
import { type OrderFilter, workingCount } from './order-rows';
import { useNotices, useOrders } from './order-store';
import './orders.css';
import { OrdersTable } from './orders-table';
import { PositionsTable } from './positions-table';

// Looked at now and then: the window does not wait for it.
const JournalPanel = lazy(async () => ({ default: (await import('../journal')).JournalPanel }));

/** Orders, fills, positions, messages and the journal. */
export function BottomPanel() {
  const tab = useLayout((state) => state.bottomTab);
  const showTab = useLayout((state) => state.showBottomTab);
  const [filter, setFilter] = useState<OrderFilter>('working');
  const orderCount = useOrders((state) => workingCount(state.orders));
  const fillCount = useOrders((state) => state.fills.size);
  const positionCount = useOrders((state) => state.positions.size);
  const noticeCount = useNotices((state) => state.notices.length);
  const stale = useStatus(({ status }) => {
    const kind = status?.connection.state.kind;
    return kind !== undefined && kind !== 'ready' && kind !== 'degraded';
  });
  return (
    <section className="bottom-panel" data-testid="bottom-panel" aria-label="Orders and positions">
      <Tabs<BottomTab>
        label="Orders and positions"
        value={tab}
        onChange={showTab}
        items={[
          {
            value: 'orders',
            label: 'Orders',
            count: orderCount,
            content: <OrdersTable filter={filter} stale={stale} />,
          },
          { value: 'fills', label: 'Fills', count: fillCount, content: <FillsTable stale={stale} /> },
          { value: 'positions', label: 'Positions', count: positionCount, content: <PositionsTable /> },
          { value: 'messages', label: 'Messages', count: noticeCount, content: <MessagesList /> },
          {
            value: 'journal',
            label: 'Journal',
            content: (
              <Suspense fallback={<TableSkeleton rows={5} label="The journal is being loaded" />}>
                <JournalPanel />
              </Suspense>
            ),
          },
        ]}
        actions={
          <>
            {tab === 'orders' ? (
              <ToggleGroup<OrderFilter>
                label="Which orders"
                className="order-filter"
                value={filter}
                onChange={setFilter}
                options={[
                  { value: 'working', label: 'Working', title: 'Orders that can still trade' },
                  { value: 'all', label: 'All', title: 'Every order of the day' },
                ]}
              />
            ) : null}
            <Button
              variant="danger"
              size="small"
              title="Cancels every order of the account at once, without a question"
              onClick={() => void cancelAllOrders()}
            >
              Cancel all
            </Button>
          </>
        }
      />
    </section>
  );
}
