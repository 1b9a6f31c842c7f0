import type { ReactNode } from 'react';

function icon(content: ReactNode) {
  return function Icon() {
    return (
      <svg
        width="16"
        height="16"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {content}
      </svg>
    );
  };
}

export const CheckIcon = icon(<path d="m3 8.5 3.2 3.2L13 5" />);
export const ChevronDownIcon = icon(<path d="m4.5 6.5 3.5 3.5 3.5-3.5" />);
export const CloseIcon = icon(<path d="m4 4 8 8m0-8-8 8" />);
export const PlusIcon = icon(<path d="M8 3v10M3 8h10" />);
export const SearchIcon = icon(<path d="M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm3.3-1.2L14 14" />);
export const WarningIcon = icon(<path d="M8 2.5 14.5 13.5h-13ZM8 6.5v3.2m0 1.9v.2" />);
export const KeyboardIcon = icon(<path d="M1.5 4h13v8h-13ZM4 6.7h.1m2.6 0h.1m2.6 0h.1m2.6 0h.1M5 9.5h6" />);
export const SettingsIcon = icon(
  <path d="M2 4.5h6m4 0h2M2 11.5h2m4 0h6M10 2.7a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6ZM6 9.7a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Z" />,
);
export const SunIcon = icon(
  <path d="M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1m0 12v1M1 8h1m12 0h1M3 3l.7.7m8.6 8.6.7.7M13 3l-.7.7M3.7 12.3 3 13" />,
);
