import { AccountStrip } from '../features/account';
import { ConnectionIndicator } from '../features/connection';
import { IconButton, KeyboardIcon, SearchIcon, SettingsIcon } from '../ui';
import { openPalette, openSettings, useDialogs } from './dialog-store';
import { modifierName } from './modifier';
import { ModeBadge } from './mode-badge';

/** The bar at the top: search, account, mode, connection. */
export function TitleBar() {
  const show = useDialogs((state) => state.show);
  return (
    <header className="title-bar">
      <h1 className="title-bar-name">Tradewind</h1>
      <button type="button" className="title-bar-search" onClick={() => openPalette()}>
        <SearchIcon />
        <span className="title-bar-search-text">Search symbol or command</span>
        <kbd className="title-bar-kbd">{modifierName} K</kbd>
      </button>
      <div className="title-bar-space" />
      <AccountStrip />
      <ModeBadge />
      <ConnectionIndicator />
      <div className="title-bar-buttons">
        <IconButton label="Keyboard (F1)" onClick={() => show({ kind: 'keyboard' })}>
          <KeyboardIcon />
        </IconButton>
        <IconButton label={`Settings (${modifierName} ,)`} onClick={() => openSettings()}>
          <SettingsIcon />
        </IconButton>
      </div>
    </header>
  );
}
