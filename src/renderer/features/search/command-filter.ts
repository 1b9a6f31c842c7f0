/** A command of the palette. */
export interface PaletteCommand {
  readonly id: string;
  readonly title: string;
  /** Other words under which it is found. */
  readonly keywords?: string | undefined;
  /** The hotkey, as shown. */
  readonly hotkey?: string | undefined;
  /** Why it cannot be used now; shown in place of the hotkey. */
  readonly disabledReason?: string | undefined;
  readonly run: () => void;
}

/** The commands whose title or keywords hold every word of the text, those that begin with it first. */
export function filterCommands(commands: readonly PaletteCommand[], text: string): readonly PaletteCommand[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return commands;
  const matching = commands.filter((command) => {
    const haystack = `${command.title} ${command.keywords ?? ''}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
  const start = words.join(' ');
  const begins = (command: PaletteCommand) => command.title.toLowerCase().startsWith(start);
  return [...matching.filter(begins), ...matching.filter((command) => !begins(command))];
}
