import { create } from 'zustand';
import type { DecimalText } from '../../shared/domain/decimal';
import type { ConId } from '../../shared/domain/instrument';
import type { Side } from '../../shared/domain/order';

/** What a click elsewhere puts into the ticket. */
export interface TicketPreset {
  readonly side: Side;
  readonly limitPrice?: DecimalText | undefined;
}

interface Selection {
  /** The instrument that all linked panels show. */
  readonly conId: ConId | null;
  /** Waits for the ticket, which takes it by calling `clearPreset`. */
  readonly ticketPreset: TicketPreset | null;
  readonly select: (conId: ConId | null) => void;
  readonly presetTicket: (preset: TicketPreset) => void;
  readonly clearPreset: () => void;
}

/** The instrument that all linked panels show, and what waits for the ticket. */
export const useSelection = create<Selection>()((set) => ({
  conId: null,
  ticketPreset: null,
  select: (conId) => set((state) => (state.conId === conId ? state : { conId, ticketPreset: null })),
  presetTicket: (ticketPreset) => set({ ticketPreset }),
  clearPreset: () => set({ ticketPreset: null }),
}));
