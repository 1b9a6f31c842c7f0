import { useEffect } from 'react';
import { create } from 'zustand';
import './announcer.css';
import { IconButton } from './button';
import { classNames } from './class-names';
import { CloseIcon } from './icons';

/** `assertive` interrupts and is for what went wrong; `polite` waits. */
export type Politeness = 'polite' | 'assertive';

interface Announcement {
  readonly id: number;
  readonly text: string;
  readonly politeness: Politeness;
}

/** More than a trader reads at once; the oldest go first. */
const capacity = 4;
const politeMs = 5_000;
const assertiveMs = 12_000;

let lastId = 0;
const useAnnouncements = create<{ readonly list: readonly Announcement[] }>()(() => ({ list: [] }));

/** Says something to the trader: shown below the title bar for a while and read out by assistive technology. */
export function announce(text: string, politeness: Politeness = 'polite'): void {
  lastId += 1;
  const announcement = { id: lastId, text, politeness };
  useAnnouncements.setState(({ list }) => ({
    list: [...list.filter((other) => other.text !== text), announcement].slice(-capacity),
  }));
}

function dismiss(id: number): void {
  useAnnouncements.setState(({ list }) => ({ list: list.filter((other) => other.id !== id) }));
}

/** Where announcements appear; rendered once by the shell. */
export function Announcer() {
  const list = useAnnouncements((state) => state.list);
  return (
    <div className="announcer">
      <div aria-live="polite">
        {list
          .filter((item) => item.politeness === 'polite')
          .map((item) => (
            <Toast key={item.id} announcement={item} />
          ))}
      </div>
      <div aria-live="assertive">
        {list
          .filter((item) => item.politeness === 'assertive')
          .map((item) => (
            <Toast key={item.id} announcement={item} />
          ))}
      </div>
    </div>
  );
}

function Toast({ announcement }: { readonly announcement: Announcement }) {
  const { id, text, politeness } = announcement;
  useEffect(() => {
    const timer = window.setTimeout(() => dismiss(id), politeness === 'polite' ? politeMs : assertiveMs);
    return () => window.clearTimeout(timer);
  }, [id, politeness]);
  return (
    <div className={classNames('toast', politeness === 'assertive' && 'toast-assertive')}>
      <span className="toast-text">{text}</span>
      <IconButton label="Dismiss" onClick={() => dismiss(id)}>
        <CloseIcon />
      </IconButton>
    </div>
  );
}
