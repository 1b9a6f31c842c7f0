import { create } from 'zustand';
import type { Profile } from '../../shared/domain/profile';
import type { Result } from '../../shared/domain/result';
import type { RequestError } from '../../shared/ipc/errors';
import type { RequestOutput } from '../../shared/ipc/requests';
import { defaultSettings, liveBanWords, type Settings, type SettingsPatch } from '../../shared/ipc/settings';
import { request } from '../lib/ipc-client';
import { applyAppearance, rememberAppearance } from './appearance';

export type AppInfo = RequestOutput<'app.info'>;

interface SettingsStore {
  /** The defaults until main has answered. */
  readonly settings: Settings;
  /** Null until main has answered. */
  readonly info: AppInfo | null;
}

/** The settings and what main says about itself. */
export const useSettings = create<SettingsStore>()(() => ({ settings: defaultSettings, info: null }));

useSettings.subscribe((now, before) => {
  if (now.settings === before.settings) return;
  applyAppearance(now.settings);
  rememberAppearance(now.settings);
});

/** Asks main for the settings and for its own description. */
export async function loadSettings(): Promise<Result<null, RequestError>> {
  const [settings, info] = await Promise.all([request('settings.get', {}), request('app.info', {})]);
  if (info.ok) useSettings.setState({ info: info.value });
  if (!settings.ok) return settings;
  useSettings.setState({ settings: settings.value });
  return { ok: true, value: null };
}

/** Changes settings; the answer carries errors of single fields. */
export async function updateSettings(patch: SettingsPatch): Promise<Result<Settings, RequestError>> {
  const result = await request('settings.update', { patch });
  if (result.ok) useSettings.setState({ settings: result.value });
  return result;
}

/** Forbids Live for good; the typed words must be the ones that are asked for. */
export async function forbidLive(typed: string): Promise<Result<Settings, RequestError>> {
  if (typed.trim() !== liveBanWords)
    return { ok: false, error: { code: 'rule', text: `Type “${liveBanWords}”.` } };
  const result = await request('live.forbid', { words: liveBanWords });
  if (result.ok) useSettings.setState({ settings: result.value });
  return result;
}

/** Goes over to another profile. */
export async function selectProfile(profile: Profile): Promise<Result<null, RequestError>> {
  const result = await request('profile.select', { profile });
  if (!result.ok) return result;
  useSettings.setState((state) => ({ settings: { ...state.settings, profile } }));
  return { ok: true, value: null };
}
