import { useEffect, useRef } from 'react';
import { instrumentName } from '../../../shared/domain/order-sentence';
import { modifierName } from '../../app/modifier';
import { useSelection } from '../../app/selection-store';
import { useStatus } from '../../app/status-store';
import { getInstrument, useInstrument, useInstrumentError } from '../../lib/instruments';
import { Button, PanelMessage, TableSkeleton } from '../../ui';
import './ticket.css';
import { padded } from './ticket-draft';
import { TicketForm } from './ticket-form';
import { TicketQuote } from './ticket-quote';
import { useTicket } from './ticket-store';

/** Where orders are made for the instrument that the linked panels show. */
export function TicketPanel() {
  useTicketOfSelection();
  return (
    <section className="ticket" data-testid="ticket-panel" aria-label="Order ticket">
      <TicketBody />
    </section>
  );
}

function TicketBody() {
  const conId = useTicket((state) => state.conId);
  const instrument = useTicket((state) => state.instrument);
  const error = useInstrumentError(conId);
  const trading = useStatus(({ status }) => status?.trading ?? null);
  if (conId === null)
    return (
      <PanelMessage kind="empty" title="No instrument selected">
        Select one in the watchlist, or search with {modifierName} K.
      </PanelMessage>
    );
  if (instrument === null)
    return error === null ? (
      <TableSkeleton label="Loading the instrument" rows={8} />
    ) : (
      <PanelMessage kind="error" title="The instrument is not known">
        {/* Without a connection its cause and what to do say more than that the question had no answer. */}
        <p>{trading === null || trading.allowed ? error.text : trading.reason}</p>
        <Button onClick={() => void getInstrument(conId)}>Try again</Button>
      </PanelMessage>
    );
  return (
    <>
      <TicketQuote instrument={instrument} />
      {instrument.tradable ? (
        <TicketForm instrument={instrument} />
      ) : (
        <PanelMessage kind="empty" title={`${instrumentName(instrument)} cannot be traded`}>
          It is an index: it has quotes but takes no orders. Trade a future, an option or a fund on it
          instead.
        </PanelMessage>
      )}
    </>
  );
}

/** Keeps the ticket on the selected instrument and takes what a click elsewhere put into it. */
function useTicketOfSelection(): void {
  const conId = useSelection((state) => state.conId);
  const preset = useSelection((state) => state.ticketPreset);
  const instrument = useInstrument(conId);
  const profile = useStatus(({ status }) => status?.profile ?? null);
  const formerProfile = useRef(profile);
  useEffect(() => {
    if (formerProfile.current !== null && formerProfile.current !== profile) useTicket.getState().forget();
    formerProfile.current = profile;
  }, [profile]);
  useEffect(() => useTicket.getState().open(conId), [conId]);
  useEffect(() => {
    if (instrument !== null) useTicket.getState().learn(instrument);
  }, [instrument]);
  useEffect(() => {
    if (preset === null || instrument === null) return;
    const { side, limitPrice } = preset;
    useTicket
      .getState()
      .change(
        limitPrice === undefined
          ? { side }
          : { side, orderType: 'LMT', limitPrice: padded(limitPrice, instrument) },
      );
    useSelection.getState().clearPreset();
  }, [preset, instrument]);
}
