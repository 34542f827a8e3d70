/** Runs the SQL until it has succeeded once: passwords that the leader has yet to set are refused at first. */
export const SET_UP = `until psql -qX -v ON_ERROR_STOP=1 -f /etc/set-up/set-up.sql; do
  echo 'trying again'
  sleep 3
done
`;
