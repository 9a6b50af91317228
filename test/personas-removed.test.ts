// Taking any one profile out of the file of known banks breaks nothing else.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCatalogue } from '../src/main/core/bank-profiles/catalogue.ts'
import { openTestApp, startTestApp, temporaryFolder } from './support/app.ts'

const content: { profiles: { name: string }[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../resources/bank-profiles.json'), 'utf8'),
)
const names = content.profiles.map(({ name }) => name)

/** A copy of the file without one of them. */
const fileWithout = (removed: string): string => {
  const file = join(temporaryFolder(), 'bank-profiles.json')
  writeFileSync(file, JSON.stringify({ ...content, profiles: content.profiles.filter(({ name }) => name !== removed) }))
  return file
}

const others = (removed: string) => names.filter((name) => name !== removed)

test.each(names)('%s: all others are listed as before', async (removed) => {
  const whole = openCatalogue()
  const { call, refused, close } = await openTestApp({ bankProfileFile: fileWithout(removed) })
  try {
    const { items } = await call('bankProfile.list', {})
    expect(items.map(({ name }) => name)).toEqual(others(removed))
    for (const { id, created, builtIn, overrides, ...profile } of items) expect(profile).toEqual(whole.find(profile.name))
    expect(await refused('modelBank.start', { persona: removed })).toMatchObject({ code: 'INVALID_INPUT', field: 'persona' })
  } finally {
    await close()
  }
})

// One bank of each group goes away, and another of those that are left goes through the walkthrough.
const sample: [removed: string, persona: string][] = [
  ['Barclays_Personal', 'Barclays_Business'],
  ['Hsbc_UkPersonal', 'Hsbc_UkBusiness'],
  ['Lloyds_LloydsPersonal', 'Lloyds_HalifaxPersonal'],
  ['Monzo_Monzo', 'Monzo_Sandbox'],
  ['NatWest_NatWest', 'NatWest_RoyalBankOfScotland'],
  ['Santander_Santander', 'Santander_Personal'],
  ['model-bank', 'Obie_Model2023'],
]

test.each(sample)('without %s, the walkthrough with %s ends with data', async (removed, persona) => {
  const { call } = await startTestApp({ bankProfileFile: fileWithout(removed) })
  const { totals } = await call('walkthrough.run', { persona, customer: 'eira' })
  expect(Math.min(totals.accounts, totals.balances, totals.transactions)).toBeGreaterThan(0)
})
