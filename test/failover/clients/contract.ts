/** What became of a write. Only an answer counts as `acknowledged`, and only one that says "no" as `refused`. */
export type Outcome =
  | { readonly kind: 'acknowledged'; readonly term: string }
  | { readonly kind: 'indeterminate' | 'refused'; readonly why: string };

/** An open connection to whoever leads. */
export interface Session {
  /** Appends one record; never sends it twice. */
  append(lane: string, seq: number): Promise<Outcome>;
  close(): void;
}

/** What a member says of itself, asked at its own address. */
export interface Answer {
  readonly role: 'leader' | 'follower' | 'silent';
  /** Which reign it believes in: another value after every change of leader. */
  readonly term?: string;
  /** Whether it accepted a write just now. */
  readonly accepts?: boolean;
}

export interface LaneRecord {
  readonly lane: string;
  readonly seq: number;
}

/** A service as its clients see it: made from nothing but the variables and files that the library gives them. */
export interface Client {
  readonly members: readonly string[];
  /** Makes what the writes need, a table for instance; may be called by several clients at once. */
  prepare(): Promise<void>;
  /** A fresh connection; where it fails, nothing was sent. */
  connect(durability: Durability): Promise<Session>;
  ask(member: string): Promise<Answer>;
  /** Every record of this run that the leader holds now, repeated ones repeatedly. */
  readAll(): Promise<readonly LaneRecord[]>;
}

/** `durable`: acknowledged as the service promises to keep it. `plain`: acknowledged by the leader alone. */
export type Durability = 'durable' | 'plain';

/** Of connecting and of every operation; the figures are stated for it. */
export const TIMEOUT_MILLIS = 1000;

/** Rejects when the work takes longer; the work itself is not ended. */
export const within = async <T>(millis: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timeout')), millis);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** One word for a log: an error code, or the beginning of the message. */
export const reason = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  return (code || message).slice(0, 60).replaceAll(/\s+/g, '-') || 'unknown';
};

/** A variable that the library or the trial application sets. */
export const variable = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`the variable ${name} is not set`);
  return value;
};
