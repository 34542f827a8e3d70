export interface ExternalServiceProps {
  /** Host name or address that clients use. */
  readonly host: string;
  readonly port: number;
  /** Where packets to it may go; as narrow as its operator allows. */
  readonly cidrs: readonly string[];
  /** Begins its URL. @default 'https' */
  readonly scheme?: string;
  /**
   * Environment variables that a client's documentation asks for, in place of `<NAME>_URL`, `<NAME>_HOST` and
   * `<NAME>_PORT`: `{ PGHOST: 'db.example.com', PGPORT: '5432' }`.
   * @default - URL, HOST and PORT, prefixed by the name
   */
  readonly variables?: Readonly<Record<string, string>>;
}
