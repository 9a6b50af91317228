import type { Preferences } from '../../../shared/model/settings.ts'
import type { Store } from '../db/store.ts'

/** Keeps what a person set on the screens with the workspace, because neither host's own storage outlives the process. */
export const createPreferencesService = (store: Store) => {
  const service = {
    get: (): Preferences => ({
      values: Object.fromEntries(
        store
          .all<{ name: string; value: string }>('select name, value from interface_preference order by name')
          .map(({ name, value }) => [name, JSON.parse(value)]),
      ),
    }),

    /** Changes what is named; the rest stays. */
    set({ values }: Preferences): Preferences {
      store.transaction(() => {
        for (const [name, value] of Object.entries(values)) {
          store.run(
            'insert into interface_preference (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
            ...[name, JSON.stringify(value)],
          )
        }
      })
      return service.get()
    },
  }
  return service
}

export type PreferencesService = ReturnType<typeof createPreferencesService>
