import { startTap } from './order-tap';

startTap(Number(process.argv[2]));
