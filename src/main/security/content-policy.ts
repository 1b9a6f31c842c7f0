/** The host of our own pages: `app://tradewind/`. */
export const appScheme = 'app';
export const appHost = 'tradewind';
export const appOrigin = `${appScheme}://${appHost}`;

/**
 * What a page of ours may load and do: its own scripts, styles, fonts and images, and nothing over a network.
 * Sent as a header with every answer of the app protocol.
 */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
