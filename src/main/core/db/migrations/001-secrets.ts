// A description names what wraps a data key and never contains it: wrapped_key is sealed by the source's own key.
// Ephemeral keys are wrapped by nothing, so they have neither a wrapped key nor a key check.
export const secretsMigration = {
  version: 1,
  sql: `
create table encryption_key_description (
  id text primary key not null,
  created text not null,
  name text not null,
  source text not null check (source in ('OsKeychain', 'Configuration', 'Passphrase', 'Ephemeral')),
  source_name text not null,
  backend text not null,
  parameters text,
  current integer not null default 0 check (current in (0, 1)),
  wrapped_key blob,
  key_check blob,
  seals integer not null default 0,
  check ((source = 'Ephemeral') = (wrapped_key is null)),
  check ((source = 'Ephemeral') = (key_check is null))
) strict;

create unique index one_current_encryption_key on encryption_key_description (current) where current = 1;

create table sealed_value (
  owner_table text not null,
  owner_id text not null,
  owner_column text not null,
  encryption_key_description_id text not null references encryption_key_description (id),
  nonce blob not null check (length(nonce) = 12),
  ciphertext blob not null check (length(ciphertext) >= 17),
  primary key (owner_table, owner_id, owner_column),
  unique (encryption_key_description_id, nonce)
) strict;
`,
}
