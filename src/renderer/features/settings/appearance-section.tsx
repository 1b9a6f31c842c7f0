import type { SettingsPatch } from '../../../shared/ipc/settings';
import { updateSettings, useSettings } from '../../app/settings-store';
import { announce, ToggleGroup } from '../../ui';

/** Theme, colours of up and down, and density. */
export function AppearanceSection() {
  const settings = useSettings((state) => state.settings);
  const change = async (patch: SettingsPatch) => {
    const result = await updateSettings(patch);
    if (!result.ok) announce(result.error.text, 'assertive');
  };
  return (
    <div className="settings-section">
      <div className="settings-row">
        <span>Theme</span>
        <ToggleGroup
          label="Theme"
          value={settings.theme}
          onChange={(theme) => void change({ theme })}
          options={[
            { value: 'dark', label: 'Dark' },
            { value: 'light', label: 'Light' },
            { value: 'system', label: 'As the system' },
          ]}
        />
      </div>
      <div className="settings-row">
        <span>Up and down</span>
        <ToggleGroup
          label="Colours of up and down"
          value={settings.palette}
          onChange={(palette) => void change({ palette })}
          options={[
            { value: 'green-red', label: 'Green and red' },
            { value: 'red-green', label: 'Red and green' },
            { value: 'blue-orange', label: 'Blue and orange', title: 'Told apart with any colour vision' },
          ]}
        />
      </div>
      <p className="settings-sample">
        <span className="up">▲ +1.24</span>
        <span className="down">▼ −0.87</span>
      </p>
      <div className="settings-row">
        <span>Density</span>
        <ToggleGroup
          label="Density"
          value={settings.density}
          onChange={(density) => void change({ density })}
          options={[
            { value: 'compact', label: 'Compact' },
            { value: 'regular', label: 'Regular' },
            { value: 'comfortable', label: 'Comfortable' },
          ]}
        />
      </div>
    </div>
  );
}
