import { CHECKS } from '../../lib/check/index.js';
import { IMAGE } from '../support/apps.js';

const INTRODUCTION = `# Checks

What synth verifies in every environment before it writes anything, besides the props of each component. Most of it can only be
broken by a \`patch\`, by objects of your own, or by two props that do not go together. Written by \`npm run checks\` from
\`lib/check/\`; a test runs every example.

A finding stops the run. Where a check can be accepted, a component may keep what it finds in itself and its parts, with the reason:

\`\`\`ts
new WebService(this, 'api', {
  image: 'ghcr.io/acme/shop-api:1.4.2',
  port: 8080,
  env: { TOKEN: 'EUR' },
  accept: { 'secret-literal': 'TOKEN is the name of a currency' },
});
\`\`\`

For objects that stand in a chart without a component, the chart says so:
\`super(scope, 'legacy', environment, { accept: { probes: 'it keeps no connections' } })\`.

\`npm run synth\` shows every such exception in its summary, with what it accepts, and so does \`evenkeel check\`, which runs the checks
alone and writes nothing. An exception that accepts nothing in any stack is refused.

\`\`\`text
accepted  prod  shop/api  secret-literal: TOKEN is the name of a currency (1 finding)
          web-service "api": env TOKEN is a secret given as a literal (its name says that it is one), and would stand in reviewed YAML; …
\`\`\`

`;

/** As the other pages show it: in a chart's constructor. */
const inAChart = (statements: string) => statements.replaceAll(/\bchart\b/g, 'this').replaceAll(/\bimage\b(?!:)/g, `image: '${IMAGE}'`);
const block = (statements: string) => `\`\`\`ts\n${inAChart(statements)}\n\`\`\`\n`;

const section = ({ id, title, acceptable, examples }: (typeof CHECKS)[number]) => `## ${id}

${title}.
${acceptable ? 'A component can accept it, with a reason.' : 'It always stops the run.'}

${examples.before ? `Committed:\n\n${block(examples.before)}\n` : ''}${refused(examples.environment)}

${block(examples.bad)}
Fine:

${block(examples.good)}`;

const refused = (environment: string | undefined) => (environment ? `Refused in an environment with \`${environment}\`:` : 'Refused:');

/** The content of docs/checks.md. */
export const checksPage = (): string => {
  const rows = CHECKS.map(({ id, title, acceptable }) => [`[${id}](#${id})`, title, acceptable ? 'yes' : 'no']);
  return `${INTRODUCTION}${table(['check', 'holds', 'can be accepted'], rows)}\n${CHECKS.map(section).join('\n')}`;
};

/** With columns as wide as their widest cell, as the formatter has them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('');
}
