// Setup of the unit tests: property tests play the same cases each time, so that a change is judged by what it changed.
// TRADEWIND_PROPERTY_SEED plays others; `npm run test:soak` does so for the histories of orders.
import * as fc from 'fast-check';

const USUAL_SEED = 20_261_121;

fc.configureGlobal({ seed: Number(process.env['TRADEWIND_PROPERTY_SEED'] ?? USUAL_SEED) });
