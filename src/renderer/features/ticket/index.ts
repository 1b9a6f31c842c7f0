export { TicketPanel } from './ticket-panel';
export { useTicket } from './ticket-store';
