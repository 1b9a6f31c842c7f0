import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { ConId, InstrumentMatch } from '../../../shared/domain/instrument';
import { useSelection } from '../../app/selection-store';
import { request } from '../../lib/ipc-client';
import { announce, SearchIcon } from '../../ui';
import { addToWatchlist, useWatchlist } from '../watchlist';
import { filterCommands, type PaletteCommand } from './command-filter';
import { highlightedValue } from './highlight';
import './command-palette.css';
import { createSymbolSearch, idleSearch, type SearchState } from './symbol-search';

export interface CommandPaletteProps {
  readonly open: boolean;
  /** What was typed before it opened. */
  readonly initialText: string;
  /** `add`: choosing an instrument also puts it into the watchlist. */
  readonly purpose: 'open' | 'add';
  readonly commands: readonly PaletteCommand[];
  readonly onClose: () => void;
}

/** One field for symbols and commands. */
export function CommandPalette({ open, initialText, purpose, commands, onClose }: CommandPaletteProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="palette-backdrop" />
        <Dialog.Popup
          initialFocus={field}
          className="palette"
          aria-label="Search symbol or command"
          data-testid="command-palette"
        >
          <PaletteContent
            field={field}
            initialText={initialText}
            purpose={purpose}
            commands={commands}
            onClose={onClose}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface PaletteContentProps extends Omit<CommandPaletteProps, 'open'> {
  readonly field: RefObject<HTMLInputElement | null>;
}

function PaletteContent({ field, initialText, purpose, commands, onClose }: PaletteContentProps) {
  const [text, setText] = useState(initialText);
  const [chosen, setChosen] = useState<string | null>(null);
  // The library selects its first item whenever the text changes; only what the trader moved to counts as chosen.
  const hasMoved = useRef(false);
  const { state: search, whenFound } = useSymbolSearch(text);
  const listed = useWatchlist((state) => state.conIds);
  const found = filterCommands(commands, text);
  const shownCommands = purpose === 'add' ? [] : found;

  const choose = (match: InstrumentMatch, add: boolean) => {
    useSelection.getState().select(match.conId);
    if (add) addToWatchlist(match.conId);
    onClose();
  };
  const highlighted = highlightedValue({
    search,
    matches: search.matches.map((match) => matchValue(match.conId)),
    commands: shownCommands
      .filter((command) => command.disabledReason === undefined)
      .map((command) => commandValue(command.id)),
    chosen,
  });
  const handleKeyDown = (event: KeyboardEvent) => {
    if (moveKeys.includes(event.key)) hasMoved.current = true;
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    const add = event.ctrlKey || purpose === 'add';
    // In haste: Enter waits for the answer and takes its first match, or nothing when there is none.
    if (search.kind === 'searching' && highlighted === '') {
      event.preventDefault();
      whenFound(([first]) => {
        if (first !== undefined) choose(first, add);
      });
      return;
    }
    const match = search.matches.find((candidate) => matchValue(candidate.conId) === highlighted);
    if (match === undefined || !event.ctrlKey) return;
    event.preventDefault();
    choose(match, true);
  };
  const type = (next: string) => {
    setText(next);
    setChosen(null);
    hasMoved.current = false;
  };
  return (
    <Command
      label="Search symbol or command"
      shouldFilter={false}
      value={highlighted}
      onValueChange={(value) => {
        if (hasMoved.current) setChosen(value);
      }}
      disablePointerSelection
      onKeyDown={handleKeyDown}
      vimBindings={false}
      loop
    >
      <div className="palette-field">
        <SearchIcon />
        <Command.Input
          ref={field}
          className="palette-input"
          value={text}
          onValueChange={type}
          maxLength={60}
          placeholder={
            purpose === 'add' ? 'Symbol or name to add to the watchlist' : 'Symbol, name or command'
          }
        />
      </div>
      <Command.List className="palette-list" label="Results">
        {search.matches.length === 0 ? null : (
          <Command.Group heading="Instruments">
            {search.matches.map((match) => (
              <MatchItem
                key={match.conId}
                match={match}
                listed={listed.includes(match.conId)}
                onOpen={() => choose(match, purpose === 'add')}
                onAdd={() => {
                  addToWatchlist(match.conId);
                  announce(`${match.symbol} was added to the watchlist.`);
                }}
              />
            ))}
          </Command.Group>
        )}
        {shownCommands.length === 0 ? null : (
          <Command.Group heading="Commands">
            {shownCommands.map((command) => (
              <Command.Item
                key={command.id}
                value={commandValue(command.id)}
                className="palette-item"
                disabled={command.disabledReason !== undefined}
                onSelect={() => {
                  onClose();
                  command.run();
                }}
              >
                <span className="palette-title">{command.title}</span>
                <span className="palette-extra">{command.disabledReason ?? command.hotkey ?? ''}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
        <PaletteRemark search={search} empty={search.matches.length === 0 && shownCommands.length === 0} />
      </Command.List>
      <footer className="palette-footer">
        {purpose === 'add'
          ? 'Enter adds to the watchlist · Esc closes'
          : 'Enter opens · Ctrl Enter opens and adds to the watchlist · Esc closes'}
      </footer>
    </Command>
  );
}

const moveKeys: readonly string[] = ['ArrowUp', 'ArrowDown', 'Home', 'End'];

interface MatchItemProps {
  readonly match: InstrumentMatch;
  readonly listed: boolean;
  readonly onOpen: () => void;
  readonly onAdd: () => void;
}

function MatchItem({ match, listed, onOpen, onAdd }: MatchItemProps) {
  return (
    <Command.Item
      value={matchValue(match.conId)}
      className="palette-item"
      onSelect={onOpen}
      data-con-id={match.conId}
    >
      <span className="palette-symbol">{match.symbol}</span>
      <span className="palette-title">{match.name}</span>
      <span className="palette-extra">
        {match.secType} · {match.primaryExchange} · {match.currency}
      </span>
      {listed ? (
        <span className="palette-listed">in watchlist</span>
      ) : (
        // For the mouse alone: an option holds no other control, and the keyboard has Ctrl Enter.
        <span
          aria-hidden="true"
          className="button button-plain button-small"
          title={`Add ${match.symbol} to the watchlist (Ctrl Enter)`}
          onClick={(event) => {
            event.stopPropagation();
            onAdd();
          }}
        >
          + Watchlist
        </span>
      )}
    </Command.Item>
  );
}

function PaletteRemark({ search, empty }: { readonly search: SearchState; readonly empty: boolean }) {
  const remark =
    search.kind === 'failed'
      ? search.errorText
      : search.kind === 'searching' && search.matches.length === 0
        ? 'Searching…'
        : search.kind === 'found' && search.matches.length === 0
          ? `No instrument matches “${search.pattern}”.`
          : empty
            ? 'Type a symbol, for example AAPL.'
            : null;
  if (remark === null) return null;
  return (
    <div
      className={search.kind === 'failed' ? 'palette-remark palette-error' : 'palette-remark'}
      role="status"
    >
      {remark}
    </div>
  );
}

function commandValue(id: string): string {
  return `command-${id}`;
}

function matchValue(conId: ConId): string {
  return `instrument-${conId}`;
}

function useSymbolSearch(text: string) {
  const [state, setState] = useState(idleSearch);
  const search = useMemo(
    () =>
      createSymbolSearch({
        search: (pattern) => request('instrument.search', { pattern }),
        after: (delayMs, run) => {
          const timer = window.setTimeout(run, delayMs);
          return () => window.clearTimeout(timer);
        },
        onState: setState,
      }),
    [],
  );
  useEffect(() => search.type(text), [search, text]);
  useEffect(() => () => search.stop(), [search]);
  return { state, whenFound: search.whenFound };
}
