import * as z from 'zod';

// Imported before anything that makes a schema: zod otherwise tries whether it may compile code, which the content
// policy of the page forbids and reports.
z.config({ jitless: true });
