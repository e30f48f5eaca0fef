import { FaultBar } from '~/lab/fault-bar'
import { OfficeMasthead } from '~/office/office-masthead'

/** The office's pages: for staff, and as plain as the lab's. */
export default function OfficeLayout({ children }: { children: React.ReactNode }) {
  return (
    <div className="labp">
      <OfficeMasthead />
      <FaultBar />
      {children}
    </div>
  )
}
