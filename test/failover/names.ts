/** Where a writer's program lies, and where it keeps its journals: paths inside its container. */
export const PROGRAM = '/writer';
/** The program that tells certificates: a file there. */
export const CERTIFICATES_FILE = 'certificates.mjs';
export const JOURNAL = '/journal';

/** The Workers that write: their names begin with it. */
export const WRITER = 'writer';

/** The Workers that only watch. */
export const WATCH = 'watch';
