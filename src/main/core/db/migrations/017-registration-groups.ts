// A person's own profile that is a registration group by itself is called by its id there, because it may be renamed.
export const registrationGroupsMigration = {
  version: 17,
  sql: `
-- Renamed since, or not.
update bank_registration set registration_group = own.id || '/' || own.id
  from bank_profile own
  where own.id = bank_profile_id and own.built_in = 0
    and own.profile ->> '$.group' is null and own.profile ->> '$.registration.group' is null
    and registration_group = substr(registration_group, 1, (length(registration_group) - 1) / 2) || '/'
      || substr(registration_group, 1, (length(registration_group) - 1) / 2);
-- Without a bank group.
update bank_registration set registration_group = own.id || substr(registration_group, length(own.name) + 1)
  from bank_profile own
  where own.id = bank_profile_id and own.built_in = 0 and own.profile ->> '$.group' is null
    and substr(registration_group, 1, length(own.name) + 1) = own.name || '/';
-- Without a group of its own in the bank group, or for the scope.
update bank_registration set registration_group = substr(registration_group, 1, length(registration_group) - length(own.name)) || own.id
  from bank_profile own
  where own.id = bank_profile_id and own.built_in = 0 and json_type(own.profile, '$.registration.group') is not 'text'
    and substr(registration_group, -length(own.name) - 1) = '/' || own.name;
`,
}
