// Only redacted text stands here; the exact bytes are sealed values of the records of request_log.
// Long texts have a table of their own, so that listing reads none of them.
export const requestLogMigration = {
  version: 2,
  sql: `
create table request_log (
  seq integer primary key,
  id text not null unique,
  started text not null,
  run_id text,
  step text not null,
  bank_profile_id text,
  bank_registration_id text,
  method text not null,
  url text not null,
  status integer,
  error_code text,
  error_message text,
  request_size integer not null,
  response_size integer,
  duration_ms real not null,
  client_certificate text,
  raw_bytes integer not null
) strict;

create index request_log_started on request_log (started);
create index request_log_run on request_log (run_id, started) where run_id is not null;
create index request_log_profile on request_log (bank_profile_id, started) where bank_profile_id is not null;
create index request_log_raw on request_log (started, raw_bytes) where raw_bytes > 0;

create table request_log_content (
  seq integer primary key references request_log (seq) on delete cascade,
  request_headers text not null,
  request_body text,
  status_text text,
  response_headers text,
  response_body text,
  tls text,
  jwts text not null,
  timing text not null,
  request_head_size integer not null,
  response_head_size integer
) strict;

create table request_log_limits (
  id integer primary key check (id = 1),
  max_bytes integer not null,
  max_age_days integer not null
) strict;
`,
}
