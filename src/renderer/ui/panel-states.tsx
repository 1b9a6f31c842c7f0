import type { ReactNode } from 'react';
import './panel-states.css';

/** Placeholder rows while a panel loads; they appear after 300 ms, so that a quick answer does not flicker. */
export function TableSkeleton({ rows = 6, label }: { readonly rows?: number; readonly label: string }) {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skeleton-row" />
      ))}
    </div>
  );
}

export interface PanelMessageProps {
  /** `empty` says what to do, `error` what happened and what to do. */
  readonly kind: 'empty' | 'error';
  readonly title: string;
  readonly children?: ReactNode;
}

/** What a panel shows in place of its content. */
export function PanelMessage({ kind, title, children }: PanelMessageProps) {
  return (
    <div className={`panel-message panel-message-${kind}`} role={kind === 'error' ? 'alert' : undefined}>
      <p className="panel-message-title">{title}</p>
      {children === undefined ? null : <div className="panel-message-body">{children}</div>}
    </div>
  );
}
