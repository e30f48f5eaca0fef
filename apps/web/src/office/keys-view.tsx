'use client'

import { BareWall } from '~/components/bare-wall'
import { Button } from '~/components/button'
import { Notice } from '~/components/notice'
import { failureCode } from '~/gateway'
import { RefusedNotice } from '~/lab/refused-notice'
import { BehindOfficeDoor, type OfficePass } from './behind-office-door'
import { KeyForm } from './key-form'
import { KeyTable } from './key-table'
import { PassOver } from './pass-over'
import { useApiKeys } from './use-api-keys'

/** The keys of partners: staff sees and revokes them, admins make them; others see the door. */
export const KeysView = () => <BehindOfficeDoor>{(pass) => <Keys pass={pass} />}</BehindOfficeDoor>

function Keys({ pass }: { pass: OfficePass }) {
  const keys = useApiKeys()
  const { data, error } = keys.list
  const isOver = error && ['unauthenticated', 'forbidden'].includes(failureCode(error))
  const mayMake = pass.by?.startsWith('admin:') ?? false
  return (
    <div className="page sales">
      <header className="ph">
        <h1>API keys</h1>
      </header>
      {isOver && <PassOver pass={pass} />}
      {error && !isOver && (
        <Notice tone="warn" role="status" title="We cannot see the keys right now">
          They work as before. We ask again by ourselves.
        </Notice>
      )}
      {keys.fresh && (
        <Notice
          tone="ok"
          role="status"
          title={`The key of ${keys.fresh.name}`}
          action={
            <Button small onClick={keys.forget}>
              I have kept it
            </Button>
          }
        >
          <code>{keys.fresh.key}</code> Copy it now: it is shown once, and kept nowhere.
        </Notice>
      )}
      <RefusedNotice refused={keys.refused} />
      {data?.items.length === 0 && (
        <BareWall title="No keys yet">A partner’s program shows a key in place of a person’s session.</BareWall>
      )}
      {data && data.items.length > 0 && (
        <KeyTable
          items={data.items}
          mayMake={mayMake}
          mustKeep={keys.mustKeep}
          onRotate={keys.rotate}
          onRevoke={keys.revoke}
        />
      )}
      {mayMake ? (
        <KeyForm create={keys.create} isMaking={keys.isMaking} mustKeep={keys.mustKeep} />
      ) : (
        <p className="dim">Admins make keys and rotate them. Anybody on the staff can revoke one that has leaked.</p>
      )}
    </div>
  )
}
