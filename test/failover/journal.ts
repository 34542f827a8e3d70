/** One write, as its writer noted it. */
export interface Write {
  /** Who wrote: a journal's name, `<durability>.<pod>.<start>`. */
  readonly lane: string;
  readonly seq: number;
  /** When it was sent, in milliseconds since 1970. */
  readonly began: number;
  /** When its outcome was known; undefined where the writer died before. */
  readonly ended: number | undefined;
  readonly outcome: 'acknowledged' | 'indeterminate' | 'refused';
  /** The reign under which it was acknowledged. */
  readonly term: string | undefined;
  /** What fails and recovers by itself within a service: a partition. @default - the service is one */
  readonly part?: string;
  /** Where a log put it, which no other write can share. @default - the service does not say */
  readonly place?: string;
}

/** What one journal says. */
export interface Notes {
  readonly writes: readonly Write[];
  readonly sightings: readonly Sighting[];
  /** Whether writes may have been sent that are not noted. */
  readonly open: boolean;
}

/** One member's answer to one client. */
export interface Sighting {
  /** The pod that asked. */
  readonly by: string;
  readonly member: string;
  readonly began: number;
  readonly ended: number;
  readonly role: 'leader' | 'follower' | 'silent';
  readonly term: string | undefined;
  /** Undefined where it was not asked to write. */
  readonly accepted: boolean | undefined;
}

const OUTCOMES = { a: 'acknowledged', i: 'indeterminate', r: 'refused' } as const;
const isOutcome = (letter: string): letter is keyof typeof OUTCOMES => Object.hasOwn(OUTCOMES, letter);

/** The pod and the durability in a lane's name. */
export const laneParts = (lane: string): { readonly durability: string; readonly pod: string } => {
  const [durability = '', pod = ''] = lane.split('.');
  return { durability, pod };
};

/** A write that was begun and has no outcome is indeterminate; a last line that was cut off is none. */
export const parseWrites = (lane: string, text: string): Write[] => {
  const writes = new Map<number, Write>();
  for (const line of completeLines(text)) {
    const [letter = '', number, at, word] = line.split(' ');
    const seq = Number(number);
    if (letter === 'b') writes.set(seq, { lane, seq, began: Number(at), ended: undefined, outcome: 'indeterminate', term: undefined });
    const begun = writes.get(seq);
    if (!begun || !isOutcome(letter)) continue;
    const outcome = OUTCOMES[letter];
    writes.set(seq, { ...begun, ended: Number(at), outcome, term: outcome === 'acknowledged' ? word : undefined });
  }
  return [...writes.values()];
};

const isRole = (word: string | undefined): word is Sighting['role'] => word === 'leader' || word === 'follower' || word === 'silent';

export const parseSightings = (lane: string, text: string): Sighting[] =>
  completeLines(text).flatMap((line) => {
    const [letter, member = '', began, ended, role, term, accepted] = line.split(' ');
    if (letter !== 'w' || !isRole(role)) return [];
    return {
      by: laneParts(lane).pod,
      member,
      began: Number(began),
      ended: Number(ended),
      role,
      term: term === '-' ? undefined : term,
      accepted: accepted === '-' ? undefined : accepted === 'true',
    };
  });

const completeLines = (text: string): string[] => text.split('\n').slice(0, -1);
