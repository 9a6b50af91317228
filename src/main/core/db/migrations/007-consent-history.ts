// What happened to a consent, in order, and when its customer authorised and last reconfirmed it.
// Of a consent that was there before, only its making and its tokens are known.
export const consentHistoryMigration = {
  version: 7,
  sql: `
create table consent_event (
  number integer primary key,
  account_access_consent_id text not null references account_access_consent (id) on delete cascade,
  at text not null,
  event text not null,
  status text,
  detail text,
  request_log_id text
) strict;
create index consent_event_consent on consent_event (account_access_consent_id, number);

alter table account_access_consent add column authorised text;
alter table account_access_consent add column reconfirmed text;
update account_access_consent set authorised = token_facts ->> '$.obtained';

insert into consent_event (account_access_consent_id, at, event)
  select id, created, 'created' from account_access_consent where state <> 'creating' order by created, id;
insert into consent_event (account_access_consent_id, at, event)
  select id, authorised, 'authorised' from account_access_consent where authorised is not null order by authorised, id;
`,
}
