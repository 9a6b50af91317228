import { entityText } from '../../../text/entities/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Menu } from '../../../ui/menu.tsx'
import type { CaptureWay } from './capture-ways.ts'

const t = entityText.consentForm

interface AuthoriseProps {
  label: string
  primary: boolean
  ways: readonly CaptureWay[]
  isDisabled: boolean
  /** Without a way: the first address, in the way that the core prefers. */
  onAuthorise: (way?: CaptureWay) => void
}

const wordsOf = ({ capture, ownCertificate }: CaptureWay): string => (ownCertificate ? t.captures.loopbackTls : t.captures[capture])

/** One way is gone at once; of several, one is chosen. */
export const Authorise = ({ label, primary, ways, isDisabled, onAuthorise }: AuthoriseProps) => {
  const kind = primary ? 'primary' : 'normal'
  if (ways.length < 2) {
    return (
      <Button kind={kind} isDisabled={isDisabled} onPress={() => onAuthorise(ways[0])}>
        {label}
      </Button>
    )
  }
  return (
    <Menu
      label={label}
      trigger={
        <Button kind={kind} isDisabled={isDisabled}>
          {label}
        </Button>
      }
      items={ways.map((way, index) => ({ id: String(index), label: way.redirectUri, description: wordsOf(way) }))}
      onAction={(id) => onAuthorise(ways[Number(id)])}
    />
  )
}
