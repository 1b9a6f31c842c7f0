import * as z from 'zod';
import { profiles } from '../domain/profile';

/** Host names, IPv4 and IPv6 addresses: no scheme, no path, no blanks. */
const host = z
  .string()
  .min(1)
  .max(253)
  .regex(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+)$/,
    'Enter a host name or address, such as 127.0.0.1.',
  );
const port = z.number().int().min(1, 'Ports go from 1 to 65535.').max(65535, 'Ports go from 1 to 65535.');
const clientId = z
  .number()
  .int()
  .min(0, 'Client ids go from 0 to 9999.')
  .max(9999, 'Client ids go from 0 to 9999.');

const connection = z.strictObject({ host, port, clientId });

/** The settings of the app, as kept in `settings.json`. */
export const settingsSchema = z.strictObject({
  profile: z.enum(profiles),
  paper: connection,
  live: connection,
  simulator: z.strictObject({
    /** The same seed gives the same prices. */
    seed: z.number().int().min(0).max(4294967295),
    /** Simulated seconds per second. */
    speed: z.number().min(0.1).max(100),
  }),
  /** No order leaves, whatever the profile. */
  readOnly: z.boolean(),
  /** True forbids the Live profile for good: it cannot be set back from within the app. */
  liveForbidden: z.boolean(),
  /** The kill switch also closes every position. */
  killSwitchFlattens: z.boolean(),
  theme: z.enum(['dark', 'light', 'system']),
  /** Which colours mean up and down. */
  palette: z.enum(['green-red', 'red-green', 'blue-orange']),
  density: z.enum(['compact', 'regular', 'comfortable']),
});
export type Settings = z.infer<typeof settingsSchema>;

/** A change of some settings; a connection is changed as a whole, and Live is forbidden by a request of its own. */
export const settingsPatchSchema = settingsSchema.omit({ profile: true, liveForbidden: true }).partial();
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

/** What is typed to forbid Live for good. */
export const liveBanWords = 'forbid live';

/** First start: the Simulator, the Gateway's default ports. */
export const defaultSettings: Settings = {
  profile: 'simulator',
  paper: { host: '127.0.0.1', port: 4002, clientId: 1 },
  live: { host: '127.0.0.1', port: 4001, clientId: 1 },
  simulator: { seed: 1234, speed: 1 },
  readOnly: false,
  liveForbidden: false,
  killSwitchFlattens: false,
  theme: 'dark',
  palette: 'green-red',
  density: 'regular',
};
