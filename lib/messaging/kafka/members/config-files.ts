import { keepHosts } from '../../../data/hosts.js';
import { BROKERS_FIT, CONTROLLERS_FIT } from '../scripts/fit.js';
import { FORMAT } from '../scripts/format.js';
import { BROKER_LEAVE, CONTROLLER_LEAVE } from '../scripts/leave.js';
import { BROKER_READY, CONTROLLER_READY } from '../scripts/ready.js';
import { START } from '../scripts/start.js';
import { JAVA_SECURITY, LOG4J } from './java.js';
import { JMX } from './jmx.js';
import { type Properties, propertiesText } from './properties.js';

/** What a member's pod mounts at /etc/kafka-server. */
export const configFiles = (
  properties: Properties,
  role: 'broker' | 'controller',
  namespace: string,
  /** Whom it talks to. */
  hosts: readonly string[],
): Readonly<Record<string, string>> => ({
  'server.properties': propertiesText(properties),
  'format.sh': FORMAT,
  'start.sh': START,
  'hosts.sh': keepHosts(namespace, hosts),
  'ready.sh': role === 'broker' ? BROKER_READY : CONTROLLER_READY,
  'fit.sh': role === 'broker' ? BROKERS_FIT : CONTROLLERS_FIT,
  'leave.sh': role === 'broker' ? BROKER_LEAVE : CONTROLLER_LEAVE,
  'jmx.yaml': JMX,
  'java.security': JAVA_SECURITY,
  'log4j2.properties': LOG4J,
});
