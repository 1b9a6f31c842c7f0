import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import './tabs.css';
import { classNames } from './class-names';

export interface TabItem<V extends string> {
  readonly value: V;
  readonly label: string;
  /** Shown after the label, for example the number of rows. */
  readonly count?: number | undefined;
  readonly content: ReactNode;
}

export interface TabsProps<V extends string> {
  /** The name for assistive technology. */
  readonly label: string;
  readonly value: V;
  readonly items: readonly TabItem<V>[];
  readonly onChange: (value: V) => void;
  /** Placed at the right end of the row of tabs. */
  readonly actions?: ReactNode;
  readonly className?: string | undefined;
}

/** Panels that share a place; arrows move between the tabs, only the panel in front is rendered. */
export function Tabs<V extends string>({ label, value, items, onChange, actions, className }: TabsProps<V>) {
  return (
    <BaseTabs.Root
      className={classNames('tabs', className)}
      value={value}
      onValueChange={(next) => {
        const item = items.find((candidate) => candidate.value === next);
        if (item !== undefined) onChange(item.value);
      }}
    >
      <div className="tabs-bar">
        <BaseTabs.List className="tabs-list" aria-label={label} activateOnFocus>
          {items.map((item) => (
            <BaseTabs.Tab key={item.value} value={item.value} className="tabs-tab">
              {item.label}
              {item.count === undefined ? null : <span className="tabs-count">{item.count}</span>}
            </BaseTabs.Tab>
          ))}
        </BaseTabs.List>
        {actions === undefined ? null : <div className="tabs-actions">{actions}</div>}
      </div>
      {items.map((item) => (
        <BaseTabs.Panel key={item.value} value={item.value} className="tabs-panel">
          {item.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
