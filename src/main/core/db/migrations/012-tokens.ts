// How refreshing the tokens of a consent stands, where it did not simply succeed; and what was judged about an answer in the log.
export const tokensMigration = {
  version: 12,
  sql: `
-- begun: a refresh was sent and its outcome is not known, left behind when the program was killed or the bank hung up.
-- unproven: the tokens held came with an ID token that does not hold, or was not judged yet.
-- error: why the latest refresh failed; retry: when to try again by itself, null for never.
create table token_refresh (
  account_access_consent_id text primary key not null references account_access_consent (id) on delete cascade,
  begun text,
  unproven integer not null default 0,
  failures integer not null default 0,
  error text,
  retry text
) strict;

alter table request_log_content add column verdicts text not null default '[]';
`,
}
