import { MIN_SERVER_VER } from '@stoqey/ib';

/** The versions that brought fields and requests, by the library's list, which is not the simulator's own. */
export const since: Readonly<Record<keyof typeof MIN_SERVER_VER, number>> = MIN_SERVER_VER;
