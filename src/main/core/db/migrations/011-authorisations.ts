// A redirect can be caught by a window; what a consent's ID token said is kept, to judge those of refreshes by (OIDC Core 12.2),
// when the bank lets the consent be authorised, and what the standard has otherwise in its answers about the consent.
export const authorisationsMigration = {
  version: 11,
  sql: `
alter table account_access_consent add column id_token text;
alter table account_access_consent add column ready_from text;
alter table account_access_consent add column warnings text not null default '[]';

create table auth_context_of_11 (
  id text primary key not null,
  created text not null,
  account_access_consent_id text not null references account_access_consent (id) on delete cascade,
  state text not null unique,
  nonce text not null,
  redirect_uri text not null,
  capture text not null check (capture in ('loopback', 'window', 'paste')),
  expires text not null,
  run_id text,
  used text
) strict;
insert into auth_context_of_11
  select id, created, account_access_consent_id, state, nonce, redirect_uri, capture, expires, run_id, used from auth_context;
drop table auth_context;
alter table auth_context_of_11 rename to auth_context;
`,
}
