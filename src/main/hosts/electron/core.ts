import type { App } from '../../core/app.ts'
import { openFirstStart } from '../first-start.ts'
import { launchModelBankIn } from './model-bank-process.ts'
import type { StartOptions } from './start-options.ts'

/** The workspace that every host opens, and the model bank from its built file. Errors are those of `openFirstStart`. */
export const openCore = async ({ dataDir, ephemeral }: StartOptions, modelBank: string): Promise<App> => {
  const { app } = await openFirstStart({
    dataDir,
    ephemeral,
    env: process.env,
    launchModelBank: launchModelBankIn(modelBank),
    opensWindows: true,
  })
  return app
}
