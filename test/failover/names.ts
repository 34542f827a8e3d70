/** Where a writer's program lies, and where it keeps its journals: paths inside its container. */
export const PROGRAM = '/writer';
export const JOURNAL = '/journal';

/** In the program's folder: tells which certificates servers show. */
export const CERTIFICATES_FILE = 'certificates.mjs';

/** The Workers that write: their names begin with it. */
export const WRITER = 'writer';

/** The Workers that only watch. */
export const WATCH = 'watch';
