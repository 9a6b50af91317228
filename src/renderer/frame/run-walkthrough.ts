import { runAll } from '../features/home/actions.ts'
import { go } from '../router.ts'

/** Everything from certificates to transactions, with the model bank; Home shows how it goes. */
export const runWithModelBank = (): void => {
  go(['home'])
  void runAll({ bankProfileId: null, customer: null, apiVersion: '4.0', autoApprove: true })
}
