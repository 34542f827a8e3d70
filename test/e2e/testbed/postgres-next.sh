# The members' image once more under the next tag, for tests that roll to another image
REF=testbed.local/postgres-patroni:17-next USER=101:101
ENV='["PATH=/usr/lib/postgresql/17/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]'
rootfs() { debian trixie postgresql-17 patroni pgbackrest curl; own_user postgres 101; mkdir -p "$ROOT/home/postgres" "$ROOT/run/postgresql"; chown 101:101 "$ROOT/home/postgres" "$ROOT/run/postgresql"; rm -rf "$ROOT"/var/lib/postgresql/17; ln -s /usr/bin/patroni "$ROOT/usr/local/bin/patroni"; ln -s /usr/bin/patronictl "$ROOT/usr/local/bin/patronictl"; }
