import * as z from 'zod';
import { create } from 'zustand';
import { type BarSize, barSizes } from '../../../shared/domain/bar';
import { readStored, writeStored } from '../../lib/stored-value';

const chartSettingsSchema = z.strictObject({ barSize: z.enum(barSizes), regularHoursOnly: z.boolean() });

/** Which bars the chart shows. */
export interface ChartSettings {
  readonly barSize: BarSize;
  readonly regularHoursOnly: boolean;
}

interface ChartSettingsStore extends ChartSettings {
  readonly change: (settings: Partial<ChartSettings>) => void;
}

const storageKey = 'tradewind.chart';
const defaults: ChartSettings = { barSize: '5 mins', regularHoursOnly: true };

/** The interval and the session of the chart, remembered by the page. */
export const useChartSettings = create<ChartSettingsStore>()((set, get) => ({
  ...defaults,
  ...(typeof localStorage === 'undefined' ? null : readStored(localStorage, storageKey, chartSettingsSchema)),
  change: (settings) => {
    set(settings);
    const { barSize, regularHoursOnly } = get();
    writeStored(localStorage, storageKey, { barSize, regularHoursOnly });
  },
}));
