import { expect, test } from 'vitest'
import { userDataFolder } from '../../../src/main/hosts/data-folder.ts'

const ann = (): string => '/home/ann'
const noHome = (): string => {
  throw new Error('ENOENT: no such file or directory, uv_os_homedir')
}

type Row = [NodeJS.Platform, NodeJS.ProcessEnv, () => string, string | null]

test.each<Row>([
  ['linux', { XDG_DATA_HOME: '/data' }, ann, '/data/tpp-workbench'],
  ['linux', {}, ann, '/home/ann/.local/share/tpp-workbench'],
  ['linux', { XDG_DATA_HOME: 'relative' }, ann, '/home/ann/.local/share/tpp-workbench'],
  ['linux', { XDG_DATA_HOME: '/data' }, noHome, '/data/tpp-workbench'],
  ['linux', {}, noHome, null],
  ['linux', {}, () => '', null],
  ['freebsd', {}, ann, '/home/ann/.local/share/tpp-workbench'],
  ['darwin', { XDG_DATA_HOME: '/data' }, () => '/Users/ann', '/Users/ann/Library/Application Support/TPP Workbench'],
  ['win32', { LOCALAPPDATA: 'D:\\Local' }, () => 'C:\\Users\\ann', 'D:\\Local\\TPP Workbench'],
  ['win32', {}, () => 'C:\\Users\\ann', 'C:\\Users\\ann\\AppData\\Local\\TPP Workbench'],
])('%s with %j', (platform, env, homeOf, folder) => {
  expect(userDataFolder({ platform, env, home: homeOf })).toBe(folder)
})
