// Lists and objects are JSON text; secrets are never here but in sealed_value.
export const entitiesMigration = {
  version: 3,
  sql: `
create table sandbox_ca (
  id text primary key not null,
  created text not null,
  name text not null,
  certificate text not null
) strict;

create table ob_wac_certificate (
  id text primary key not null,
  created text not null,
  name text not null,
  certificate text not null,
  chain text not null,
  sandbox_ca_id text references sandbox_ca (id)
) strict;

create table ob_seal_certificate (
  id text primary key not null,
  created text not null,
  name text not null,
  certificate text not null,
  chain text not null,
  key_id text not null,
  sandbox_ca_id text references sandbox_ca (id)
) strict;

create table signing_request (
  id text primary key not null,
  created text not null,
  name text not null,
  type text not null check (type in ('obwac', 'obseal')),
  signing_request text not null,
  subject text not null
) strict;

create table software_statement (
  id text primary key not null,
  created text not null,
  organisation_id text not null,
  organisation_name text not null,
  software_id text not null,
  client_name text not null,
  roles text not null,
  redirect_uris text not null,
  default_ob_wac_certificate_id text not null references ob_wac_certificate (id),
  default_ob_seal_certificate_id text not null references ob_seal_certificate (id),
  ssa_jwt text,
  ssa_obtained text,
  ssa_jwks text
) strict;

create table bank_profile (
  id text primary key not null,
  created text not null,
  name text not null unique,
  built_in integer not null,
  profile text not null
) strict;

create table bank_registration (
  id text primary key not null,
  created text not null,
  bank_profile_id text not null references bank_profile (id),
  software_statement_id text not null references software_statement (id),
  state text not null check (state in ('registering', 'registered', 'deleting')),
  external_api_id text,
  registered_elsewhere integer not null,
  token_endpoint_auth_method text not null,
  tls_client_auth_subject_dn text,
  scope text not null,
  redirect_uris text not null,
  endpoints text not null,
  requested text,
  accepted text
) strict;

-- The newest row of a registration is its binding, the older ones its history.
create table certificate_binding (
  number integer primary key,
  bank_registration_id text not null references bank_registration (id) on delete cascade,
  ob_wac_certificate_id text not null,
  subject text not null,
  sha256_fingerprint text not null,
  bound text not null
) strict;
create index certificate_binding_registration on certificate_binding (bank_registration_id, number);

create table account_access_consent (
  id text primary key not null,
  created text not null,
  bank_registration_id text not null references bank_registration (id),
  reference text,
  api_version text not null,
  consent_id text,
  state text not null check (state in ('creating', 'created', 'deleting')),
  status text not null,
  external_status text,
  status_updated text,
  permissions text not null,
  expiration_date_time text,
  transaction_from_date_time text,
  transaction_to_date_time text,
  token_facts text
) strict;

create table auth_context (
  id text primary key not null,
  created text not null,
  account_access_consent_id text not null references account_access_consent (id) on delete cascade,
  state text not null unique,
  nonce text not null,
  redirect_uri text not null,
  capture text not null check (capture in ('loopback', 'paste')),
  expires text not null,
  run_id text,
  used text
) strict;
`,
}
