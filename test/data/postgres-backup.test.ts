import { execFileSync } from 'node:child_process';
import { Duration, Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { longestPause } from '../../lib/data/postgres/backup/longest-pause.js';
import { STORE } from '../../lib/data/postgres/backup/scripts/index.js';
import {
  type BackupProps,
  type BackupStore,
  type Chart,
  type ConfigMap,
  type Container,
  ExternalService,
  PostgresCluster,
  type PostgresClusterProps,
  type RestoreProps,
  Secret,
  type StatefulSet,
  WebService,
} from '../../lib/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';
import { cronJobOf, defined, first, jobOf, objectsOf, policyOf, variablesOf } from '../support/objects.js';

const storeIn = (chart: Chart, changes: Partial<BackupStore> = {}): BackupStore => ({
  service: new ExternalService(chart, 's3', { host: 's3.example.com', port: 443, cidrs: ['203.0.113.0/24'] }),
  bucket: 'acme-backups',
  region: 'eu-central-1',
  accessKey: Secret.fromConfig('backup-access-key'),
  secretKey: Secret.fromConfig('backup-secret-key'),
  ...changes,
});

const WITH_PGBACKREST = 'ghcr.io/acme/spilo-pgbackrest:17-4.0-p3';
const cluster =
  (backup: Partial<BackupProps> = {}, props: Partial<PostgresClusterProps> = {}, store: Partial<BackupStore> = {}) =>
  (chart: Chart) => {
    new PostgresCluster(chart, 'orders-db', {
      database: 'orders',
      image: WITH_PGBACKREST,
      backup: { store: storeIn(chart, store), ...backup },
      ...props,
    });
  };
const withBackups = (...args: Parameters<typeof cluster>) => synth(cluster(...args));

const restored =
  (restore: Partial<RestoreProps> = {}, backup?: Partial<BackupStore>, props: Partial<PostgresClusterProps> = {}) =>
  (chart: Chart) => {
    const store = storeIn(chart, backup);
    new PostgresCluster(chart, 'orders-db', { database: 'orders', image: WITH_PGBACKREST, backup: { store } });
    new PostgresCluster(chart, 'copy', {
      database: 'orders',
      image: WITH_PGBACKREST,
      restore: { cluster: 'orders-db', store, ...restore },
      ...props,
    });
  };

type Apps = ReturnType<typeof synth>;
const fileOf = (apps: Apps, map: string, file: string) => defined(apps.get<ConfigMap>('ConfigMap', map).data?.[file], file);
const containersOf = (apps: Apps, name = 'orders-db') => apps.get<StatefulSet>('StatefulSet', name).spec.template.spec.containers;
const taskOf = (apps: Apps, name: string) => cronJobOf(apps, name).spec.jobTemplate.spec.template.spec;
const secretVariables = (container: Container) =>
  Object.fromEntries(Object.entries(variablesOf(container)).filter(([, value]) => value?.startsWith('Secret/')));

describe('a cluster without backups', () => {
  it('has no archive, no server and no tasks for them', () => {
    const apps = synth((chart) => new PostgresCluster(chart, 'orders-db', { database: 'orders' }));
    expect(fileOf(apps, 'orders-db', 'patroni.yml')).not.toContain('archive');
    expect(containersOf(apps).map(({ name }) => name)).not.toContain('backup-server');
    expect(apps.stack.manifests.filter(({ object }) => object.kind === 'CronJob')).toEqual([]);
  });
});

describe('a cluster with backups', () => {
  const apps = withBackups();

  it('archives WAL within a minute, and gives up on a store that says nothing', () => {
    const settings = fileOf(apps, 'orders-db', 'patroni.yml');
    expect(settings).toContain('archive_mode: "on"');
    expect(settings).toContain('archive_timeout: 60s');
    expect(settings).toContain('archive_command: timeout 30 pgbackrest --stanza=orders-db archive-push %p');
  });

  it('lets WAL wait for the store on three tenths of the volume', () => {
    expect(fileOf(apps, 'orders-db', 'pgbackrest.conf')).toContain('archive-push-queue-max=3072MiB\n');
    expect(fileOf(withBackups({}, { storage: { size: Size.gibibytes(100) } }), 'orders-db', 'pgbackrest.conf')).toContain(
      'archive-push-queue-max=30720MiB\n',
    );
  });

  it('stores encrypted, in a folder of its own', () => {
    const file = fileOf(apps, 'orders-db', 'pgbackrest.conf');
    for (const line of [
      'repo1-type=s3',
      'repo1-s3-endpoint=s3.example.com',
      'repo1-storage-port=443',
      'repo1-s3-bucket=acme-backups',
      'repo1-s3-region=eu-central-1',
      'repo1-s3-uri-style=host',
      'repo1-path=/test/orders-db',
      'repo1-cipher-type=aes-256-cbc',
    ]) {
      expect(file).toContain(`${line}\n`);
    }
    expect(file).not.toContain('repo1-storage-ca-file');
  });

  it('has its keys from one Secret, in members and tasks alike, and none in any file', () => {
    const expected = {
      PGBACKREST_REPO1_S3_KEY: 'Secret/orders-db-backup-store/access-key',
      PGBACKREST_REPO1_S3_KEY_SECRET: 'Secret/orders-db-backup-store/secret-key',
      PGBACKREST_REPO1_CIPHER_PASS: 'Secret/orders-db-backup-store/passphrase',
    };
    expect(secretVariables(first(containersOf(apps)))).toMatchObject(expected);
    for (const task of ['orders-db-backup', 'orders-db-restore-drill']) {
      expect(secretVariables(first(taskOf(apps, task).containers))).toEqual(expected);
    }
    const sources = apps.get('Secret', 'orders-db-backup-store').metadata.annotations;
    expect(sources).toEqual({
      'secret.evenkeel.dev/access-key': 'config/backup-access-key',
      'secret.evenkeel.dev/secret-key': 'config/backup-secret-key',
      'secret.evenkeel.dev/passphrase': 'derived/orders-db/backup-passphrase/1',
    });
  });

  it('shows its files to the one client whose certificate has its name, through a server that knows nothing of the store', () => {
    const server = defined(containersOf(apps).find(({ name }) => name === 'backup-server'));
    expect(variablesOf(server)).toEqual({ PGBACKREST_CONFIG: '/etc/postgres/backup-server.conf' });
    const file = fileOf(apps, 'orders-db', 'backup-server.conf');
    expect(file).toContain('tls-server-auth=orders-db-backup=orders-db\n');
    expect(file).not.toContain('repo1');
    expect(apps.get('Secret', 'orders-db-backup-tls').metadata.annotations).toMatchObject({
      'certificate.evenkeel.dev/hosts': 'orders-db-backup',
      'secret.evenkeel.dev/tls.key': 'certificate/orders-db-backup/orders-db-backup-tls/1',
    });
    expect(withBackups({}, { generation: 2 }).get('Secret', 'orders-db-backup-tls').metadata.annotations).toMatchObject({
      'secret.evenkeel.dev/tls.key': 'certificate/orders-db-backup/orders-db-backup-tls/2',
    });
    const alerts = defined(apps.stack.components.find(({ name }) => name === 'orders-db')).alerts;
    expect(alerts.filter(({ summary }) => summary.includes('orders-db-backup-tls')).map(({ name }) => name)).toEqual([
      'CertificateNotRenewed',
      'CertificateAboutToExpire',
    ]);
  });

  it('is backed up every night from a replica, with a full backup each week, for 28 days', () => {
    const { schedule, timeZone, concurrencyPolicy, startingDeadlineSeconds } = cronJobOf(apps, 'orders-db-backup').spec;
    expect({ schedule, timeZone, concurrencyPolicy, startingDeadlineSeconds }).toEqual({
      schedule: '0 2 * * *',
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
    });
    expect(variablesOf(first(taskOf(apps, 'orders-db-backup').containers))).toMatchObject({ FULL_EVERY_SECONDS: '604800' });
    const file = fileOf(apps, 'orders-db-backup', 'pgbackrest.conf');
    expect(file).toContain('backup-standby=prefer\n');
    expect(file).toContain('repo1-retention-full-type=time\nrepo1-retention-full=28\n');
    expect(file.match(/pg\d-host=.*/g)).toEqual([
      'pg1-host=orders-db-0.orders-db-peers',
      'pg2-host=orders-db-1.orders-db-peers',
      'pg3-host=orders-db-2.orders-db-peers',
    ]);
  });

  it('sends what a lost leader had not, once another leads', () => {
    expect(fileOf(apps, 'orders-db', 'archive-missing.sh')).toContain('archive-push');
    expect(fileOf(apps, 'orders-db', 'role-changed.sh')).toContain('bash /etc/postgres/archive-missing.sh "$3"');
  });

  it('has its first backup with its first deployment', () => {
    const { containers } = jobOf(apps, 'orders-db-backup-set-up').spec.template.spec;
    expect(first(containers).command).toEqual(['bash', '/etc/backup/backup.sh', 'first']);
  });

  it('is restored each week into a volume as large as a member’s, which goes with the run', () => {
    expect(cronJobOf(apps, 'orders-db-restore-drill').spec.schedule).toBe('0 4 * * 6');
    const scratch = defined(taskOf(apps, 'orders-db-restore-drill').volumes?.find(({ name }) => name === 'scratch'));
    expect(scratch.ephemeral?.volumeClaimTemplate?.spec.resources).toEqual({ requests: { storage: '10240Mi' } });
    expect(fileOf(apps, 'orders-db-restore-drill', 'drill.sh')).toContain('archive_mode = off');
  });

  it('opens the network from members and tasks to the store, and from the backup to the members', () => {
    for (const source of ['orders-db', 'orders-db-backup', 'orders-db-backup-set-up', 'orders-db-restore-drill']) {
      expect(policyOf(apps, `${source}-to-s3`)?.egress).toEqual([
        { to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ protocol: 'TCP', port: 443 }] },
      ]);
    }
    expect(policyOf(apps, 'orders-db-from-orders-db-backup')?.ingress?.[0]?.ports).toEqual([{ protocol: 'TCP', port: 8432 }]);
    expect(objectsOf(apps, 'orders-db-restore-drill').filter((name) => name.startsWith('NetworkPolicy'))).toEqual([
      'NetworkPolicy/orders-db-restore-drill-to-s3',
    ]);
  });

  it('wakes somebody when the archive, a backup or a drill fails', () => {
    const alerts = defined(apps.stack.components.find(({ name }) => name === 'orders-db')).alerts.filter(({ runbook }) =>
      runbook.startsWith('docs/runbooks/postgres-backup.md'),
    );
    expect(alerts.map(({ name }) => name)).toEqual(['PostgresArchiveFailing', 'PostgresBackupMissing', 'PostgresRestoreDrillFailed']);
    const own = '{namespace="test",cronjob="orders-db-backup"}';
    expect(alerts[1]?.expr).toBe(
      `time() - (kube_cronjob_status_last_successful_time${own} or kube_cronjob_created${own}) > ${1.5 * 24 * 3600}`,
    );
  });
});

describe('backups with every prop', () => {
  const apps = withBackups(
    {
      schedule: '30 1 * * 0',
      timeZone: 'Europe/Berlin',
      fullEvery: Duration.days(30),
      keep: Duration.days(60),
      deadline: Duration.hours(12),
      resources: { memory: Size.mebibytes(512) },
      drill: { schedule: '0 5 1 * *', deadline: Duration.hours(9), resources: { memory: Size.gibibytes(1) } },
    },
    {},
    {
      uriStyle: 'path',
      folder: 'databases/orders',
      passphrase: Secret.external({ store: 'vault', key: 'orders', property: 'passphrase' }),
      authority: Secret.existing({ secret: 'minio-ca', key: 'public.crt' }),
    },
  );

  it('take them', () => {
    expect(fileOf(apps, 'orders-db', 'pgbackrest.conf')).toContain(
      'repo1-s3-uri-style=path\nrepo1-storage-ca-file=/etc/backup-store/ca.crt\nrepo1-path=/databases/orders\n',
    );
    expect(fileOf(apps, 'orders-db-backup', 'pgbackrest.conf')).toContain('repo1-retention-full=60\n');
    const backup = cronJobOf(apps, 'orders-db-backup').spec;
    expect([backup.schedule, backup.timeZone, backup.jobTemplate.spec.activeDeadlineSeconds]).toEqual([
      '30 1 * * 0',
      'Europe/Berlin',
      43200,
    ]);
    const drill = cronJobOf(apps, 'orders-db-restore-drill').spec;
    expect([drill.schedule, drill.timeZone, drill.jobTemplate.spec.activeDeadlineSeconds]).toEqual(['0 5 1 * *', 'Europe/Berlin', 32400]);
    expect(first(taskOf(apps, 'orders-db-backup').containers).resources?.requests?.memory).toBe('512Mi');
    expect(first(taskOf(apps, 'orders-db-restore-drill').containers).resources?.requests?.memory).toBe('1024Mi');
  });

  it('and alerts that wait for as long as they may take', () => {
    const { alerts } = defined(apps.stack.components.find(({ name }) => name === 'orders-db'));
    const exprOf = (alert: string) => defined(alerts.find(({ name }) => name === alert)).expr;
    const [hour, day] = [3600, 24 * 3600];
    expect(exprOf('PostgresBackupMissing')).toMatch(new RegExp(`> ${7 * day + 24 * hour}$`));
    expect(exprOf('PostgresRestoreDrillFailed')).toContain(`> ${9 * hour}) or `);
    expect(exprOf('PostgresRestoreDrillFailed')).toMatch(new RegExp(`> ${31 * day + 18 * hour}$`));
  });

  it('read the authority and the passphrase where they are', () => {
    expect(secretVariables(first(containersOf(apps)))).toMatchObject({
      PGBACKREST_REPO1_CIPHER_PASS: 'Secret/orders-db-backup-store-vault/passphrase',
    });
    const volumes = apps.get<StatefulSet>('StatefulSet', 'orders-db').spec.template.spec.volumes ?? [];
    expect(volumes.find(({ name }) => name === 'backup-store')?.secret).toEqual({
      secretName: 'minio-ca',
      items: [{ key: 'public.crt', path: 'ca.crt' }],
    });
  });

  it('may leave the drill out', () => {
    const without = withBackups({ drill: 'none' });
    expect(without.stack.manifests.some(({ component }) => component === 'orders-db-restore-drill')).toBe(false);
    expect(defined(without.stack.components.find(({ name }) => name === 'orders-db')).alerts.map(({ name }) => name)).not.toContain(
      'PostgresRestoreDrillFailed',
    );
  });
});

describe('a cluster that begins with backups', () => {
  it('restores them in place of an empty database, once, by Patroni', () => {
    const apps = synth(restored({ at: '2026-11-21T12:00:00.5Z' }));
    expect(fileOf(apps, 'copy', 'patroni.yml')).toContain(
      'method: pgbackrest\n  pgbackrest:\n    command: bash /etc/postgres/restore.sh\n',
    );
    const file = fileOf(apps, 'copy', 'restore.conf');
    expect(file).toContain('repo1-path=/test/orders-db\n');
    expect(variablesOf(first(containersOf(apps, 'copy')))).toMatchObject({ RESTORE_AT: '2026-11-21 12:00:00.5+00' });
    expect(file).toContain('[orders-db]\npg1-path=/data/postgres\n');
  });

  it('replays everything where no moment is given', () => {
    expect(variablesOf(first(containersOf(synth(restored()), 'copy')))).not.toHaveProperty('RESTORE_AT');
  });

  it('reads the other cluster’s passphrase, under a name that archiving does not know', () => {
    const variables = variablesOf(first(containersOf(synth(restored()), 'copy')));
    expect(variables).toMatchObject({
      RESTORE_STANZA: 'orders-db',
      RESTORE_ACCESS_KEY: 'Secret/copy-restore-store/access-key',
      RESTORE_SECRET_KEY: 'Secret/copy-restore-store/secret-key',
      RESTORE_PASSPHRASE: 'Secret/orders-db-backup-store/passphrase',
    });
    expect(Object.keys(variables).filter((name) => name.startsWith('PGBACKREST'))).toEqual([]);
  });

  it('can take its own place, from its own store and with its own passphrase', () => {
    const apps = withBackups({}, { restore: { cluster: 'orders-db' } }, { folder: 'databases/orders' });
    expect(fileOf(apps, 'orders-db', 'restore.conf')).toContain('repo1-path=/databases/orders\n');
    expect(apps.get('Secret', 'orders-db-restore-store').metadata.annotations).toMatchObject({
      'secret.evenkeel.dev/passphrase': 'derived/orders-db/backup-passphrase/1',
    });
  });

  it('takes another cluster’s folder in the store of its own backups', () => {
    const apps = withBackups({}, { restore: { cluster: 'old-db' } }, { folder: 'databases/orders' });
    expect(fileOf(apps, 'orders-db', 'restore.conf')).toContain('repo1-path=/test/old-db\n');
  });
});

describe('what is refused', () => {
  it('names the prop, what it got, and the way out', () => {
    expect(
      refusal(cluster({ keep: Duration.days(3), fullEvery: Duration.hours(36) }, {}, { bucket: 's3://Backups', folder: '/orders' })),
    ).toEqual([
      '[test] postgres-cluster "orders-db": backup.store.bucket has 3 to 63 lower-case letters, digits, "." and "-" (got "s3://Backups"); write the bucket\'s name alone',
      '[test] postgres-cluster "orders-db": backup.store.folder is a path inside the bucket, such as prod/orders-db, without "/" at its ends (got "/orders")',
      '[test] postgres-cluster "orders-db": backup.fullEvery is in whole days, 1 at the least (got 1 day 12 hours); use Duration.days',
    ]);
    expect(refusal(cluster({ keep: Duration.days(3) }))).toEqual([
      '[test] postgres-cluster "orders-db": backup.keep is at least backup.fullEvery, since what was kept begins with a full backup (got 3 days and 7 days); raise keep',
    ]);
  });

  it('is an image without pgBackRest, where no environment puts another one in its place', () => {
    const image = 'ghcr.io/zalando/spilo-17:4.0-p3';
    const problem = (name: string) =>
      `[test] postgres-cluster "${name}": image ${image} has no pgBackRest, which takes and restores backups; build one that has (docs/data-postgres-backup.md#what-the-image-must-contain), and name it in image or in the environment's images.overrides`;
    expect(refusal(cluster({}, { image: undefined }))).toEqual([problem('orders-db')]);
    expect(refusal(restored({}, {}, { image }))).toEqual([problem('copy')]);
    const images = { overrides: { 'ghcr.io/zalando/spilo-17': 'registry.example.com/spilo-pgbackrest' } };
    expect(containersOf(synth(cluster({}, { image }), { images })).map(({ image: from }) => from)).toContain(
      'registry.example.com/spilo-pgbackrest:4.0-p3',
    );
  });

  it('is a source that is no name', () => {
    expect(refusal(restored({ cluster: '' }))).toEqual([
      '[test] postgres-cluster "copy": restore.cluster is the name of the PostgresCluster whose backups they are (got ""); write it as it stands there',
    ]);
  });

  it('is a store that is deployed too late for the first backup', () => {
    expect(
      refusal((chart) => {
        const service = new WebService(chart, 'minio', { image: IMAGE, port: 9000 });
        new PostgresCluster(chart, 'orders-db', {
          database: 'orders',
          image: WITH_PGBACKREST,
          backup: { store: storeIn(chart, { service }) },
        });
      }),
    ).toEqual([
      '[test] postgres-cluster "orders-db": backup.store.service is web-service "minio", which is deployed after the task that takes the first backup; use an ExternalService, or a component of stage data',
    ]);
  });

  it('is a moment that could be two, and a restore from nowhere', () => {
    expect(refusal(restored({ at: '2026-11-21 12:00' }))).toEqual([
      '[test] postgres-cluster "copy": restore.at is a moment with its offset (got "2026-11-21 12:00"); write it like 2026-11-21T12:00:00Z',
    ]);
    expect(
      refusal(
        (chart) => new PostgresCluster(chart, 'copy', { database: 'orders', image: WITH_PGBACKREST, restore: { cluster: 'orders-db' } }),
      ),
    ).toEqual([
      '[test] postgres-cluster "copy": restore.store is missing, and there is no backup whose store could be meant; add one of them',
    ]);
  });
});

describe('a drill', () => {
  const drill = fileOf(withBackups(), 'orders-db-restore-drill', 'drill.sh');

  it('looks for gaps since the last drill', () => {
    const lookBack = (schedule?: string) =>
      variablesOf(first(taskOf(withBackups({ drill: { schedule } }), 'orders-db-restore-drill').containers)).LOOK_BACK_SECONDS;
    expect([lookBack(), lookBack('0 5 1 * *')]).toEqual(['604800', String(31 * 24 * 3600)]);
    expect(drill).toContain('gaps "$oldest"');
  });

  it('needs to know how far the archive reaches', () => {
    expect(drill).toContain('[ -n "$archived" ] || fail');
  });

  const segment = (timeline: number, position: number) =>
    [timeline, Math.floor(position / 256), position % 256].map((part) => part.toString(16).toUpperCase().padStart(8, '0')).join('');
  /** Before which segments others are missing, from one on. */
  const gaps = (from: string, segments: readonly string[]) =>
    execFileSync('bash', ['-euc', `${STORE}\ngaps "$1"`, 'gaps', from], { input: `${[...segments].sort().join('\n')}\n`, encoding: 'utf8' })
      .split('\n')
      .filter(Boolean);
  const on = (timeline: number, ...positions: number[]) => positions.map((position) => segment(timeline, position));

  it.each([
    ['none', [1, 255], on(1, 254, 255, 256, 257), []],
    ['within a timeline', [1, 254], on(1, 254, 255, 257, 258), on(1, 257)],
    ['before the oldest backup', [1, 256], on(1, 250, 252, 256, 257), []],
    ['where that backup begins', [1, 255], on(1, 256), on(1, 256)],
    ['none where a new leader goes on', [1, 8], [...on(1, 8, 9), ...on(2, 10, 11), ...on(3, 11, 12)], []],
    ['none where the last leader went on for a while', [1, 8], [...on(1, 8, 9, 10), ...on(2, 9, 10)], []],
    ['what the last leader had not sent', [1, 8], [...on(1, 8, 9), ...on(2, 11, 12)], on(2, 11)],
    ['what another timeline has', [1, 8], [...on(1, 8, 9, 10), ...on(2, 9, 11)], on(2, 11)],
    ['none where an older moment was restored', [1, 8], [...on(1, 8, 9), ...on(2, 5, 6)], []],
    ['all of a timeline', [1, 8], on(2, 12), on(2, 12)],
  ] as const)('finds gaps in the archive: %s', (_, [timeline, position], segments, found) => {
    expect(gaps(segment(timeline, position), segments)).toEqual(found);
  });

  it('reads the segments and the backups as pgBackRest prints them', () => {
    const run = (script: string, answer: string) =>
      execFileSync('bash', ['-euc', `PGBACKREST_STANZA=orders-db\npgbackrest() { printf '%s' "$ANSWER"; }\n${STORE}\n${script}`], {
        env: { ...process.env, ANSWER: answer },
        encoding: 'utf8',
      });
    const files = [
      'archive.info',
      '17-1/00000002.history',
      `17-1/0000000100000000/${segment(1, 9)}-a2b3c4.zst`,
      `17-1/0000000100000000/${segment(1, 8)}-a2b3c4.zst`,
      `17-1/0000000100000000/${segment(1, 10)}.partial-a2b3c4.zst`,
    ];
    expect(run('segments', files.join('\n'))).toBe(`${segment(1, 8)}\n${segment(1, 9)}\n`);
    const backup = (label: string, start: string) =>
      `{"annotation":null,"archive":{"start":"${start}","stop":"${start}"},"label":"${label}","lsn":{"start":"0/8000028","stop":"0/8000100"},"prior":null,"reference":["20261121-020000F"],"timestamp":{"start":1,"stop":2}}`;
    const info = `[{"archive":[{"database":{"id":1,"repo-key":1},"id":"17-1","max":"${segment(1, 9)}","min":"${segment(1, 8)}"}],"backup":[${backup('20261121-020000F', segment(1, 8))},${backup('20261121-020000F_20261122-020000D', segment(1, 9))}]}]`;
    expect(run('beginnings', info)).toBe(`${segment(1, 8)}\t20261121-020000F\n${segment(1, 9)}\t20261121-020000F_20261122-020000D\n`);
  });
});

describe('the longest pause between two runs', () => {
  const DAY = 24 * 60 * 60;
  it('follows from the fields for days', () => {
    expect(['0 2 * * *', '*/10 * * * *', '0 2 * * 0', '0 2 1 * *', '0 2 * 6 *'].map((schedule) => longestPause(schedule) / DAY)).toEqual([
      1, 1, 7, 31, 366,
    ]);
  });
});
