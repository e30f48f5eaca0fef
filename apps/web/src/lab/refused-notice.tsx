import { Notice } from '~/components/notice'

/** Why the lab did not do what was asked, said as soon as it is known. */
export const RefusedNotice = ({ refused }: { refused: string | undefined }) => (
  <div role="status">
    {refused && (
      <Notice tone="bad" title="That did not work">
        {refused}
      </Notice>
    )}
  </div>
)
