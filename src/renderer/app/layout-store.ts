import { create } from 'zustand';
import { readStored, writeStored } from '../lib/stored-value';
import { defaultLayout, type LayoutEdge, type LayoutSizes, layoutSchema, resized } from './layout-model';

export const bottomTabs = ['orders', 'fills', 'positions', 'messages', 'journal'] as const;
export type BottomTab = (typeof bottomTabs)[number];

interface LayoutStore {
  readonly sizes: LayoutSizes;
  /** The tab of the bottom panel that is in front. */
  readonly bottomTab: BottomTab;
  readonly resize: (edge: LayoutEdge, value: number) => void;
  readonly showBottomTab: (tab: BottomTab) => void;
}

const storageKey = 'tradewind.layout';

/** The sizes of the panels, remembered by the page, and the tab in front. */
export const useLayout = create<LayoutStore>()((set, get) => ({
  sizes: defaultLayout,
  bottomTab: 'orders',
  resize: (edge, value) => {
    const sizes = resized(get().sizes, edge, value);
    set({ sizes });
    writeStored(localStorage, storageKey, sizes);
  },
  showBottomTab: (bottomTab) => set({ bottomTab }),
}));

/** Takes the remembered sizes; called once, before the first render. */
export function restoreLayout(): void {
  const sizes = readStored(localStorage, storageKey, layoutSchema);
  if (sizes !== null) useLayout.setState({ sizes });
}
