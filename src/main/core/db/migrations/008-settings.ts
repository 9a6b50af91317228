// Absent: the program's own defaults apply.
export const settingsMigration = {
  version: 8,
  sql: `
create table bank_timeouts (
  id integer primary key check (id = 1),
  connect_ms integer not null,
  headers_ms integer not null,
  body_ms integer not null
) strict;

-- What a person set on the screens, such as the theme and the widths of panes; values are JSON.
create table interface_preference (
  name text primary key not null,
  value text not null
) strict;
`,
}
