import type { Side } from '../../../shared/domain/order';
import { useStatus } from '../../app/status-store';
import { Button, classNames } from '../../ui';
import type { TicketPhase } from './ticket-model';
import { useTicket } from './ticket-store';

interface TicketSubmitProps {
  readonly side: Side;
  readonly error: string | undefined;
}

/** The button that sends the order, why it cannot be pressed, and what became of the last press. */
export function TicketSubmit({ side, error }: TicketSubmitProps) {
  const phase = useTicket((state) => state.phase);
  const dismiss = useTicket((state) => state.dismiss);
  const status = useStatus((state) => state.status);
  const reason =
    status === null ? 'Waiting for the app to start.' : status.trading.allowed ? null : status.trading.reason;
  const live = status?.profile === 'live';
  return (
    <div className="ticket-submit">
      <Button
        type="submit"
        size="large"
        variant={side === 'BUY' ? 'buy' : 'sell'}
        className={classNames('ticket-place', live && 'ticket-place-live')}
        disabled={reason !== null}
        aria-disabled={phase.kind === 'sending' || undefined}
        aria-describedby="ticket-outcome"
      >
        {buttonText(phase, live)}
      </Button>
      <div id="ticket-outcome" className="ticket-outcome">
        {reason === null ? null : <p className="ticket-reason">{reason}</p>}
        {error === undefined ? null : <p className="ticket-failure">{error}</p>}
        <Outcome phase={phase} />
        {phase.kind === 'unanswered' ? (
          <Button size="small" onClick={dismiss}>
            I looked at the orders: start anew
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function buttonText(phase: TicketPhase, live: boolean): string {
  if (phase.kind === 'sending') return 'Sending…';
  if (phase.kind === 'unanswered') return 'Ask again about the order';
  return live ? 'Place LIVE order' : 'Place order';
}

function Outcome({ phase }: { readonly phase: TicketPhase }) {
  switch (phase.kind) {
    case 'editing':
    case 'sending':
      return null;
    case 'placed':
      return <p className="ticket-done">Sent: {phase.placement.sentence}</p>;
    case 'failed':
      return <p className="ticket-failure">{phase.error.text}</p>;
    case 'unanswered':
      return (
        <p className="ticket-failure">
          No answer came for “{phase.placement.sentence}” {phase.text} It may have been sent: asking again is
          safe, the same order is never sent twice.
        </p>
      );
  }
}
