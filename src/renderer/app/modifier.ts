const onMac = (globalThis.navigator?.platform ?? '').startsWith('Mac');

/** The name of the modifier that tinykeys calls `$mod`. */
export const modifierName = onMac ? '⌘' : 'Ctrl';

/** The key of the kill switch, as it is shown. */
export const killHotkey = `${modifierName} Shift K`;
