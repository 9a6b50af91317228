import { useState } from 'react'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import { usePreferences } from '../../preferences.ts'
import { text } from '../../text/en.ts'
import { Button } from '../../ui/button.tsx'
import { plural } from '../../ui/format.ts'
import { startModelBank } from './actions.ts'
import { choose, type Inputs, type Known, versionsOf } from './choices.ts'
import styles from './fields.module.css'
import { RadioField, SelectField } from './fields.tsx'

const t = text.home.inputs

export type InputName = 'bank' | 'customer' | 'version' | 'approval'

/** Which inputs a step reads; the others stay as they were chosen. */
const inputsOfStep: Record<string, readonly InputName[]> = {
  bank: ['bank'],
  consent: ['version', 'customer'],
  authorisation: ['approval'],
}

export const StepInputs = ({ step, ...props }: { step: string; inputs: Inputs; known: Known }) => {
  const names = inputsOfStep[step]
  return names ? <InputFields names={names} {...props} /> : null
}

export const InputFields = ({ names, inputs, known }: { names: readonly InputName[]; inputs: Inputs; known: Known }) => {
  const atModelBank = inputs.bankProfileId === null
  const has = (name: InputName) => names.includes(name)
  return (
    <div className={styles.fields}>
      {has('bank') && <BankField inputs={inputs} profiles={known.profiles} />}
      {has('customer') && atModelBank && <CustomerField inputs={inputs} known={known} />}
      {has('version') && (
        <RadioField
          label={t.version}
          options={versionsOf(inputs, known).map((id) => ({ id, label: t.versions[id] }))}
          value={inputs.apiVersion}
          onChange={(apiVersion) => choose({ apiVersion })}
        />
      )}
      {has('approval') && atModelBank && <ApprovalField autoApprove={inputs.autoApprove} />}
    </div>
  )
}

const modelBank = 'modelBank'

const BankField = ({ inputs, profiles }: { inputs: Inputs; profiles: readonly BankProfile[] }) => {
  const { environment: shown } = usePreferences()
  const others = profiles.filter(
    ({ id, environment }) => environment !== 'modelBank' && (shown === 'all' || shown === environment || id === inputs.bankProfileId),
  )
  if (others.length === 0) return null
  const options = [{ id: modelBank, label: t.modelBank }, ...others.map(({ id, displayName }) => ({ id, label: displayName }))]
  return (
    <SelectField
      label={t.bank}
      options={options}
      value={inputs.bankProfileId ?? modelBank}
      onChange={(id) => choose({ bankProfileId: id === modelBank ? null : id })}
    />
  )
}

/** The model bank tells who its customers are once it runs; it is not started before somebody wants to know. */
const CustomerField = ({ inputs, known: { customers } }: { inputs: Inputs; known: Known }) => {
  const [starting, setStarting] = useState(false)
  if (customers.length === 0) {
    const start = async () => {
      setStarting(true)
      await startModelBank()
      setStarting(false)
    }
    return (
      <div className={styles.field}>
        <span className={styles.label}>{t.customer}</span>
        <span className={styles.beside}>
          {t.firstCustomer}
          <Button kind="quiet" onPress={start} isDisabled={starting}>
            {starting ? text.states.loading : text.home.actions.startBank}
          </Button>
        </span>
      </div>
    )
  }
  return (
    <SelectField
      label={t.customer}
      options={customers.map(({ username, name, accounts }) => ({
        id: username,
        label: t.customerOption(name, plural(accounts, 'account')),
      }))}
      value={inputs.customer ?? ''}
      onChange={(customer) => choose({ customer })}
      help={customers.find(({ username }) => username === inputs.customer)?.description}
    />
  )
}

const ApprovalField = ({ autoApprove }: { autoApprove: boolean }) => {
  const value = autoApprove ? 'automatic' : 'byHand'
  return (
    <RadioField
      label={t.approval}
      options={[
        { id: 'automatic', label: t.approvals.automatic },
        { id: 'byHand', label: t.approvals.byHand },
      ]}
      value={value}
      onChange={(approval) => choose({ autoApprove: approval === 'automatic' })}
      help={t.approvalHelp[value]}
    />
  )
}
