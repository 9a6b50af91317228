// How an authorisation without an answer ended, and the certificates that a directory may be certified by.
// Of those before, only the ones that the history tells of are known to have been abandoned.
export const endingsAndDirectoriesMigration = {
  version: 15,
  sql: `
alter table auth_context add column ended text check (ended in ('abandoned', 'cancelled'));
update auth_context set ended = 'abandoned' where used is null and exists (
  select 1 from consent_event
  where consent_event.account_access_consent_id = auth_context.account_access_consent_id
    and event = 'authorisationAbandoned' and detail like '%' || auth_context.expires
);

-- Trusted for this directory, beside the public roots: a JSON list of PEM texts.
create table directory_trust (
  directory text primary key not null,
  ca_certificates text not null
) strict;
`,
}
