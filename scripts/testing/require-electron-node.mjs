// The tests are to run on the Node that ships, and better-sqlite3 crashes on Node below 22.
if (process.versions['electron'] === undefined) {
  throw new Error('The tests run on Electron’s own Node. Start them with: npm run test:unit');
}
