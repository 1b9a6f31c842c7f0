import { useLayoutEffect, useRef } from 'react';
import { classNames } from '../../ui';

interface FlashNumberProps {
  /** What is compared; null is unknown and never flashes. */
  readonly value: number | null;
  readonly text: string;
  /** Set behind the number, invisibly, so that its point stands below those of the other rows. */
  readonly padding?: string | undefined;
  readonly className?: string | undefined;
}

/** A number that flashes its background once when it changes. */
export function FlashNumber({ value, text, padding, className }: FlashNumberProps) {
  const element = useRef<HTMLSpanElement>(null);
  const previous = useRef(value);
  useLayoutEffect(() => {
    const before = previous.current;
    previous.current = value;
    if (element.current === null || before === null || value === null || before === value) return;
    const { dataset } = element.current;
    // Two names of the same animation in turn: a new name starts it again without a forced layout.
    dataset['flash'] =
      `${value > before ? 'up' : 'down'}-${dataset['flash']?.endsWith('a') === true ? 'b' : 'a'}`;
  }, [value]);
  return (
    <span
      ref={element}
      className={classNames('flash', padding !== undefined && 'aligned', className)}
      data-padding={padding}
    >
      {text}
    </span>
  );
}
