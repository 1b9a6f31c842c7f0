export type { PaletteCommand } from './command-filter';
export { CommandPalette } from './command-palette';
