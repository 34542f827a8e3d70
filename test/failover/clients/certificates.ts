import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { TIMEOUT_MILLIS, within } from './contract.js';

/**
 * Prints the fingerprint of the certificate that each server of a service shows: `node certificates.mjs <host:port,…>
 * [postgres]`. PostgreSQL is asked for TLS before it speaks it.
 */
const [, , servers = '', protocol] = process.argv;

/** https://www.postgresql.org/docs/17/protocol-message-formats.html#PROTOCOL-MESSAGE-FORMATS-SSLREQUEST */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

const shown = async (server: string): Promise<string> => {
  const [host = '', port = ''] = server.split(':');
  const socket = connect({ host, port: Number(port) });
  try {
    await once(socket, 'connect');
    if (protocol === 'postgres') {
      socket.write(SSL_REQUEST);
      await once(socket, 'data');
    }
    // Which one it is matters here, not whom it convinces: the clients that write verify it.
    const secured = connectTls({ socket, rejectUnauthorized: false });
    await once(secured, 'secureConnect');
    return secured.getPeerCertificate().fingerprint256;
  } finally {
    socket.destroy();
  }
};

for (const server of servers.split(',')) console.log(await within(3 * TIMEOUT_MILLIS, shown(server)));
process.exit(0);
