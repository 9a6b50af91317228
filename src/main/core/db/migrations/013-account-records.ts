// Everything that banks tell of accounts beside balances and transactions, and what the standard has otherwise in their answers.
export const accountRecordsMigration = {
  version: 13,
  sql: `
-- The latest complete answer of each account and resource; account_id is null for what is the customer's own.
-- original is the bank's object and all that a listing shows is read from it; warnings are JSON.
create table account_record (
  key integer primary key,
  account_access_consent_id text not null references account_access_consent (id) on delete cascade,
  resource text not null,
  account_id text,
  record_id text,
  api_version text not null,
  fetched text not null,
  warnings text not null,
  original text not null
) strict;
create index account_record_listing on account_record (account_access_consent_id, resource, account_id, key);

create table statement_file (
  account_access_consent_id text not null references account_access_consent (id) on delete cascade,
  account_id text not null,
  statement_id text not null,
  file_name text not null,
  media_type text not null,
  fetched text not null,
  content blob not null,
  primary key (account_access_consent_id, account_id, statement_id)
) strict;

-- identity: that of the row in account_transaction.
create table statement_transaction (
  account_access_consent_id text not null references account_access_consent (id) on delete cascade,
  account_id text not null,
  statement_id text not null,
  identity text not null,
  primary key (account_access_consent_id, account_id, statement_id, identity)
) strict, without rowid;

-- place: path without its indices; path: where it was seen first.
create table conformance_warning (
  key integer primary key,
  account_access_consent_id text not null references account_access_consent (id) on delete cascade,
  resource text not null,
  account_id text,
  place text not null,
  path text not null,
  message text not null,
  clause text not null,
  known integer not null,
  count integer not null,
  request_log_id text
) strict;
create unique index conformance_warning_kind
  on conformance_warning (account_access_consent_id, resource, coalesce(account_id, ''), place, message);
`,
}
